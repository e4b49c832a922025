import LoadEngine
import Testing

@testable import LoadFixtures
@testable import LoadTools

@Suite("Arguments of fault-proxy")
struct ProxyArgumentsTests {
  private static let target = ["--target", "http://127.0.0.1:8000"]

  @Test("With a target alone nothing is broken")
  func defaults() throws {
    let arguments = try ProxyArguments(Self.target)
    #expect(arguments.port == 0 && arguments.seed == 1 && arguments.target?.port == 8000)
    #expect(arguments.faults == WireFaults())
  }

  @Test("Faults of the wire hold for both directions unless one is named")
  func directions() throws {
    let options = ["--latency", "5", "--bandwidth=8", "--slow-close", "250"]
    let direction = WireFaults.Direction(
      latency: .milliseconds(5), bytesPerSecond: 1000, closeDelay: .milliseconds(250))
    let both = try ProxyArguments(Self.target + options).faults
    #expect(both.toTarget == direction && both.toClient == direction)
    let one = try ProxyArguments(Self.target + options + ["--direction", "to-client"]).faults
    #expect(one.toTarget == WireFaults.Direction() && one.toClient == direction)
  }

  @Test("Rules are taken in the order in which they stand")
  func rules() throws {
    let arguments = try ProxyArguments(
      Self.target + ["--rule", "POST /conversation/*/message first 3 status 503", "--rule=any /x cut 10"])
    #expect(
      arguments.faults.rules == [
        HTTPRule(method: "POST", path: "/conversation/*/message", .status(503), of: .first(3)),
        HTTPRule(path: "/x", .cutBody(after: 10)),
      ])
  }

  @Test("What is no rule is named with how one is written")
  func noRule() {
    let error = #expect(throws: ConfigurationError.self) {
      try ProxyArguments(Self.target + ["--rule", "GET /x status 99"])
    }
    #expect(error?.variable == "--rule" && error?.value == "GET /x status 99" && error?.allowed == HTTPRule.form)
  }

  @Test("Rules before a target with TLS would never apply, and are refused")
  func tls() throws {
    let target = ["--target", "https://127.0.0.1:8443"]
    #expect(try ProxyArguments(target).faults == WireFaults())
    let error = #expect(throws: ConfigurationError.self) {
      try ProxyArguments(target + ["--rule", "GET /x status 503"])
    }
    #expect(error?.variable == "--target" && error?.reason?.contains("--rule") == true)
  }

  @Test(
    "A bad value is refused",
    arguments: [
      ["--slow-close", "-1"], ["--slow-close", "soon"], ["--rule", ""], ["--rule"], ["--reset", "2"],
      ["--pieces", "0"], ["--direction", "back"], ["--reset", "0.6", "--black-hole", "0.6"],
    ])
  func refused(options: [String]) {
    #expect(throws: ConfigurationError.self) { try ProxyArguments(Self.target + options) }
  }

  @Test("Help names each option, and needs no target")
  func help() throws {
    #expect(try ProxyArguments(["--help"]).wantsHelp)
    for option in [
      "listen", "target", "direction", "latency", "jitter", "bandwidth", "pieces", "cut-after", "slow-close", "rule",
      "reset", "black-hole", "seed",
    ] {
      #expect(ProxyArguments.help.contains("--\(option)"))
    }
  }
}
