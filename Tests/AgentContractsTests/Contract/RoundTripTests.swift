import TestSupport
import Testing

@testable import AgentContracts

@Suite("Contracts as text")
struct RoundTripTests {
  private static func madeUp() throws -> AgentContract { try AgentContract(parsing: Array(madeUpContract.utf8)) }

  @Test func everyContractIsReadBackAsItWasWritten() throws {
    for contract in AgentContract.builtIn + [try Self.madeUp()] {
      let text = contract.json.pretty
      let read = try AgentContract(parsing: Array(text.utf8))
      #expect(read == contract)
      #expect(read.json.pretty == text)
    }
  }

  @Test func everyKeyOfTheFormatMeansWhatItSays() throws {
    let contract = try Self.madeUp()
    #expect(contract.name == "made up, v2")
    #expect(contract.headers == [.init("X-Request-ID", "{uuid}"), .init("X-Run", "{run.testId}-{run.seed}")])
    #expect(contract.token == AgentContract.TokenHeader(name: "X-Token", scheme: ""))
    #expect(contract.operations.map(\.key) == [.login, .start, .message, .end, .metrics])
    #expect(contract.missing.contains(.roi) && !contract.missing.contains(.end))
    #expect(contract.needsLogIn)

    let login = try #require(contract[.login])
    #expect(login.authorization == .never, "a log-in cannot ask for what it gives")
    #expect(
      login.body
        == .form([.init("user", "{account.email}"), .init("password", "{account.password}"), .init("kind", "{{test}}")])
    )
    #expect(login.values == [.token: "/session/token", .tokenLifetime: "/session/seconds"])

    let start = try #require(contract[.start])
    #expect(start.label == "open")
    #expect(start.path.parts == [.text("/v2/talks?user="), .placeholder(.known(.userNumber))])
    #expect(start.headers == [.init("X-Customer", "{customer.email}")])
    #expect(start.authorization == .required)
    #expect(start.timeout == .milliseconds(2500))
    #expect(start.statuses == [201, 202] && !start.expectsTimeout)
    #expect(
      start.placeholders == [
        .known(.userNumber), .known(.customerEmail), .known(.customerAge), .known(.customerAllGoals),
        .data(column: "city"),
      ])
    #expect(
      start.checks == [
        Check("created", .status([201])), Check("json", .header("Content-Type", contains: "json")),
        Check("location", .header("Location", contains: nil)), Check("no error", .bodyContains("talk")),
        .value("open", at: "/talk/state", .equals(["is": ["open", .number(1.5), .null]])),
        .value("lane", at: "/talk/lane", .oneOf(["a", 2, false])), .value("id", at: "/talk/id", .type(.integer)),
        .value("long", at: "/talk/key", .longerThan(0)),
      ])

    let message = try #require(contract[.message])
    #expect(message.body == .json("{message.text}"))
    #expect(message.statuses == [200] && message.timeout == nil && message.label == "message")
    #expect(message.values[.roiPercentage] == JSONPointer(tokens: ["roi/year"]))
    let end = try #require(contract[.end])
    #expect(end.body == .none && end.statuses == [204] && end.expectsTimeout && end.authorization == .optional)

    let metrics = try #require(contract[.metrics]).metrics
    #expect(metrics.map(\.name) == [.averageResponseTime, .errorRate, .cacheKeys])
    #expect(metrics.map(\.factor) == [0.001, 0.005, 1])
    #expect(metrics.map(\.source) == [.pointer("/mean"), .series("errors_total"), .pointer("")])

    #expect(
      contract.phases == [
        .init(name: "greeting", texts: "greeting"), .init(name: "saludo", texts: "greeting"),
        .init(name: "closing", texts: "closing"),
      ])
    let rule = try #require(contract.tierRule)
    #expect(rule.tier(age: 60, occupationPoints: 2, budget: "none", program: "LONGEVITY") == "plus")
    #expect(rule.tier(age: 54, occupationPoints: 2, budget: "none", program: "LONGEVITY") == "base")
    #expect(rule.points(ofOccupation: ["maestro", "y", "directora"]) == 2 && rule.judgedBasis == "profile")
    #expect(contract.roiRanges == [.roiPercentage: -100...2000, .roiConfidence: 0...1])
    #expect(contract.fallbackTexts == ["Lo siento"])
    #expect(contract.valueRules[.data(column: "city")] == ValueRule(length: 0...40))
    #expect(contract.signs.map(\.code) == ["rateLimit", "closed"] && contract.signs[1].value == nil)
  }

  @Test func theSpelledOutPlacesAreThoseOfTheCases() {
    #expect(OperationKey.allCases.map(\.number) == Array(OperationKey.allCases.indices))
    #expect(AnswerValue.allCases.map(\.number) == Array(AnswerValue.allCases.indices))
  }

  @Test func whatIsLeftOutHasItsDefault() throws {
    let text = """
      {"contract": 1, "name": "x", "operations": [{"key": "health", "method": "GET", "path": "/", "authorization": "never"}]}
      """
    let contract = try AgentContract(parsing: Array(text.utf8))
    #expect(contract.headers.isEmpty && contract.tiers.isEmpty && contract.tierRule == nil && contract.signs.isEmpty)
    #expect(contract.token == AgentContract.TokenHeader(name: "Authorization", scheme: "Bearer"))
    #expect(contract.phases == AgentContract.usualPhases)
    #expect(!contract.needsLogIn)
    #expect(
      contract.operations == [Operation(.health, "GET", "/", authorization: .never)])
  }

  @Test(.enabled { await PythonOracle.mayAsk("jsonschema") }) func everyContractIsValidByTheSchema() async throws {
    let documents = (AgentContract.builtIn + [try Self.madeUp()]).map(\.json) + [try JSON(text: madeUpContract)]
    #expect(try await SchemaOracle.refusals(of: documents) == [nil, nil, nil, nil])
  }
}
