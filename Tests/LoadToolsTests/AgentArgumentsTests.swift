import AgentContracts
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
    #expect(arguments.configuration.contract == .documented)
    #expect(arguments.configuration.quirks.isEmpty)
    #expect(!arguments.configuration.faults.llmDown)
    #expect(arguments.configuration.credentials.password.count >= 16)
    #expect(try AgentArguments([]).configuration.credentials != arguments.configuration.credentials)
  }

  @Test func `Everything given, in both spellings`() throws {
    let arguments = try AgentArguments(
      [
        "--port", "0", "--host=0.0.0.0", "--parallel", "8", "--queue=0", "--service-time", "2.5", "--delay=1.5",
        "--tls-certificate", "agent.pem", "--tls-key=agent.key", "--seed", "18446744073709551615", "--email", "a@b.es",
        "--password=x=y", "--contract=v0.9", "--quirk", "hang", "--llm-down",
      ], environment: ["LOAD_EMAIL": "other@b.es"])
    #expect(arguments.port == 0)
    #expect(arguments.host == "0.0.0.0")
    #expect(arguments.configuration.parallelism == 8)
    #expect(arguments.configuration.queueLimit == 0)
    #expect(arguments.configuration.serviceTimes[.message].median == .microseconds(2500))
    #expect(arguments.configuration.faults.extraDelay == .milliseconds(1500))
    #expect(arguments.configuration.seed == .max)
    #expect(arguments.configuration.credentials == AgentCredentials(email: "a@b.es", password: "x=y"))
    #expect(arguments.configuration.contract == .v09)
    #expect(arguments.configuration.quirks == .hangs)
    #expect(arguments.configuration.faults.llmDown)
    #expect(!arguments.credentialsAreGenerated)
    #expect(arguments.tls == TLSServerConfiguration(certificateFile: "agent.pem", keyFile: "agent.key"))
  }

  @Test(
    arguments: [
      (["--quirk", "rate-limit"], [.rateLimit]), (["--quirk", "hang", "--quirk=csrf"], [.hangs, .csrf]),
      (["--quirks", "rate-limit,csrf,hang"], [.rateLimit, .csrf, .hangs]),
      (["--quirks=csrf", "--quirk", "csrf"], [.csrf]),
    ] as [([String], AgentQuirks)])
  func `Quirks add up`(arguments: [String], quirks: AgentQuirks) throws {
    #expect(try AgentArguments(arguments).configuration.quirks == quirks)
  }

  @Test func `The environment gives the account`() throws {
    let arguments = try AgentArguments([], environment: ["LOAD_EMAIL": "a@b.es", "LOAD_PASSWORD": "p"])
    #expect(arguments.configuration.credentials == AgentCredentials(email: "a@b.es", password: "p"))
  }

  @Test(arguments: [
    ["--port", "65536"], ["--port", "http"], ["--port", "-1"], ["--parallel", "0"], ["--queue", "-1"],
    ["--service-time", "nan"], ["--service-time", "-2"], ["--delay", "601"], ["--delay", "inf"], ["--seed", "-1"],
    ["--host", "a b"], ["--contract", "v1"], ["--contract", "contract.json"], ["--quirk", "slow"],
    ["--quirks", "csrf,"], ["--quirks", "csrf, hang"],
  ])
  func `A bad value is named with what is allowed`(arguments: [String]) {
    let error = #expect(throws: ConfigurationError.self) { try AgentArguments(arguments) }
    #expect(error?.variable == arguments[0])
    #expect(error?.value == arguments[1])
  }

  @Test(arguments: [
    ["--prot", "1"], ["8000"], ["--port"], ["--email", "a@b.es"], ["--password", "x"], ["--tls-certificate", "a"],
    ["--tls-key", "a"], ["--host", ""], ["--tls-certificate", ""], ["--tls-key", ""],
    ["--contract"], ["--quirk", ""], ["--llm-down=yes"],
  ])
  func `Unknown arguments, missing values, half an account, half a certificate`(arguments: [String]) {
    #expect(throws: ConfigurationError.self) { try AgentArguments(arguments) }
  }

  @Test func `Help names each option`() throws {
    #expect(try AgentArguments(["--help"]).wantsHelp)
    for option in [
      "port", "host", "parallel", "queue", "service-time", "delay", "seed", "email", "password", "tls-certificate",
      "tls-key", "contract", "quirk", "quirks", "llm-down",
    ] {
      #expect(AgentArguments.help.contains("--\(option)"))
    }
    for name in AgentContract.builtIn.map(\.name) + AgentQuirks.named.map(\.name) {
      #expect(AgentArguments.help.contains(name))
    }
  }

  @Test func `A password stays out of descriptions and dumps`() {
    let credentials = AgentCredentials(email: "a@b.es", password: "hush-hush")
    var dumped = ""
    dump(AgentConfiguration(credentials: credentials), to: &dumped)
    for text in ["\(credentials)", String(reflecting: credentials), dumped] { #expect(!text.contains("hush")) }
  }
}
