import LoadEngine
import ReferenceAgent
import Testing

@testable import LoadFixtures
@testable import LoadTools

@Suite("Arguments of reference-agent")
struct AgentArgumentsTests {
  @Test func `Nothing given`() throws {
    let arguments = try AgentArguments([])
    #expect(arguments.host == "127.0.0.1")
    #expect(arguments.port == 8000)
    #expect(arguments.credentialsAreGenerated)
    #expect(arguments.tls == nil)
    #expect(arguments.configuration.credentials.password.count >= 16)
    #expect(try AgentArguments([]).configuration.credentials != arguments.configuration.credentials)
  }

  @Test func `Everything given, in both spellings`() throws {
    let arguments = try AgentArguments(
      [
        "--port", "0", "--host=0.0.0.0", "--parallel", "8", "--queue=0", "--service-time", "2.5", "--delay=1.5",
        "--tls-certificate", "agent.pem", "--tls-key=agent.key", "--seed", "18446744073709551615", "--email", "a@b.es",
        "--password=x=y",
      ], environment: ["LOAD_EMAIL": "other@b.es"])
    #expect(arguments.port == 0)
    #expect(arguments.host == "0.0.0.0")
    #expect(arguments.configuration.parallelism == 8)
    #expect(arguments.configuration.queueLimit == 0)
    #expect(arguments.configuration.serviceTimes[.message].median == .microseconds(2500))
    #expect(arguments.configuration.faults.extraDelay == .milliseconds(1500))
    #expect(arguments.configuration.seed == .max)
    #expect(arguments.configuration.credentials == AgentCredentials(email: "a@b.es", password: "x=y"))
    #expect(!arguments.credentialsAreGenerated)
    #expect(arguments.tls == TLSServerConfiguration(certificateFile: "agent.pem", keyFile: "agent.key"))
  }

  @Test func `The environment gives the account`() throws {
    let arguments = try AgentArguments([], environment: ["LOAD_EMAIL": "a@b.es", "LOAD_PASSWORD": "p"])
    #expect(arguments.configuration.credentials == AgentCredentials(email: "a@b.es", password: "p"))
  }

  @Test(arguments: [
    ["--port", "65536"], ["--port", "http"], ["--port", "-1"], ["--parallel", "0"], ["--queue", "-1"],
    ["--service-time", "nan"], ["--service-time", "-2"], ["--delay", "601"], ["--delay", "inf"], ["--seed", "-1"],
    ["--host", "a b"],
  ])
  func `A bad value is named with what is allowed`(arguments: [String]) {
    let error = #expect(throws: ConfigurationError.self) { try AgentArguments(arguments) }
    #expect(error?.variable == arguments[0])
    #expect(error?.value == arguments[1])
  }

  @Test(arguments: [
    ["--prot", "1"], ["8000"], ["--port"], ["--email", "a@b.es"], ["--password", "x"], ["--tls-certificate", "a"],
    ["--tls-key", "a"], ["--host", ""], ["--tls-certificate", ""], ["--tls-key", ""],
  ])
  func `Unknown arguments, missing values, half an account, half a certificate`(arguments: [String]) {
    #expect(throws: ConfigurationError.self) { try AgentArguments(arguments) }
  }

  @Test func `Help names each option`() throws {
    #expect(try AgentArguments(["--help"]).wantsHelp)
    for option in [
      "port", "host", "parallel", "queue", "service-time", "delay", "seed", "email", "password", "tls-certificate",
      "tls-key",
    ] {
      #expect(AgentArguments.help.contains("--\(option)"))
    }
  }

  @Test func `A password stays out of descriptions and dumps`() {
    let credentials = AgentCredentials(email: "a@b.es", password: "hush-hush")
    var dumped = ""
    dump(AgentConfiguration(credentials: credentials), to: &dumped)
    for text in ["\(credentials)", String(reflecting: credentials), dumped] { #expect(!text.contains("hush")) }
  }
}
