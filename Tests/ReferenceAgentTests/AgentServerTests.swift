import Foundation
import LoadEngine
import Testing

@testable import ReferenceAgent

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite("The agent behind a port")
struct AgentServerTests {
  @Test(.timeLimit(.minutes(1))) func `Stops with requests asleep in it`() async throws {
    let loops = try EventLoop.start(1, name: "agent")
    var configuration = AgentConfiguration(credentials: Client.credentials)
    configuration.faults.extraDelay = .seconds(600)
    let server = try await AgentServer.start(configuration: configuration, loops: loops)
    let url = try #require(URL(string: "http://127.0.0.1:\(server.port)/health"))
    let call = Task { try await URLSession.shared.data(from: url).0 }
    while server.agent.traffic.withLock({ $0.inFlight }) == 0 { try await Task.sleep(for: .milliseconds(10)) }
    await server.stop()
    #expect(server.agent.traffic.withLock { $0.inFlight } == 0)
    await #expect(throws: URLError.self) { _ = try await call.value }
    for loop in loops { await loop.shutDown() }
  }

  @Test func `Answers over HTTP, counts its connections and stops`() async throws {
    let loops = try EventLoop.start(1, name: "agent")
    let server = try await AgentServer.start(
      configuration: AgentConfiguration(credentials: Client.credentials), loops: loops)
    for expected in ["\"healthy\"", "CONVERSATION_NOT_FOUND"] {
      var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(server.port)/health")))
      if expected != "\"healthy\"" {
        let login = await server.agent.answer(
          AgentRequest(
            method: "POST", path: "/auth/login", body: Array(#"{"email":"ana@example.com","password":"secreto"}"#.utf8))
        )
        let token = try #require(
          (try JSONSerialization.jsonObject(with: Data(login.body)) as? [String: Any])?["access_token"] as? String)
        request.url = URL(string: "http://127.0.0.1:\(server.port)/conversation/none/message")
        request.httpMethod = "POST"
        request.httpBody = Data(#"{"message":"hola"}"#.utf8)
        request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
      }
      let (body, _) = try await URLSession.shared.data(for: request)
      #expect(String(decoding: body, as: UTF8.self).contains(expected))
    }
    #expect(server.agent.answeredRequests == [.health: 1, .login: 1, .message: 1])
    #expect(await server.openConnections() >= 1)
    await server.stop()
    #expect(await server.openConnections() == 0)
    for loop in loops { await loop.shutDown() }
  }
}
