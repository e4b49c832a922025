import Testing

@testable import ReferenceAgent

@Suite("Validation names the field")
struct ValidationTests {
  struct Case: Sendable {
    var name = #""Ana""#
    var email = #""ana@example.com""#
    var age = "30"
    var program = #""PRIME""#
    var more = ""
    var field: String?

    var body: String {
      #"{"customer_data":{"name":\#(name),"email":\#(email),"age":\#(age)\#(more)},"program_type":\#(program)}"#
    }
  }

  static let cases: [Case] = [
    Case(), Case(name: #""José Ñúñez Güell""#), Case(name: #""Dr. O'Hara-Íñigo""#), Case(age: "18"), Case(age: "120"),
    Case(program: #""LONGEVITY""#), Case(more: #","goals":["a","b"],"budget":"low","urgency":"exploring""#),
    Case(more: #","goals":"una","phone":"+34600000000""#),
    Case(name: #""A""#, field: "customer_data.name"), Case(name: #""Ana3""#, field: "customer_data.name"),
    Case(name: #""<b>Ana""#, field: "customer_data.name"), Case(name: "null", field: "customer_data.name"),
    Case(name: "7", field: "customer_data.name"),
    Case(name: "\"\(String(repeating: "a", count: 101))\"", field: "customer_data.name"),
    Case(email: #""ana""#, field: "customer_data.email"), Case(email: #""@x.es""#, field: "customer_data.email"),
    Case(email: #""a b@x.es""#, field: "customer_data.email"), Case(email: #""a@x""#, field: "customer_data.email"),
    Case(age: "17", field: "customer_data.age"), Case(age: "121", field: "customer_data.age"),
    Case(age: #""30""#, field: "customer_data.age"), Case(age: "30.5", field: "customer_data.age"),
    Case(age: "1e300", field: "customer_data.age"),
    Case(program: #""BASIC""#, field: "program_type"), Case(program: "null", field: "program_type"),
    Case(more: #","budget":"huge""#, field: "customer_data.budget"),
    Case(more: #","occupation":"""#, field: "customer_data.occupation"),
    Case(more: #","goals":[1]"#, field: "customer_data.goals.0"),
  ]

  @Test(arguments: cases)
  func `Starting a conversation`(example: Case) async throws {
    let answer = try await Client.make().send("POST", "/conversation/start", example.body)
    #expect(answer.status == (example.field == nil ? 200 : 422))
    #expect(answer.field == example.field)
  }

  @Test func `A missing member is named`() async throws {
    let client = try await Client.make()
    let answer = try await client.send("POST", "/conversation/start", #"{"program_type":"PRIME"}"#)
    #expect(answer.field == "customer_data")
  }

  @Test(arguments: [
    (0, false), (1, true), (4000, true), (4001, false),
  ])
  func `A message has 1 to 4000 characters`(length: Int, accepted: Bool) async throws {
    let client = try await Client.make()
    let id = try await client.start()
    let answer = try await client.say(String(repeating: "ñ", count: length), in: id)
    #expect(answer.status == (accepted ? 200 : 422))
    #expect(answer.field == (accepted ? nil : "message"))
  }

  @Test(arguments: [
    (#"{"message":"  \n"}"#, "message"), (#"{"message":4}"#, "message"), ("{}", "message"),
  ])
  func `A message that is none`(body: String, field: String) async throws {
    let client = try await Client.make()
    let id = try await client.start()
    #expect(try await client.send("POST", "/conversation/\(id)/message", body).field == field)
  }

  @Test func `Metadata is bounded and must be an object`() async throws {
    let client = try await Client.make()
    let id = try await client.start()
    let large = String(repeating: "x", count: 5000)
    for metadata in ["3", "[]", #"{"a":"\#(large)"}"#] {
      let answer = try await client.send("PUT", "/conversation/\(id)/update", #"{"metadata":\#(metadata)}"#)
      #expect(answer.field == "metadata")
    }
  }

  @Test(arguments: [
    (#"{"customer_profile":{"age":10,"occupation":"x"},"program_type":"PRIME"}"#, "customer_profile.age"),
    (#"{"customer_profile":{"age":30,"occupation":"x"},"program_type":"X"}"#, "program_type"),
    (#"{"customer_profile":{"age":30,"occupation":"x"},"program_type":"PRIME","tier":"pro"}"#, "tier"),
    (#"{"customer_profile":{"age":30},"program_type":"PRIME"}"#, "customer_profile.occupation"),
  ])
  func `A projection needs a profile`(body: String, field: String) async throws {
    #expect(try await Client.make().send("POST", "/predictive/roi-projection", body).field == field)
  }

  @Test(arguments: [(#"{"delay":-1}"#, "delay"), (#"{"delay":"x"}"#, "delay"), ("{}", "delay")])
  func `A failure needs a delay`(body: String, field: String) async throws {
    #expect(try await Client.make().send("POST", "/conversation/timeout-test", body).field == field)
  }
}
