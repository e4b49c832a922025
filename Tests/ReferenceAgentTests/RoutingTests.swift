import AgentContracts
import Foundation
import Testing

@testable import ReferenceAgent

@Suite("Routes are built from the contract")
struct RoutingTests {
  private struct Call {
    let key: OperationKey
    let method: String
    let path: String
    var body = ""
    var headers: [(String, String)] = []
  }

  private static let documented = [
    Call(key: .login, method: "POST", path: "/auth/login", body: #"{"email":"ana@example.com","password":"secreto"}"#),
    Call(key: .start, method: "POST", path: "/conversation/start", body: Client.startBody()),
    Call(key: .message, method: "POST", path: "/conversation/ID/message", body: #"{"message":"Hola"}"#),
    Call(key: .tier, method: "GET", path: "/conversation/ID/tier"),
    Call(
      key: .roi, method: "POST", path: "/predictive/roi-projection",
      body: #"{"customer_profile":{"age":30,"occupation":"x","goals":["a"]},"program_type":"PRIME"}"#),
    Call(key: .analytics, method: "GET", path: "/analytics/conversation/ID"),
    Call(key: .health, method: "GET", path: "/health"),
    Call(key: .end, method: "POST", path: "/conversation/ID/end"),
    Call(key: .summary, method: "GET", path: "/conversation/ID/summary"),
    Call(key: .update, method: "PUT", path: "/conversation/ID/update", body: #"{"metadata":{"note":"x"}}"#),
    Call(key: .unknownConversation, method: "POST", path: "/conversation/none/message", body: #"{"message":"Hola"}"#),
    Call(key: .failingDependency, method: "POST", path: "/conversation/timeout-test", body: #"{"delay":0}"#),
    Call(key: .fallback, method: "POST", path: "/conversation/force-fallback", body: #"{"test_fallback":true}"#),
    Call(key: .metrics, method: "GET", path: "/metrics"),
    Call(key: .connections, method: "GET", path: "/metrics/connections"),
    Call(key: .breakers, method: "GET", path: "/metrics/circuit-breakers"),
    Call(key: .cacheStats, method: "GET", path: "/cache/stats"),
  ]

  private static let deployed = [
    Call(
      key: .login, method: "POST", path: "/auth/login", body: "username=ana%40example.com&password=secreto",
      headers: [Client.form]),
    Call(key: .refresh, method: "POST", path: "/auth/refresh", body: #"{"refresh_token":"TOKEN"}"#),
    Call(key: .start, method: "POST", path: "/conversations/start", body: Client.deployedStart()),
    Call(key: .message, method: "POST", path: "/conversations/ID/message", body: #"{"message":"Hola"}"#),
    Call(key: .analytics, method: "GET", path: "/analytics/conversation/ID"),
    Call(key: .health, method: "GET", path: "/health"),
    Call(key: .end, method: "POST", path: "/conversations/ID/end"),
    Call(key: .unknownConversation, method: "POST", path: "/conversations/none/message", body: #"{"message":"Hola"}"#),
  ]

  @Test(arguments: [(AgentContract.documented, documented), (.v09, deployed)])
  private func `Each operation is answered as the contract says`(contract: AgentContract, calls: [Call]) async throws {
    let client = try await Client.make {
      $0.contract = contract
      $0.breaker.failures = 1
    }
    let isDeployed = contract == .v09
    let id = isDeployed ? try await client.startDeployed() : try await client.start()
    let refreshToken = isDeployed ? try await client.logInDeployed().data("refresh_token") : ""
    if !isDeployed {
      // Opens the breaker, for what the contract expects of a dependency that fails.
      #expect(try await client.send("POST", "/conversation/timeout-test", #"{"delay":0}"#).status == 504)
    }
    for call in calls {
      let answer = try await client.send(
        call.method, call.path.replacing("ID", with: id), call.body.replacing("TOKEN", with: refreshToken),
        headers: call.headers)
      let statuses = try #require(contract[call.key]?.statuses, "\(call.key)")
      #expect(statuses.contains(answer.status), "\(call.key): \(answer.status)")
    }
    #expect(Set(calls.map(\.key)) == Set(contract.operations.map(\.key)))
    #expect(client.agent.answeredRequests[.other] == nil)
    #expect(client.agent.answeredRequests[.message] == 2)
  }

  @Test(arguments: [
    ("GET", "/conversations/x/tier", 404), ("POST", "/predictive/roi-projection", 404),
    ("GET", "/conversations/x/summary", 404), ("PUT", "/conversations/x/update", 404),
    ("POST", "/conversation/start", 404), ("POST", "/conversation/x/message", 404),
    ("POST", "/conversation/timeout-test", 404), ("GET", "/metrics", 404), ("GET", "/metrics/connections", 404),
    ("GET", "/metrics/circuit-breakers", 404), ("GET", "/cache/stats", 404),
    ("POST", "/conversations/timeout-test", 405), ("POST", "/conversations/force-fallback", 405),
    ("GET", "/conversations/start", 404), ("GET", "/conversations/x/message", 405), ("GET", "/auth/refresh", 405),
    ("POST", "/conversations//message", 404), ("POST", "/conversations/x/end/", 404),
  ])
  func `What the deployed agent lacks`(method: String, path: String, status: Int) async throws {
    let answer = try await Client.deployed().send(method, path)
    #expect(answer.status == status)
    #expect(answer["success"] as? Bool == false)
    #expect((answer.header("Allow") != nil) == (status == 405))
  }

  @Test func `A contract with fewer operations has fewer routes`() async throws {
    let some = AgentContract.v09.operations.filter { [.start, .health].contains($0.key) }
    let client = try await Client.make { $0.contract = AgentContract(name: "v0.9", operations: some) }
    let id = try await client.startDeployed()
    #expect(try await client.sayDeployed("Hola", in: id).status == 404)
    #expect(try await client.send("GET", "/health").status == 200)
  }

  @Test func `More literal segments win, and an id is taken as it stands`() throws {
    let table = RouteTable(
      AgentContract(
        name: "made up",
        operations: [
          Operation(.tier, "GET", "/a/{conversation.id}/{tier}"),
          Operation(.summary, "GET", "/a/{conversation.id}/end"),
          Operation(.update, "PUT", "/a/last/{conversation.id}"),
          Operation(.end, "POST", "/a/x-{conversation.id}?b={uuid}"),
        ]), name: "test")
    func found(_ method: String, _ path: String) -> String {
      switch table.match(method: method, path: path) {
      case .endpoint(let endpoint, let id):
        if case .operation(let key) = endpoint.route { "\(key.rawValue) \(id)" } else { "\(endpoint.route)" }
      case .wrongMethod(let allowed): "only \(allowed)"
      case .unknown: "unknown"
      }
    }
    #expect(found("GET", "/a/1%2F2/b") == "tier 1%2F2")
    #expect(found("GET", "/a/last/end") == "summary last")
    #expect(found("PUT", "/a/last/end") == "update end")
    #expect(found("POST", "/a/x-7") == "end x-7")
    #expect(found("DELETE", "/a/last/end") == "only GET, PUT")
    for path in ["/a", "/a/", "/a//end", "/a/1/", "a/1/end", "/a/1/end/", "/b/1/end", "", "*", "/a/1/2/3/4/5/6/7/8/9"] {
      #expect(found("GET", path) == "unknown", "\(path)")
    }
  }

  @Test(arguments: [AgentContract.documented, .v09])
  func `The agent says what it serves, to anybody, and counts that as no load`(contract: AgentContract) async throws {
    var client = try await Client.make { $0.contract = contract }
    client.token = "wrong"
    let before = client.agent.answeredRequests.filter { !$0.key.isMonitoring }
    #expect(try await client.send("GET", "/")["contract"] as? String == contract.name)
    let document = try await client.send("GET", "/openapi.json").json
    #expect(document["openapi"] == "3.0.3")
    for operation in contract.operations {
      let path = operation.path.source
        .replacing("{conversation.id}", with: "{conversation_id}").replacing("{unknown.id}", with: "{conversation_id}")
      let item = document["paths"]?[path]?[operation.method.lowercased()]
      for status in operation.statuses { #expect(item?["responses"]?[String(status)] != nil, "\(operation.label)") }
    }
    #expect(client.agent.answeredRequests.filter { !$0.key.isMonitoring } == before)
    #expect(client.agent.answeredRequests[.description] == 2)
    #expect(try await client.send("POST", "/openapi.json").status == 405)
  }

  @Test func `The document has a body's members with their types`() async throws {
    let document = try await Client.deployed().send("GET", "/openapi.json").json
    let start = try #require(document["paths"]?["/conversations/start"]?["post"])
    let properties: JSONPointer = "/requestBody/content/application~1json/schema/properties/customer_data/properties"
    let schema = start[properties]
    #expect(schema?["name"]?["type"] == "string")
    #expect(schema?["age"]?["type"] == "integer")
    #expect(schema?["goals"]?["type"] == "object")
    let login = try #require(document["paths"]?["/auth/login"]?["post"])
    let required: JSONPointer = "/requestBody/content/application~1x-www-form-urlencoded/schema/required"
    #expect(login[required] == ["username", "password"])
    let message = try #require(document["paths"]?["/conversations/{conversation_id}/message"]?["post"])
    let parameter: JSONPointer = "/parameters/0/name"
    #expect(message[parameter] == "conversation_id")
  }
}
