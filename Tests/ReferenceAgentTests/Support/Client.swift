import AgentContracts
import Foundation
import LoadEngine
import Testing

@testable import ReferenceAgent

/// An answer with its body read back by Foundation, so that the agent's own writer is not its own judge.
struct Answer: @unchecked Sendable {  // The JSON objects are never changed.
  var status: Int
  var headers: [(String, String)]
  var body: [String: Any]
  var bytes: [UInt8]

  subscript(key: String) -> Any? { body[key] }
  /// As a value that can be held against another.
  var json: JSON { get throws { try JSONDecoder().decode(JSON.self, from: Data(bytes)) } }
  func header(_ name: String) -> String? { headers.first { $0.0 == name }?.1 }
  var error: [String: Any] { body["error"] as? [String: Any] ?? [:] }
  var code: String? { error["code"] as? String }
  var field: String? { (error["details"] as? [String: Any])?["field"] as? String }
}

/// Calls an agent without sockets, logged in where the contract asks for that.
struct Client: Sendable {
  static let credentials = AgentCredentials(email: "ana@example.com", password: "secreto")

  let agent: ReferenceAgent
  let clock: ManualClock
  var token: String?

  /// An agent whose work takes no time.
  static func make(_ configure: (inout AgentConfiguration) -> Void = { _ in }) async throws -> Client {
    var configuration = AgentConfiguration(serviceTimes: .none, credentials: credentials)
    configure(&configuration)
    let clock = ManualClock()
    var client = Client(agent: ReferenceAgent(configuration: configuration, clock: clock), clock: clock)
    if configuration.contract.needsLogIn { client.token = try await client.logIn() }
    return client
  }

  /// An agent that answers as the deployed one does.
  static func deployed(_ configure: (inout AgentConfiguration) -> Void = { _ in }) async throws -> Client {
    try await make {
      $0.contract = .v09
      configure(&$0)
    }
  }

  func logIn() async throws -> String {
    let answer = try await send("POST", "/auth/login", #"{"email":"ana@example.com","password":"secreto"}"#)
    return try #require(answer["access_token"] as? String)
  }

  func send(
    _ method: String, _ path: String, _ body: String = "", requestID: String? = nil,
    headers more: [(String, String)] = []
  ) async throws -> Answer {
    let headers =
      [("Authorization", token.map { "Bearer \($0)" }), ("X-Request-ID", requestID)] + more.map { ($0, $1) }
    let reply = await agent.answer(
      HTTPRequest(
        method: method, target: path,
        headers: HTTPHeaders(headers.compactMap { name, value in value.map { (name, $0) } }),
        body: Array(body.utf8), keepAlive: true))
    let body = try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: Any]
    return Answer(status: reply.status, headers: reply.headers, body: try #require(body), bytes: reply.body)
  }

  static func startBody(customer: String = "", program: String = "PRIME") -> String {
    """
    {"customer_data":{"name":"María-José O'Neill","email":"mj@example.com","age":38\(customer)},
     "program_type":"\(program)","channel":"web","metadata":{"source":"test","test_id":"1"}}
    """
  }

  func start(customer: String = "", program: String = "PRIME") async throws -> String {
    let answer = try await send("POST", "/conversation/start", Self.startBody(customer: customer, program: program))
    return try #require(answer["conversation_id"] as? String)
  }

  func say(_ text: String, in id: String) async throws -> Answer {
    let quoted = String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
    return try await send("POST", "/conversation/\(id)/message", #"{"message":\#(quoted),"metadata":{}}"#)
  }
}
