import Testing

@testable import AgentContracts

@Suite("Import of the deployed agent's document")
struct DeployedImportTests {
  private static func imported() throws -> (contract: AgentContract, gaps: [Gap]) {
    try OpenAPIImport(document: try Fixture.json("v0.9-openapi.json")).result
  }

  @Test(arguments: [OperationKey.login, .refresh, .start, .message, .analytics, .health, .end, .unknownConversation])
  func anOperationHasTheRouteThatIsKnown(key: OperationKey) throws {
    let (made, known) = (try #require(try Self.imported().contract[key]), try #require(AgentContract.v09[key]))
    #expect(made.method == known.method)
    #expect(made.path == known.path)
    #expect(made.body == known.body)
    #expect(made.authorization == known.authorization)
    #expect(made.statuses == known.statuses)
    #expect(made.label == known.label)
  }

  @Test func ofTwoLogInsTheOneWithAFormIsTaken() throws {
    let login = try #require(try Self.imported().contract[.login])
    #expect(login.body == .form([.init("username", "{account.email}"), .init("password", "{account.password}")]))
    #expect(login.authorization == .never)
  }

  /// Whatever is not as `v0.9` has it is said, by the operation.
  @Test func whatDiffersIsAGap() throws {
    let (contract, gaps) = try Self.imported()
    let open = Set(gaps.map(\.operation))
    for key in OperationKey.allCases where contract[key] != AgentContract.v09[key] {
      #expect(open.contains(contract[key]?.label ?? key.usualLabel), "\(key)")
    }
    #expect(contract[.end] == AgentContract.v09[.end], "and what does not differ is the same")
    #expect(contract.valueRules != AgentContract.v09.valueRules)
    #expect(gaps.contains { $0.operation == "contract" && $0.place == "values" })
  }

  @Test func gapsNamePlaceWhatIsMissingAndWhatStandsInstead() throws {
    let gaps = try Self.imported().gaps.map(\.description)
    for gap in [
      "login, answer: missing: where the token is. Instead: /access_token and /expires_in, as OAuth 2 has them.",
      "start, body /customer_data: missing: values of the suite for id, gender, fitness_metrics, lifestyle, "
        + "interaction_history, created_at, updated_at. Instead: they are left out, being optional.",
      "message, answer /ml_insights: missing: what is in it. Instead: none of it is looked at.",
      "message, route: missing: a reason against POST /api/v1/conversations/{conversation_id}/messages, which fits as well. "
        + "Instead: POST /conversations/{conversation_id}/message is taken.",
      "tier, route: missing: a route that fits. Instead: users skip it.",
      "unknown conversation, status: missing: what an unknown conversation is answered with. Instead: 404 is expected.",
      "contract, values: missing: the alphabet and length of customer.name, message.text. Instead: what is drawn is sent "
        + "as it is.",
    ] {
      #expect(gaps.contains(gap), "\(gap)")
    }
    #expect(Set(gaps).count == gaps.count, "each once")
    #expect(!gaps.contains { $0.contains("\n") })
  }

  @Test func whatTheAgentLacksIsNotMadeUp() throws {
    let contract = try Self.imported().contract
    for key in [OperationKey.tier, .roi, .update, .failingDependency, .fallback, .metrics, .connections, .breakers] {
      #expect(!contract.has(key), "\(key)")
    }
    #expect(contract[.cacheStats]?.path == "/api/v1/cache/stats", "as published, for an administrator")
    #expect(!contract.needsLogIn)
  }

  @Test func itIsReadBackAsItIsWritten() throws {
    let contract = try Self.imported().contract
    #expect(try AgentContract(parsing: Array(contract.json.pretty.utf8)) == contract)
    #expect(
      try OpenAPIImport(document: try Fixture.json("v0.9-openapi.json"), name: "mine").result.contract.name == "mine")
  }
}
