import Foundation
import LoadEngine
import LoadFixtures
import Testing

@Suite struct TargetEnvironmentTests {
  @Test func nothingSetMeansTheEmbeddedAgentAndItsScales() throws {
    let environment = try TargetEnvironment(environment: [:])
    #expect(environment.target == .embedded)
    #expect(environment.contract.contract?.name == "documented")
    #expect(environment.timeScale == 0.05)
    #expect(environment.thinkTimeScale == 0.1)
    #expect(environment.usersScale == 1)
    #expect(environment.resultsDirectory == nil)
    #expect(environment.credentials == nil)
    #expect(environment.eventLoops == min(256, UsableCPU.current.usualEventLoops))
    #expect(environment.transport == .socket)
    #expect(environment.requestTimeout == .seconds(30))
    #expect(environment.gracefulStop == .seconds(10))
    #expect(environment.keepAlive == nil)
    #expect(environment.bodyLimit == 16 << 20)
    #expect(environment.tlsCAFile == nil)
    #expect(!environment.tlsInsecure)
    #expect(!environment.allowPublicTarget)
    #expect(environment.logLevel == .info)
    #expect(environment.userClass == nil)
    #expect(environment.unknownVariables.isEmpty)
  }

  @Test func aSeedIsDrawnForEachRunAndExactAsADouble() throws {
    let seeds = try (0..<8).map { _ in try TargetEnvironment(environment: [:]).seed }
    #expect(Set(seeds).count > 1)
    #expect(seeds.allSatisfy { UInt64(Double($0)) == $0 })
  }

  @Test func aRemoteTargetRunsTheDocumentedDurations() throws {
    let environment = try TargetEnvironment(environment: ["LOAD_TARGET_HOST": "http://agent:8000"])
    #expect(environment.target == .remote(try TargetURL("http://agent:8000")))
    #expect(environment.timeScale == 1)
    #expect(environment.thinkTimeScale == 1)
  }

  @Test func everyVariableIsRead() throws {
    let environment = try TargetEnvironment(environment: [
      "LOAD_TARGET_HOST": "https://agent.example/v1/", "LOAD_CONTRACT": "documented", "LOAD_TIME_SCALE": "0.5",
      "LOAD_THINK_TIME_SCALE": "2e-1", "LOAD_USERS_SCALE": "3", "LOAD_SEED": "18446744073709551615",
      "LOAD_RESULTS_DIR": "out/run 1", "LOAD_EMAIL": "load@example.org", "LOAD_PASSWORD": "pass word\u{1}",
      "LOAD_EVENT_LOOPS": "256", "LOAD_TRANSPORT": "socket", "LOAD_REQUEST_TIMEOUT": "0.25",
      "LOAD_GRACEFUL_STOP": "0", "LOAD_KEEP_ALIVE": "4.5", "LOAD_BODY_LIMIT": "1", "LOAD_TLS_CA_FILE": "/etc/ca.pem",
      "LOAD_TLS_INSECURE": "1",
      "LOAD_ALLOW_PUBLIC_TARGET": "1", "LOAD_LOG_LEVEL": "trace", "LOAD_USER_CLASS": "StressUser",
    ])
    #expect(environment.target == .remote(try TargetURL("https://agent.example/v1")))
    #expect(environment.contract.contract?.name == "documented")
    #expect(environment.timeScale == 0.5)
    #expect(environment.thinkTimeScale == 0.2)
    #expect(environment.usersScale == 3)
    #expect(environment.seed == .max)
    #expect(environment.resultsDirectory == "out/run 1")
    #expect(environment.credentials?.email == "load@example.org")
    #expect(environment.credentials?.password == "pass word\u{1}")
    #expect(environment.eventLoops == 256)
    #expect(environment.transport == .socket)
    #expect(environment.requestTimeout == .milliseconds(250))
    #expect(environment.gracefulStop == .zero)
    #expect(environment.keepAlive == .seconds(4.5))
    #expect(environment.bodyLimit == 1)
    #expect(environment.tlsCAFile == "/etc/ca.pem")
    #expect(environment.tlsInsecure)
    #expect(environment.allowPublicTarget)
    #expect(environment.logLevel == .trace)
    #expect(environment.userClass == "StressUser")
    #expect(environment.unknownVariables.isEmpty)
  }

