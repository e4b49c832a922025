import Foundation
import LoadFixtures
import Testing

@Suite struct AgentContractTests {
  /// The table of the agent's contract, row by row: name, method, path, success, with login.
  static let table: [(String, String, String, [Int], Bool)] = [
    ("login", "POST", "/auth/login", [200], false),
    ("start", "POST", "/conversation/start", [200], true),
    ("message", "POST", "/conversation/{id}/message", [200], true),
    ("tier", "GET", "/conversation/{id}/tier", [200], true),
    ("roi", "POST", "/predictive/roi-projection", [200], true),
    ("analytics", "GET", "/analytics/conversation/{id}", [200], true),
    ("health", "GET", "/health", [200], false),
    ("end", "POST", "/conversation/{id}/end", [200], true),
    ("summary", "GET", "/conversation/{id}/summary", [200], true),
    ("update", "PUT", "/conversation/{id}/update", [200, 204], true),
    ("unknown conversation", "POST", "/conversation/{id}/message", [404], true),
    ("failing dependency", "POST", "/conversation/timeout-test", [503], true),
    ("fallback", "POST", "/conversation/force-fallback", [200], true),
    ("metrics", "GET", "/metrics", [200], true),
    ("connections", "GET", "/metrics/connections", [200], true),
    ("breakers", "GET", "/metrics/circuit-breakers", [200], true),
    ("cache stats", "GET", "/cache/stats", [200], true),
  ]

  @Test(arguments: table)
  func theDocumentedContractIsTheTable(
    name: String, method: String, path: String, success: [Int], authorized: Bool
  ) throws {
    let call = try #require(AgentCall(rawValue: name).flatMap { AgentContract.documented.calls[$0] })
    #expect(call == AgentContract.Call(method, path, success: success, authorized: authorized))
    #expect(call.method == method && call.path == path && call.success == success && call.authorized == authorized)
  }

  @Test func theDocumentedContractHasNothingBesideTheTable() {
    let contract = AgentContract.documented
    #expect(contract.name == "documented")
    #expect(AgentCall.allCases.map(\.rawValue) == Self.table.map(\.0))
    #expect(contract.calls.count == Self.table.count)
    #expect(contract.missing.isEmpty)
    #expect(contract.tiers == ["AGENTS ACCESS", "Hybrid Coaching"])
    #expect(contract.fields == .init(conversation: "conversation_id", answer: "response", token: "access_token"))
  }

  @Test(arguments: [
    ("abc-123", "/conversation/abc-123/tier"), ("a/b", "/conversation/a%2Fb/tier"),
    ("a../x?y#z", "/conversation/a..%2Fx%3Fy%23z/tier"), ("a b\r\n", "/conversation/a%20b%0D%0A/tier"),
    ("ñ%", "/conversation/%C3%B1%25/tier"), ("{id}", "/conversation/%7Bid%7D/tier"),
    ("a.b_c~d", "/conversation/a.b_c~d/tier"),
  ])
  func theConversationIsPercentEncoded(id: String, path: String) {
    #expect(AgentContract.documented.path(for: .tier, conversation: id) == path)
  }

  @Test func aPathNeedsItsCallAndItsConversation() {
    let contract = AgentContract(
      name: "small",
      calls: [.health: .init("GET", "/health"), .tier: .init("GET", "/{id}/x/{id}")], tiers: ["A"])
    #expect(contract.path(for: .health) == "/health")
    #expect(contract.path(for: .health, conversation: "1") == "/health")
    #expect(contract.path(for: .tier, conversation: "1") == "/1/x/1")
    #expect(contract.path(for: .tier) == nil)
    for id in ["", ".", "..", "../a", "a/..", "a\\..\\b", "../\u{301}a"] {
      #expect(contract.path(for: .tier, conversation: id) == nil)
    }
    #expect(contract.path(for: .message, conversation: "1") == nil)
    #expect(contract.has(.tier) && !contract.has(.message))
    #expect(contract.missing == AgentCall.allCases.filter { $0 != .health && $0 != .tier })
  }

  @Test func aContractSurvivesJSON() throws {
    let data = try JSONEncoder().encode(AgentContract.documented)
    let documented = AgentContract.documented
    // All but the rule of the tiers, which is not for files to give.
    #expect(
      try JSONDecoder().decode(AgentContract.self, from: data)
        == AgentContract(
          name: documented.name, calls: documented.calls, fields: documented.fields, tiers: documented.tiers))
    #expect(String(decoding: data, as: UTF8.self).contains("\"unknown conversation\":{"))
  }
}
