import Foundation
import LoadEngine
import Testing

@testable import ReferenceAgent

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite("The agent behind a port")
struct AgentServerTests {
  @Test(.timeLimit(.minutes(1)), arguments: [true, false])
  func `Stops with requests asleep in it`(clientStays: Bool) async throws {
    let loops = try EventLoop.start(1, name: "agent")
    var configuration = AgentConfiguration(credentials: Client.credentials)
    configuration.faults.extraDelay = .seconds(600)
    let server = try await AgentServer.start(configuration: configuration, loops: loops)
    let url = try #require(URL(string: "http://127.0.0.1:\(server.port)/health"))
    let call = Task { try await URLSession.shared.data(from: url).0 }
    while server.agent.traffic.withLock({ $0.inFlight }) == 0 { try await Task.sleep(for: .milliseconds(10)) }
    if !clientStays {
      call.cancel()
      while await server.agent.activeConnections() > 0 { try await Task.sleep(for: .milliseconds(10)) }
    }
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
          HTTPRequest(
            method: "POST", target: "/auth/login", headers: HTTPHeaders(),
            body: Array(#"{"email":"ana@example.com","password":"secreto"}"#.utf8), keepAlive: true))
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
    #expect(server.agent.answeredRequests == [.operation(.health): 1, .operation(.login): 1, .operation(.message): 1])
    #expect(await server.agent.activeConnections() >= 1)
    await server.stop()
    #expect(await server.agent.activeConnections() == 0)
    for loop in loops { await loop.shutDown() }
  }

  /// On the loop's own stack, which is smaller than that of a test: a decoder of dictionaries overflowed it.
  @Test(arguments: ["{\"a\":", "["])
  func `A body nested as deep as Foundation reads it is answered`(open: String) async throws {
    let loops = try EventLoop.start(1, name: "agent")
    let client = try await Client.make()
    let depth = 500
    let body =
      String(repeating: open, count: depth) + "1" + String(repeating: open == "[" ? "]" : "}", count: depth)
    let answer = try await Task(executorPreference: loops[0]) {
      try await client.send("POST", "/conversation/force-fallback", "{\"x\":\(body)}")
    }.value
    #expect(answer.status == 200)
    for loop in loops { await loop.shutDown() }
  }

  @Test func `A body that no route would read is not waited for`() async throws {
    let loops = try EventLoop.start(1, name: "agent")
    let server = try await AgentServer.start(
      configuration: AgentConfiguration(credentials: Client.credentials), loops: loops)
    var request: [UInt8] = []
    try RequestHead(method: "POST", target: "/conversation/start", host: "agent")
      .write(body: [UInt8](repeating: 0, count: 300_000), into: &request)
    let bytes = request
    let addresses = try await Resolver.resolve(host: "127.0.0.1", port: server.port)
    let outcome = await Task(executorPreference: loops[0]) {
      let connection = HTTPConnection(to: addresses, on: loops[0])
      defer { connection.close() }
      return await connection.call(bytes, deadline: .now + .seconds(10))
    }.value
    switch outcome.result {
    case .success(let response): #expect(response.status == 413)
    // The connection may be reset before the answer is read, since the rest of the body is not.
    case .failure(let error): #expect(error == .reset)
    }
    #expect(server.agent.answeredRequests.isEmpty)
    await server.stop()
    for loop in loops { await loop.shutDown() }
  }
}