  @Test func testHostIsReadWhenTheTargetHostIsUnsetOrEmpty() throws {
    let other = TargetEnvironment.Target.remote(try TargetURL("http://other"))
    #expect(try TargetEnvironment(environment: ["TEST_HOST": "http://other"]).target == other)
    #expect(try TargetEnvironment(environment: ["LOAD_TARGET_HOST": "", "TEST_HOST": "http://other"]).target == other)
    let both = try TargetEnvironment(environment: ["LOAD_TARGET_HOST": "http://first", "TEST_HOST": "not a URL"])
    #expect(both.target == .remote(try TargetURL("http://first")))
    #expect(try TargetEnvironment(environment: ["LOAD_TARGET_HOST": ""]).target == .embedded)
    let error = #expect(throws: ConfigurationError.self) {
      try TargetEnvironment(environment: ["TEST_HOST": "agent:8000"])
    }
    #expect(error?.variable == "TEST_HOST")
  }

  @Test(
    arguments: ["LOAD_TIME_SCALE", "LOAD_THINK_TIME_SCALE", "LOAD_USERS_SCALE"],
    [
      "nan", "inf", "infinity", "-1", "-0", "0", "0.0", "abc", "1e400", "1e-400", " 1", "1 ", "+1", "1,5", "0x10", "1e",
      "1_000", "1000001", "", ".", "١",
    ])
  func aScaleThatIsNoPositiveNumberIsRefused(variable: String, value: String) {
    refuses(variable, value, allowing: value.isEmpty ? "above 0" : "0.5")
  }

  @Test(arguments: [("1", 1.0), ("0.05", 0.05), (".5", 0.5), ("1e2", 100), ("1E-3", 0.001), ("1000000", 1e6)])
  func aScaleIsANumberAboveZero(value: String, expected: Double) throws {
    #expect(try TargetEnvironment(environment: ["LOAD_USERS_SCALE": value]).usersScale == expected)
  }

  @Test(
    arguments: [
      ("LOAD_SEED", ["", "-1", "+1", "1.0", "0x10", "abc", " 1", "18446744073709551616"], "integer from 0"),
      ("LOAD_EVENT_LOOPS", ["", "0", "257", "-1", "+2", "1.5", "two", "18446744073709551615"], "1 to 256"),
      ("LOAD_REQUEST_TIMEOUT", ["", "0", "-1", "nan", "inf", "30s", "1e-30", "86401", "1e300"], "above 0"),
      ("LOAD_GRACEFUL_STOP", ["", "-1", "nan", "inf", "10s", "86401", "-0"], "0 or more"),
      ("LOAD_KEEP_ALIVE", ["", "-1", "nan", "5s", "86401"], "0 or more"),
      ("LOAD_BODY_LIMIT", ["", "0", "-1", "1.5", "1 MB", "1073741825", "18446744073709551616"], "1 to 1073741824"),
      ("LOAD_TLS_INSECURE", ["", "yes", "true", "2", "on"], "1 (on)"),
      ("LOAD_ALLOW_PUBLIC_TARGET", ["", "yes", "true", "01", "1 "], "1 (on)"),
      ("LOAD_LOG_LEVEL", ["", "INFO", "verbose", "warn"], "trace, debug, info, warning, error"),
      ("LOAD_USER_CLASS", ["", "salesuser", "cacheuser", "Sales"], "SalesUser, StressUser"),
      ("LOAD_TRANSPORT", ["", "nio", "Socket"], "socket, urlsession"),
      ("LOAD_RESULTS_DIR", ["", "a\nb", "a\0b"], "path"),
      ("LOAD_TLS_CA_FILE", ["", "a\u{1B}b"], "path"),
      ("LOAD_CONTRACT", ["", "a\r\nb"], "path"),
      ("LOAD_TARGET_HOST", [" ", "agent:8000", "http://"], "http://HOST"),
      ("TEST_HOST", ["", "agent"], "http://HOST"),
    ])
  func aMalformedValueIsRefusedByName(variable: String, values: [String], allowed: String) {
    for value in values { refuses(variable, value, allowing: allowed) }
  }

  @Test(arguments: [("LOAD_TLS_CA_FILE", "/ca.pem"), ("LOAD_TLS_INSECURE", "1")])
  func urlsessionIsRefusedWhereItCannotTrustAsItIsTold(variable: String, value: String) throws {
    #expect(try TargetEnvironment(environment: ["LOAD_TRANSPORT": "urlsession"]).transport == .urlsession)
    let error = #expect(throws: ConfigurationError.self) {
      try TargetEnvironment(environment: ["LOAD_TRANSPORT": "urlsession", variable: value])
    }
    #expect(error?.variable == "LOAD_TRANSPORT" && error?.reason?.contains(variable) == true)
  }

  @Test func keepAliveIsRefusedWhereNobodyHeedsIt() throws {
    let error = #expect(throws: ConfigurationError.self) {
      try TargetEnvironment(environment: ["LOAD_TRANSPORT": "urlsession", "LOAD_KEEP_ALIVE": "5"])
    }
    #expect(error?.variable == "LOAD_KEEP_ALIVE" && error?.value == "5")
  }

  @Test func credentialsAreWholeOrRefused() throws {
    #expect(try TargetEnvironment(environment: ["LOAD_TOKEN": "abc.def"]).credentials?.token == "abc.def")
    let cases: [([String: String], String)] = [
      (["LOAD_EMAIL": "s3cr3t@example.org"], "LOAD_PASSWORD"),
      (["LOAD_PASSWORD": "s3cr3t"], "LOAD_EMAIL"),
      (["LOAD_TOKEN": "s3cr3t", "LOAD_EMAIL": "a@b", "LOAD_PASSWORD": "s3cr3t"], "LOAD_TOKEN"),
      (["LOAD_TOKEN": "s3cr3t", "LOAD_PASSWORD": "s3cr3t"], "LOAD_TOKEN"),
      (["LOAD_TOKEN": "s3cr3t\r\nX-Header: 1"], "LOAD_TOKEN"),
      (["LOAD_TOKEN": "s3cr3t with space"], "LOAD_TOKEN"),
      (["LOAD_EMAIL": "s3cr3t", "LOAD_PASSWORD": "p"], "LOAD_EMAIL"),
      (["LOAD_EMAIL": "s3cr3t@", "LOAD_PASSWORD": "p"], "LOAD_EMAIL"),
      (["LOAD_EMAIL": "s3cr3t@a b", "LOAD_PASSWORD": "p"], "LOAD_EMAIL"),
      (["LOAD_EMAIL": "", "LOAD_PASSWORD": "s3cr3t"], "LOAD_EMAIL"),
      (["LOAD_EMAIL": "a@b", "LOAD_PASSWORD": ""], "LOAD_PASSWORD"),
      (["LOAD_TOKEN": ""], "LOAD_TOKEN"),
    ]
    for (variables, blamed) in cases {
      let error = #expect(throws: ConfigurationError.self) { try TargetEnvironment(environment: variables) }
      #expect(error?.variable == blamed)
      for rendering in renderings(of: error as Any) { #expect(!rendering.contains("s3cr3t"), "\(blamed)") }
    }
  }

  @Test func noRenderingOfTheEnvironmentHoldsASecret() throws {
    let login = ["LOAD_EMAIL": "s3cr3t@example.org", "LOAD_PASSWORD": "s3cr3t"]
    for variables in [login, ["LOAD_TOKEN": "s3cr3t"]] {
      let environment = try TargetEnvironment(environment: variables)
      for rendering in renderings(of: environment) { #expect(!rendering.contains("s3cr3t")) }
    }
  }

  @Test func aMistypedVariableIsListedAndAnInternalOneIsNot() throws {
    let environment = try TargetEnvironment(environment: [
      "LOAD_TIMESCALE": "1", "LOAD_PASSWROD": "s3cr3t", "LOAD_POLLER": "poll", "LOAD_UNOPTIMISED": "1",
      "LOAD_REQUIRE_PEERS": "1", "LOAD_SEED": "1", "HOME": "/", "load_seed": "2", "PAYLOAD_X": "1",
    ])
    #expect(environment.unknownVariables == ["LOAD_PASSWROD", "LOAD_TIMESCALE"])
  }

  @Test func aLongOrMultiLineValueIsShownShortAndOnOneLine() {
    let error = refuses("LOAD_LOG_LEVEL", "\u{1B}[31m\n" + String(repeating: "x", count: 5000), allowing: "info")
    #expect(error.map { $0.description.count < 400 } == true)
    #expect(error?.description.contains("\\u{1B}[31m\\n") == true)
  }

  @Test func theProcessEnvironmentIsTheOneThatIsRead() {
    // Whatever variables this test was started with, malformed ones included.
    let given = ProcessInfo.processInfo.environment
    let expected = Result { try TargetEnvironment(environment: given).target }
    let current = Result { try TargetEnvironment.current().target }
    #expect("\(current)" == "\(expected)")
  }

  /// The refusal names the variable, the value and what is allowed.
  @discardableResult
  private func refuses(_ variable: String, _ value: String, allowing allowed: String) -> ConfigurationError? {
    let error = #expect(throws: ConfigurationError.self, "\(variable)=\(value)") {
      try TargetEnvironment(environment: [variable: value])
    }
    #expect(error?.variable == variable)
    #expect(error?.allowed.contains(allowed) == true, "\(String(describing: error))")
    let prefix = "\(variable) is \"\(value.neutralised.prefix(100))"
    #expect(error?.description.hasPrefix(prefix) == true, "\(String(describing: error))")
    return error
  }

  @Test("A password that ends in a blank gets a warning without it", arguments: ["CANARY ", "CANARY\r", "CANARY\n"])
  func blankAtTheEnd(password: String) throws {
    let environment = try TargetEnvironment(environment: ["LOAD_EMAIL": "a@b.es", "LOAD_PASSWORD": password])
    #expect(environment.warnings.contains { $0.hasPrefix("LOAD_PASSWORD ends in a blank") })
    #expect(!environment.warnings.joined().contains("CANARY"))
    let clean = try TargetEnvironment(environment: ["LOAD_EMAIL": "a@b.es", "LOAD_PASSWORD": "a b"])
    #expect(clean.warnings.isEmpty)
  }
}
