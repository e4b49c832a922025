import TestSupport
import Testing

@testable import AgentContracts

/// Documents that generators make while the test runs, of APIs that there are not: other names, nested answers, ids in
/// other places than the deployed agent's.
@Suite("Import of documents that generators make")
struct GeneratedImportTests {
  private static func imported(_ program: String) async throws -> (contract: AgentContract, gaps: [String]) {
    let document = try JSON(text: try await PythonOracle.run(try Fixture.text(program)))
    let (contract, gaps) = try OpenAPIImport(document: document).result
    return (contract, gaps.map(\.description))
  }

  private func requests(_ contract: AgentContract) -> [String] {
    contract.operations.map { "\($0.key.rawValue) \($0.method) \($0.path.source)" }
  }

  @Test(.enabled { await PythonOracle.mayAsk("apispec, marshmallow") }) func apispec() async throws {
    let (contract, gaps) = try await Self.imported("apispec-agent.py")
    #expect(contract.name == "Chats made up")
    #expect(
      requests(contract) == [
        "login POST /desk/v2/accounts/sign-in", "refresh POST /desk/v2/accounts/refresh", "start POST /desk/v2/chats",
        "message PUT /desk/v2/chats/{conversation.id}/utterances?mode=fast", "health GET /desk/v2/ping",
        "end POST /desk/v2/chats/{conversation.id}/close", "summary GET /desk/v2/chats/{conversation.id}",
        "update PATCH /desk/v2/chats/{conversation.id}",
        "unknownConversation PUT /desk/v2/chats/{unknown.id}/utterances?mode=fast",
      ])
    #expect(contract.token == AgentContract.TokenHeader(name: "X-Desk-Token", scheme: ""))

    let login = try #require(contract[.login])
    #expect(login.body == .form([.init("username", "{account.email}"), .init("password", "{account.password}")]))
    #expect(
      login.values == [
        .token: "/data/access_token", .refreshToken: "/data/refresh_token", .tokenLifetime: "/data/expires_in",
      ])
    #expect(contract[.refresh]?.body == .json(["refresh_token": "{token.refresh}"]))

    let start = try #require(contract[.start])
    #expect(start.statuses == [201] && start.authorization == .required)
    #expect(start.values == [.conversationID: "/chat_id", .phase: "/stage"])
    #expect(
      start.body
        == .json([
          "customer": [
            "first_name": "{customer.givenName}", "last_name": "{customer.surnames}", "email": "{customer.email}",
            "age": "{customer.age}",
            "goals": ["primary": "{customer.goals.primary}", "secondary": "{customer.goals.secondary}"],
          ],
          "program": "{customer.program}", "channel": "web", "segment": "load-test",
        ]), "without the partner, who would have one in turn")

    let message = try #require(contract[.message])
    #expect(message.body == .json(["text": "{message.text}", "turn": "{message.number}"]))
    #expect(message.headers == [.init("X-Request-ID", "{uuid}")])
    #expect(message.values == [.text: "/reply", .phase: "/stage", .tier: "/tier"])
    #expect(message.checks == [.value("empty reply", at: "/reply", .longerThan(0))])
    #expect(contract[.health]?.checks == [.value("status is not ok", at: "/status", .equals("ok"))])
    #expect(contract[.end]?.statuses == [204] && contract[.end]?.body == AgentContracts.Operation.Body.none)

    #expect(contract.tiers == ["basic", "gold"])
    #expect(contract.phases.map(\.name) == ["welcome", "discovery", "proposal", "objections", "close"])
    #expect(
      contract.phases.map(\.texts) == ["greeting", "exploration", "presentation", "objection_handling", "closing"])
    #expect(
      contract.valueRules == [
        .known(.customerGivenName): ValueRule(length: 2...40),
        .known(.customerSurnames): ValueRule(alphabet: "a-zA-ZáéíóúñÑ .-", length: 1...60),
        .known(.messageText): ValueRule(length: 1...500),
      ])
    #expect(
      gaps.contains("start, body /segment: missing: an example, a default or a list of values. Instead: \"load-test\".")
    )
    #expect(!gaps.contains { $0.hasPrefix("login") || $0.hasPrefix("message") || $0.hasPrefix("end") })
  }

  @Test(.enabled { await PythonOracle.mayAsk("rest_framework, drf_spectacular") }) func drfSpectacular() async throws {
    let (contract, gaps) = try await Self.imported("spectacular-agent.py")
    #expect(contract.name == "Sessions made up")
    #expect(
      requests(contract) == [
        "login POST /api/v1/auth/login/", "start POST /api/v1/sessions/",
        "message POST /api/v1/sessions/{conversation.id}/ask/", "roi POST /api/v1/roi/",
        "analytics GET /api/v1/sessions/{conversation.id}/insights/", "health GET /healthz/",
        "end POST /api/v1/sessions/{conversation.id}/finish/",
        "unknownConversation POST /api/v1/sessions/{unknown.id}/ask/",
      ])
    #expect(contract.token == AgentContract.TokenHeader(name: "Authorization", scheme: "Token"))
    let login = try #require(contract[.login])
    #expect(login.body == .json(["email": "{account.email}", "password": "{account.password}"]))
    #expect(login.values == [.token: "/token"])

    let start = try #require(contract[.start])
    #expect(start.statuses == [201] && start.values == [.conversationID: "/id"])
    #expect(
      start.body
        == .json([
          "full_name": "{customer.name}", "phone": "{customer.phone}", "age": "{customer.age}",
          "budget": "{customer.budget}", "goals": "{customer.goals.all}", "newsletter": false, "note": "un {{saludo}}",
        ]), "values of the suite before the example's, the example's before none")
    let message = try #require(contract[.message])
    #expect(message.body == .json(["question": "{message.text}"]))
    #expect(message.values == [.text: "/message/content", .fallback: "/message/degraded"])
    #expect(contract[.roi]?.values == [.roiPercentage: "/projected_roi_percentage", .roiConfidence: "/confidence"])
    #expect(contract[.roi]?.body == .json(["age": "{customer.age}", "occupation": "{customer.occupation}"]))
    #expect(contract.valueRules[.known(.customerName)] == ValueRule(length: 3...80))
    #expect(
      gaps.contains(
        "start, body /age: missing: customers of the ages that are allowed. Instead: all from 25 to 70 years are sent.")
    )
    #expect(
      gaps.contains(
        "login, answer: missing: how long the token lives. Instead: it is not renewed before a call is refused."))
  }
}
