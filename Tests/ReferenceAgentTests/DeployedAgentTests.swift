import AgentContracts
import Foundation
import Testing

@testable import ReferenceAgent

@Suite("The deployed agent's ways")
struct DeployedAgentTests {
  @Test func `The phase is that of the last message and goes back`() async throws {
    let client = try await Client.deployed()
    let id = try await client.startDeployed()
    for (text, phase) in [
      ("Hola, buenas tardes", "greeting"), ("Me parece caro", "objection_handling"), ("Hola", "greeting"),
      ("¿Qué incluye el programa?", "presentation"), ("¿Hay algún descuento?", "negotiation"),
      ("Quiero inscribirme", "closing"), ("Vivo en Puebla", "exploration"),
    ] {
      #expect(try await client.sayDeployed(text, in: id)["phase"] as? String == phase, "\(text)")
    }
  }

  @Test func `A price is answered with a return of 500 %, nothing else with any`() async throws {
    let client = try await Client.deployed()
    let id = try await client.startDeployed()
    for text in ["¿Qué precio tiene?", "Es caro", "¿Cuánto CUESTA?"] {
      let roi = try await client.sayDeployed(text, in: id).insights("roi_calculation") as? [String: Any]
      #expect(roi?["projected_roi_percentage"] as? Double == 500)
    }
    #expect(try await client.sayDeployed("¿Cuánto tiempo dura?", in: id).insights("roi_calculation") == nil)
  }

