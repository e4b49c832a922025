import Testing

@testable import AgentContracts

/// `v0.9` against answers of the agent as it is deployed: the first time round every route was wrong, and nobody had looked.
@Suite("The contract of the deployed agent")
struct DeployedTests {
  /// One answer as it was recorded.
  struct Answer: Sendable, CustomTestStringConvertible {
    var name: String
    var request: String
    var status: Int
    var body: JSON

    var testDescription: String { name }

    static func all() throws -> [Answer] {
      try Fixture.json("v0.9-answers.json").elements.map { answer in
        guard let name = answer["operation"]?.text, let request = answer["request"]?.text,
          let status = answer["status"]?.whole,
          let body = answer["body"]
        else { throw ContractError(path: "$", found: nil, allowed: "an answer") }
        return Answer(name: name, request: request, status: status, body: body)
      }
    }

    static func named(_ name: String) throws -> Answer { try #require(try all().first { $0.name == name }) }
  }

  private let contract = AgentContract.v09

  /// Which answer an operation gets, by the name that it was recorded under.
  static let answers: [(OperationKey, String)] = [
    (.login, "login"), (.refresh, "refresh"), (.start, "start"), (.message, "message, early"),
    (.message, "message, about the price"), (.analytics, "analytics"), (.health, "health"), (.end, "end"),
    (.unknownConversation, "message, unknown conversation"),
  ]

  @Test func everyOperationHasAnAnswer() {
    #expect(Set(contract.operations.map(\.key)) == Set(Self.answers.map(\.0)))
  }

  @Test(arguments: answers) func theAnswerIsAGoodOne(key: OperationKey, name: String) throws {
    let operation = try #require(contract[key])
    let answer = try Answer.named(name)
    #expect(operation.statuses.contains(answer.status))
    for check in operation.checks { #expect(check.isMet(by: answer.body, status: answer.status), "\(check.name)") }
  }

  @Test(arguments: answers) func everyPointerFindsItsValue(key: OperationKey, name: String) throws {
    let operation = try #require(contract[key])
    let body = try Answer.named(name).body
    for (value, pointer) in operation.values {
      // A projection comes only with talk of the price.
      let isThere = !AnswerValue.roi.contains(value) || name == "message, about the price"
      #expect((body[pointer] != nil) == isThere, "\(value.rawValue) at \(pointer.text)")
    }
    for check in operation.checks {
      guard case .value(let pointer, _) = check.rule else { continue }
      #expect(body[pointer] != nil, "\(check.name) at \(pointer.text)")
    }
  }

  @Test func whatIsReadIsWhatWasAnswered() throws {
    let price = try Answer.named("message, about the price").body
    let message = try #require(contract[.message]).values
    func value(_ value: AnswerValue) throws -> JSON? { price[try #require(message[value])] }
    #expect(try value(.text) == "Entiendo tu duda sobre el precio.")
    #expect(try value(.phase) == "objection_handling")
    #expect(try value(.roiPercentage) == 500)
    #expect(try value(.roiAnnualValue) == 4740)
    #expect(try value(.roiNetBenefit) == 3792)
    #expect(try value(.roiPaybackMonths) == .number(1.5))
    #expect(contract.roiRanges[.roiPercentage]?.contains(500) == true)
    let login = try #require(contract[.login]).values
    #expect(try Answer.named("login").body[try #require(login[.tokenLifetime])] == 1800)
  }

  @Test(arguments: answers) func theRequestIsTheOneThatWasAnswered(key: OperationKey, name: String) throws {
    let operation = try #require(contract[key])
    let path = operation.path.source.replacing("{conversation.id}", with: "{id}").replacing(
      "{unknown.id}", with: "unknown-abc")
    #expect(try Answer.named(name).request.prefix { $0 != "," } == "\(operation.method) \(path)"[...])
  }

  @Test func bodiesAreWhatTheAgentTakes() throws {
    guard case .form(let fields)? = contract[.login]?.body else {
      Issue.record("the log-in is no form")
      return
    }
    #expect(fields.map(\.name) == ["username", "password"])
    // With a content type and no body the agent hangs.
    #expect(contract[.end]?.body == AgentContracts.Operation.Body.none)
    let start = try #require(contract[.start]?.body.json?["json"])
    #expect(Set(start.members.map(\.name)) == ["customer_data", "program_type"])
    #expect(start.at("/customer_data/goals") == "{customer.goals}", "an object, not a list")
    #expect(start.at("/customer_data/age") == "{customer.age}")
  }

  @Test func theRateLimitIsTheOnlyAnswerThatIsASign() throws {
    let signs = contract.signs
    for answer in try Answer.all() {
      let codes = signs.filter { sign in
        sign.status == answer.status && sign.value.map { answer.body[$0.pointer] == $0.equals } ?? true
      }.map(\.code)
      #expect(codes == (answer.name == "over the rate limit" ? ["rateLimit"] : []), "\(answer.name)")
    }
  }

  @Test func whatTheAgentLacksIsMissing() {
    #expect(
      contract.missing == [
        .tier, .roi, .summary, .update, .failingDependency, .fallback, .metrics, .connections, .breakers, .cacheStats,
      ])
    #expect(!contract.needsLogIn, "conversations are open to all")
    #expect(contract.operations.filter { $0.authorization == .never }.map(\.key) == [.login, .refresh, .health])
    #expect(contract.tiers == ["essential", "pro", "elite", "prime_premium", "longevity_premium"])
  }
}
