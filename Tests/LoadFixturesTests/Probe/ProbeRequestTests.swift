import LoadEngine
import Testing

@testable import LoadFixtures

@Suite("The request of a probe")
struct ProbeRequestTests {
  @Test("A Host takes the place of the URL's", arguments: ["Host", "host"])
  func host(name: String) throws {
    let request = try ProbeRequest(url: "http://127.0.0.1:8000/a", headers: [("X-A", "b"), (name, "shop.example")])
    let text = String(decoding: request.outgoing.encoded(), as: UTF8.self)
    #expect(text.hasPrefix("GET /a HTTP/1.1\r\nHost: shop.example\r\n"))
    #expect(text.lowercased().split(separator: "host:").count == 2 && text.contains("X-A: b\r\n"))
    #expect(request.target.host == "127.0.0.1")
  }

  @Test(
    "What cannot be sent is named and not repeated",
    arguments: [
      ("http://h/?k=s3cr3t#", "GET", []), ("http://h/s3cr3t b", "GET", []), ("http://h", "s3cr3t \n", []),
      ("http://h", "GET", [("s3cr3t:", "x")]), ("http://h", "GET", [("A", "s3cr3t\n")]),
      ("http://h", "GET", [("Host", "a"), ("host", "s3cr3t")]), ("http://h", "GET", [("Host", "s3cr3t/")]),
      ("http://h", "GET", [("Content-Length", "s3cr3t")]), ("http:/u:s3cr3t@h", "GET", []),
      ("http://u:s3cr3t", "GET", []),
    ] as [(String, String, [(String, String)])])
  func refusals(url: String, method: String, headers: [(String, String)]) {
    let error = #expect(throws: ConfigurationError.self) {
      try ProbeRequest(url: url, method: method, headers: headers)
    }
    #expect(error?.description.contains("s3cr3t") == false)
    #expect(error?.reason?.isEmpty == false)
  }
}