  @Test func `No answer names a tier, and another text has another answer`() async throws {
    let client = try await Client.deployed()
    let id = try await client.startDeployed()
    var answers: Set<String> = []
    for number in 0..<20 {
      let answer = try await client.sayDeployed("Tengo \(number) años de experiencia", in: id)
      #expect(!String(decoding: answer.bytes, as: UTF8.self).lowercased().contains("tier"))
      answers.insert(try #require(answer["message"] as? String))
    }
    #expect(answers.count == 20)
  }

  @Test func `A closed conversation goes on answering`() async throws {
    let client = try await Client.deployed()
    let id = try await client.startDeployed()
    _ = try await client.sayDeployed("Me parece caro", in: id)
    for body in ["", "{}"] {
      let end = try await client.send("POST", "/conversations/\(id)/end", body)
      #expect(end["status"] as? String == "closed")
      #expect(end["phase"] as? String == "greeting")
    }
    #expect(try await client.sayDeployed("¿Sigue ahí?", in: id).status == 200)
    let analytics = try await client.send("GET", "/analytics/conversation/\(id)")
    #expect((analytics["basic_metrics"] as? [String: Any])?["user_messages"] as? Int == 2)
  }

  @Test func `An unknown conversation is 404, its analytics 500`() async throws {
    let client = try await Client.deployed()
    #expect(try await client.sayDeployed("Hola", in: "none").code == "NOT_FOUND")
    #expect(try await client.send("POST", "/conversations/none/end").code == "NOT_FOUND")
    let analytics = try await client.send("GET", "/analytics/conversation/none")
    #expect(analytics.status == 500)
    // The contract takes that code for the rate limit.
    #expect(analytics.code != "UNKNOWN_ERROR")
  }

  @Test(arguments: [
    ("", 404), ("  \n ", 404), ("a", 200), (String(repeating: "ñ", count: 4000), 200),
    (String(repeating: "ñ", count: 4001), 404),
  ])
  func `A message has 1 to 4000 characters, or is not found`(text: String, status: Int) async throws {
    let client = try await Client.deployed()
    let id = try await client.startDeployed()
    #expect(try await client.sayDeployed(text, in: id).status == status)
  }

  @Test(arguments: [
    ("José Ñúñez", 200), ("Dr. Íñigo-Ana", 200), ("Al", 200), (String(repeating: "a", count: 100), 200), ("A", 422),
    (String(repeating: "a", count: 101), 422), ("Güell", 422), ("Ana3", 422), ("François", 422),
  ])
  func `A name keeps to the alphabet`(name: String, status: Int) async throws {
    let answer = try await Client.deployed().send("POST", "/conversations/start", Client.deployedStart(name: name))
    #expect(answer.status == status)
  }

  @Test(arguments: [
    (Client.deployedStart(age: "18"), 200, nil), (Client.deployedStart(age: "120"), 200, nil),
    (Client.deployedStart(age: "17"), 422, "age"), (Client.deployedStart(age: "121"), 422, "age"),
    (Client.deployedStart(age: #""x""#), 422, "age"), (Client.deployedStart(goals: #"["a"]"#), 422, "goals"),
    (Client.deployedStart(goals: "null"), 422, "goals"), (Client.deployedStart(goals: #""a""#), 422, "goals"),
    (Client.deployedStart(goals: "{}"), 200, nil), (Client.deployedStart(program: #""LONGEVITY""#), 200, nil),
    (Client.deployedStart(program: #""BASIC""#), 500, nil),
    (#"{"customer_data":{"name":"Ana","email":"a@b.es"}}"#, 422, "age"),
    (#"{"customer_data":{"name":"Ana","email":"a@b.es","age":30}}"#, 200, nil),
  ])
  func `Starts are validated`(body: String, status: Int, field: String?) async throws {
    let answer = try await Client.deployed().send("POST", "/conversations/start", body)
    #expect(answer.status == status)
    if status == 500 { #expect(answer.code == "UNKNOWN_ERROR") }
    let errors = (answer.error["details"] as? [String: Any])?["errors"] as? [[String: Any]]
    #expect((errors?.first?["loc"] as? [String])?.last == field)
  }

  @Test func `An apostrophe passes, and then the conversation does not exist`() async throws {
    let client = try await Client.deployed()
    let id = try await client.startDeployed(name: "Ana O'Hara")
    for _ in 0..<2 { #expect(try await client.sayDeployed("Hola", in: id).code == "NOT_FOUND") }
    #expect(try await client.send("POST", "/conversations/\(id)/end").status == 404)
  }

  @Test(.timeLimit(.minutes(1))) func `Equal texts are answered at once, by whomever they are said`() async throws {
    let client = try await Client.deployed {
      $0.serviceTimes[.message] = ServiceTime(median: .milliseconds(400), sigma: 0)
      $0.textCacheCapacity = 2
    }
    let (first, second) = (try await client.startDeployed(), try await client.startDeployed())
    func sayAfterAWhile(_ text: String, in id: String) async throws -> Answer {
      let call = Task { try await client.sayDeployed(text, in: id) }
      await client.clock.untilAsleep(1)
      client.clock.advance(by: .milliseconds(400))
      return try await call.value
    }
    let answer = try await sayAfterAWhile("¿Qué tal?", in: first)["message"] as? String
    #expect(try await client.sayDeployed("  ¿Qué tal?\n", in: second)["message"] as? String == answer)
    #expect(client.agent.textCache == (1, 1))
    // Two more push it out.
    for text in ["uno", "dos", "¿Qué tal?"] { _ = try await sayAfterAWhile(text, in: second) }
    #expect(client.agent.textCache == (1, 4))
  }

  @Test(.timeLimit(.minutes(1))) func `A lost model: one apology after 1.4 s, and again when it is back`() async throws
  {
    let client = try await Client.deployed()
    let id = try await client.startDeployed()
    client.agent.faults.llmDown = true
    for (before, text) in ["Hola", "¿Qué incluye?"].enumerated() {
      let call = Task { try await client.sayDeployed(text, in: id) }
      await client.clock.untilAsleep(1)
      client.clock.advance(by: .milliseconds(1399))
      #expect((client.agent.answeredRequests[.message] ?? 0) == before)
      client.clock.advance(by: .milliseconds(1))
      let answer = try await call.value
      #expect(answer.status == 200)
      #expect(answer["_fallback"] == nil)
      #expect(answer["message"] as? String == SalesTexts.apology)
    }
    client.agent.faults.llmDown = false
    #expect(try await client.sayDeployed("Hola", in: id)["message"] as? String == SalesTexts.apology)
    #expect(try await client.sayDeployed("Buenas", in: id)["message"] as? String != SalesTexts.apology)
    #expect(try await client.send("GET", "/health")["status"] as? String == "healthy")
  }

  @Test(.timeLimit(.minutes(1))) func `A lost database: nothing is found, after 3.5 s`() async throws {
    let client = try await Client.deployed()
    let id = try await client.startDeployed()
    client.agent.faults.databaseDown = true
    let call = Task { try await client.sayDeployed("Hola", in: id).code }
    await client.clock.untilAsleep(1)
    client.clock.advance(by: .milliseconds(3500))
    #expect(try await call.value == "NOT_FOUND")
    #expect(try await client.send("GET", "/health")["status"] as? String == "healthy")
    client.agent.faults.databaseDown = false
    #expect(try await client.sayDeployed("Hola", in: id).status == 200)
  }
}
