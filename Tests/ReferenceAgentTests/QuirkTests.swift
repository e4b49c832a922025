import AgentContracts
import Foundation
import LoadEngine
import Testing

@testable import ReferenceAgent

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite("Quirks of the deployed agent, each a switch")
struct QuirkTests {
  private static let contracts = [AgentContract.documented, .v09]

  /// Waits for a state; the test's time limit ends it when that does not come.
  private func until(_ condition: () -> Bool) async throws {
    while !condition() {
      try Task.checkCancellation()
      await Task.yield()
    }
  }

  @Test(arguments: contracts)
  func `None is on unless asked for`(contract: AgentContract) async throws {
    let client = try await Client.make { $0.contract = contract }
    #expect(client.agent.quirks.isEmpty)
    for _ in 0..<100 { #expect(try await client.send("GET", "/health").status == 200) }
    let path = contract == .v09 ? "/conversations/start" : "/conversation/start"
    #expect(try await client.send("POST", path, "{").status == (contract == .v09 ? 422 : 400))
  }

  @Test(arguments: contracts)
  func `A POST without a token against forgery is refused`(contract: AgentContract) async throws {
    let client = try await Client.make { $0.contract = contract }
    client.agent.quirks = .csrf
    let (path, body) =
      contract == .v09
      ? ("/conversations/start", Client.deployedStart()) : ("/conversation/start", Client.startBody())
    for headers in [[], [("X-CSRF-Token", "")]] {
      let refused = try await client.send("POST", path, body, headers: headers)
      #expect(refused.status == 500)
      #expect(refused.code == "UNKNOWN_ERROR")
    }
    #expect(try await client.send("POST", path, body, headers: [("X-CSRF-Token", "x")]).status == 200)
    #expect(try await client.send("GET", "/health").status == 200)
    client.agent.quirks = []
    #expect(try await client.send("POST", path, body).status == 200)
  }

  @Test(.timeLimit(.minutes(1)))
  func `A rejected body gets no answer, holds no place, and others go on`() async throws {
    let client = try await Client.deployed {
      $0.quirks = .hangs
      $0.parallelism = 1
      $0.queueLimit = 0
    }
    let id = try await client.startDeployed()
    let path = "/conversations/\(id)/message"
    let calls = [
      (path, "{"), (path, #"{"message":"<script>alert(1)</script>"}"#), (path, #"{"message":"x'; DROP TABLE users"}"#),
      ("/conversations/start", #"{"customer_data":{"x":["' OR '1'='1"]}}"#), ("/conversations/\(id)/end", ""),
    ].map { path, body in Task { try await client.send("POST", path, body, headers: [Client.json]).status } }
    try await until { client.agent.hangingRequests == calls.count }
    #expect(client.agent.gate.load == (0, 0))
    #expect(try await client.sayDeployed("Hola", in: id).status == 200)
    #expect(try await client.send("POST", "/conversations/\(id)/end").status == 200)
    #expect(try await client.send("POST", "/conversations/\(id)/end", "{}", headers: [Client.json]).status == 200)
    for call in calls {
      call.cancel()
      #expect(try await call.value == 499)
    }
    #expect(client.agent.hangingRequests == 0)
  }

  @Test(.timeLimit(.minutes(1)))
  func `A caller waits in vain until the agent stops`() async throws {
    let loops = try EventLoop.start(1, name: "agent")
    var configuration = AgentConfiguration(credentials: Client.credentials)
    configuration.contract = .v09
    configuration.quirks = .hangs
    let server = try await AgentServer.start(configuration: configuration, loops: loops)
    var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(server.port)/conversations/x/message")))
    request.httpMethod = "POST"
    request.httpBody = Data("{".utf8)
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    let call = Task { [request] in try await URLSession.shared.data(for: request).0 }
    while server.agent.hangingRequests == 0 { try await Task.sleep(for: .milliseconds(10)) }
    await server.stop()
    #expect(server.agent.hangingRequests == 0)
    await #expect(throws: URLError.self) { _ = try await call.value }
    for loop in loops { await loop.shutDown() }
  }

  @Test(.timeLimit(.minutes(1)))
  func `One hanging request too many ends the oldest`() async throws {
    let hanging = HangingRequests(limit: 2)
    var calls: [Task<Void, any Error>] = []
    for number in 1...3 {
      calls.append(Task { try await hanging.wait() })
      if number < 3 { try await until { hanging.count == number } }
    }
    await #expect(throws: AgentFailure.self) { try await calls[0].value }
    #expect(hanging.count == 2)
    for call in calls[1...] {
      call.cancel()
      await #expect(throws: CancellationError.self) { try await call.value }
    }
    let late = Task {
      while !Task.isCancelled { await Task.yield() }
      try await hanging.wait()
    }
    late.cancel()
    await #expect(throws: CancellationError.self) { try await late.value }
    #expect(hanging.count == 0)
  }

  @Test(arguments: [
    (#"{"message":"Hola, ¿qué tal? Me llamo Ana O'Hara."}"#, "application/json", false),
    ("", nil, false), ("", "application/json", true), ("", "text/plain", false), ("{}", "application/json", false),
    ("{", "application/json; charset=utf-8", true), ("{", nil, true),
    ("username=<script>", "application/x-www-form-urlencoded", false),
    (#"{"a":{"b":["<SCRIPT>"]}}"#, "application/json", true), (#"{"drop table x":1}"#, "application/json", true),
    (#"{"a":"quiero un plan or 1 más"}"#, "application/json", false),
    ("{\"a\":\"\(String(repeating: "ñ", count: 5000))\"}", "application/json", false),
    ("{\"a\":\"\(String(repeating: "ñ", count: 5001))\"}", "application/json", true),
  ])
  func `What is rejected`(body: String, type: String?, rejected: Bool) {
    #expect(RejectedBody.rejects(Array(body.utf8), contentType: type) == rejected)
  }
}
