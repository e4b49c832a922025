import AgentContracts
import Foundation
import Testing

@testable import ReferenceAgent

/// The deployed agent's operations, as bytes of the tests' own.
extension Client {
  static let form = ("Content-Type", "application/x-www-form-urlencoded")
  static let json = ("Content-Type", "application/json")

  static func deployedStart(
    name: String = "María-José Núñez", age: String = "38", goals: String = #"{"primary":"energía"}"#,
    program: String = #""PRIME""#
  ) -> String {
    """
    {"customer_data":{"name":"\(name)","email":"mj@example.com","age":\(age),"occupation":"Abogada","goals":\(goals)},
     "program_type":\(program)}
    """
  }

  func startDeployed(name: String = "María-José Núñez") async throws -> String {
    let answer = try await send("POST", "/conversations/start", Self.deployedStart(name: name))
    return try #require(answer["conversation_id"] as? String)
  }

  func sayDeployed(_ text: String, in id: String) async throws -> Answer {
    let quoted = String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
    return try await send("POST", "/conversations/\(id)/message", #"{"message":\#(quoted)}"#)
  }

  func logInDeployed(_ fields: String = "username=ana%40example.com&password=secreto") async throws -> Answer {
    try await send("POST", "/auth/login", fields, headers: [Self.form])
  }

  func refresh(_ token: String) async throws -> Answer {
    try await send("POST", "/auth/refresh", #"{"refresh_token":"\#(token)"}"#)
  }
}

extension Answer {
  /// A member of `data`, where the deployed agent has its tokens.
  func data(_ key: String) throws -> String {
    try #require((self["data"] as? [String: Any])?[key] as? String)
  }

  func insights(_ key: String) -> Any? { (self["ml_insights"] as? [String: Any])?[key] }
}
