import AgentContracts
import Foundation
import Testing

@testable import ReferenceAgent

@Suite("Answers have the shapes of the deployed agent's")
struct DeployedAnswersTests {
  /// By the name of the operation.
  private static func taken() throws -> [String: (status: Int, body: JSON)] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/v0.9-answers.json")
    guard case .array(let answers) = try JSONDecoder().decode(JSON.self, from: Data(contentsOf: file)) else {
      return [:]
    }
    var taken: [String: (Int, JSON)] = [:]
    for answer in answers {
      guard case .string(let name)? = answer["operation"], case .integer(let status)? = answer["status"] else {
        continue
      }
      taken[name] = (status, try #require(answer["body"]))
    }
    return taken
  }

  /// Makes each of the calls that answers were taken of.
  private static func made() async throws -> [String: Answer] {
    let client = try await Client.deployed()
    let id = try await client.startDeployed()
    let token = try await client.logInDeployed().data("refresh_token")
    let limited = try await Client.deployed {
      $0.quirks = .rateLimit
      $0.rateLimits.perMinute = 1
    }
    _ = try await limited.send("GET", "/health")
    return [
      "start": try await client.send("POST", "/conversations/start", Client.deployedStart()),
      "message, early": try await client.sayDeployed("Duermo mal desde hace meses", in: id),
      "message, about the price": try await client.sayDeployed("¿Cuánto cuesta? Me parece caro", in: id),
      "message, unknown conversation": try await client.sayDeployed("Hola", in: "unknown-abc"),
      "end": try await client.send("POST", "/conversations/\(id)/end"),
      "analytics": try await client.send("GET", "/analytics/conversation/\(id)"),
      "health": try await client.send("GET", "/health"),
      "login": try await client.logInDeployed(),
      "login, wrong password": try await client.logInDeployed("username=ana%40example.com&password=x"),
      "login sent as JSON": try await client.send(
        "POST", "/auth/login", #"{"username":"ana@example.com","password":"secreto"}"#, headers: [Client.json]),
      "refresh": try await client.refresh(token),
      "start with a name that is refused": try await client.send(
        "POST", "/conversations/start", Client.deployedStart(name: "Jürgen")),
      "over the rate limit": try await limited.send("GET", "/health"),
    ]
  }

  @Test func `Keys and types of every answer that was taken`() async throws {
    let taken = try Self.taken()
    let made = try await Self.made()
    for (name, answer) in made {
      let model = try #require(taken[name], "\(name)")
      #expect(answer.status == model.status, "\(name)")
      #expect(Shape.differences(try answer.json, from: model.body) == [], "\(name)")
    }
    // Not served as published, so not here.
    #expect(Set(taken.keys).subtracting(made.keys) == ["metrics"])
  }

  @Test func `The refused name is refused in the deployed agent's words`() async throws {
    let answer = try await Self.made()["start with a name that is refused"]?.json
    #expect(answer == (try Self.taken()["start with a name that is refused"]?.body))
  }

  @Test func `What the contract looks for is found`() async throws {
    let made = try await Self.made()
    for (name, key) in [
      ("start", OperationKey.start), ("message, about the price", .message), ("health", .health), ("login", .login),
      ("refresh", .refresh), ("end", .end),
    ] {
      let answer = try #require(made[name]).json
      for (value, pointer) in try #require(AgentContract.v09[key]).values {
        #expect(answer[pointer] != nil, "\(name): \(value)")
      }
    }
  }
}
