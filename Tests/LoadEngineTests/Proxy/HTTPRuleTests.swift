import Testing

@testable import LoadEngine

@Suite("Rules of a proxy for HTTP")
struct HTTPRuleTests {
  @Test(
    "A rule is written in words",
    arguments: [
      (
        "POST /conversation/*/message first 3 status 503",
        HTTPRule(method: "POST", path: "/conversation/*/message", .status(503), of: .first(3))
      ),
      (
        "GET /health every 5 delay 200",
        HTTPRule(method: "GET", path: "/health", .delay(.milliseconds(200)), of: .every(5))
      ),
      ("any /x cut 10", HTTPRule(path: "/x", .cutBody(after: 10))),
      ("any /* status 429", HTTPRule(path: "/*", .status(429))),
      (" GET\t/x  every 2 delay 0.5 ", HTTPRule(method: "GET", path: "/x", .delay(.microseconds(500)), of: .every(2))),
    ])
  func words(text: String, rule: HTTPRule) {
    #expect(HTTPRule(text) == rule)
  }

  @Test(
    "What is no rule is none",
    arguments: [
      "", "GET /x", "GET x status 503", "GET /x status 99", "GET /x status 600", "GET /x status 503.5", "GET /x cut -1",
      "GET /x first 0 status 503", "GET /x last 3 status 503", "GET /x first 3 status", "GET /x delay soon",
      "GET /x first 3 status 503 more", "get /x status 503", "GET /x?y status 503", "GET /x every k status 503",
      "GET /x delay -1", "GET /x delay 600001", "GET /x delay nan", "GET /x cut 1.5", "first 3 status 503",
    ])
  func malformed(text: String) {
    #expect(HTTPRule(text) == nil)
  }

  @Test(
    "A star stands for anything, the query for nothing",
    arguments: [
      ("/a", "/a", true), ("/a", "/a?b=c", true), ("/a", "/a/", false), ("/a", "/ab", false), ("/*", "/", true),
      ("/a/*/c", "/a/b/c", true), ("/a/*/c", "/a/b/b/c", true), ("/a/*/c", "/a/c", false), ("/a*", "/a", true),
      ("/*b*d", "/abcbd", true), ("/*b*d", "/abcb", false), ("*", "/anything?x", true), ("/a/*/c", "/a/b/c?d", true),
    ])
  func paths(pattern: String, target: String, isMatch: Bool) {
    #expect(HTTPRule(path: pattern, .status(500)).matches(method: "GET", target: target) == isMatch)
  }

  @Test("The method counts unless any will do")
  func methods() {
    #expect(HTTPRule(method: "GET", path: "/a", .status(500)).matches(method: "GET", target: "/a"))
    #expect(!HTTPRule(method: "GET", path: "/a", .status(500)).matches(method: "POST", target: "/a"))
    #expect(HTTPRule(path: "/a", .status(500)).matches(method: "POST", target: "/a"))
  }

  @Test("The first that matches counts, for the first few of its requests or every third")
  func selection() {
    var rules = HTTPRules([
      HTTPRule(path: "/a", .status(500), of: .first(2)), HTTPRule(path: "/b", .status(501), of: .every(3)),
      HTTPRule(path: "/*", .status(502)),
    ])
    func statuses(_ target: String) -> [Int?] {
      (0..<6).map { _ in
        if case .status(let code) = rules.action(method: "GET", target: target) { code } else { nil }
      }
    }
    #expect(statuses("/a") == [500, 500, nil, nil, nil, nil])
    #expect(statuses("/b") == [nil, nil, 501, nil, nil, 501])
    #expect(statuses("/c") == [502, 502, 502, 502, 502, 502])
  }
}
