import Foundation
import Testing

@testable import ReferenceAgent

@Suite("Contract: every row answers")
struct ContractTests {
  @Test func `A conversation from log-in to its end`() async throws {
    let client = try await Client.make()
    let id = try await client.start()
    let answer = try await client.say("Hola, buenas tardes", in: id)
    #expect(answer.status == 200)
    #expect(try #require(answer["response"] as? String).count >= 10)
    #expect(answer["conversation_id"] as? String == id)
    #expect(answer["message_number"] as? Int == 1)
    #expect(answer["phase"] as? String == "greeting")
    #expect(answer["_fallback"] == nil)
    let tier = try await client.send("GET", "/conversation/\(id)/tier")
    #expect(TierRule.tiers.contains(try #require(tier["tier"] as? String)))
    #expect(try await client.send("GET", "/analytics/conversation/\(id)")["message_count"] as? Int == 1)
    #expect(try await client.send("GET", "/conversation/\(id)/summary")["message_count"] as? Int == 1)
    #expect(try await client.send("POST", "/conversation/\(id)/end").status == 200)
    #expect(try await client.send("POST", "/conversation/\(id)/end").status == 200, "ending twice is no error")
    #expect(try await client.say("¿Sigue ahí?", in: id).code == "CONVERSATION_ENDED")
  }

  @Test func `An update is seen by the next summary, though the summary was cached`() async throws {
    let client = try await Client.make()
    let id = try await client.start()
    _ = try await client.send("GET", "/conversation/\(id)/summary")
    for value in 1...3 {
      let update = try await client.send(
        "PUT", "/conversation/\(id)/update", #"{"metadata":{"n":\#(value),"kept":["x",null,1.5,true]}}"#)
      #expect(update.status == 200)
      let summary = try await client.send("GET", "/conversation/\(id)/summary")
      let metadata = try #require(summary["metadata"] as? [String: Any])
      #expect(metadata["n"] as? Int == value)
      #expect((metadata["kept"] as? [Any])?.count == 4)
    }
  }

  @Test func `ROI projection follows the written formula`() async throws {
    let client = try await Client.make()
    let answer = try await client.send(
      "POST", "/predictive/roi-projection",
      """
      {"customer_profile":{"age":40,"occupation":"Ingeniera","goals":{"primary":"energía","secondary":["foco"]}},
       "program_type":"PRIME","tier":"AGENTS ACCESS"}
      """)
    #expect(answer.status == 200)
    let roi = try #require(answer["roi_projection"] as? [String: Any])
    // 4 hours x 45 x 46 weeks = 8,280 against 1,188.
    #expect(roi["annual_value"] as? Double == 8280)
    #expect(roi["projected_roi_percentage"] as? Double == 596.97)
    #expect(answer["confidence"] as? Double == 0.85)
  }

  @Test func `Health needs no login, monitoring needs none either`() async throws {
    var client = try await Client.make()
    client.token = nil
    #expect(try await client.send("GET", "/health?deep=1")["status"] as? String == "healthy")
    let metrics = try await client.send("GET", "/metrics")
    for key in ["avg_response_time", "error_rate", "requests_per_second", "active_connections"] {
      #expect(metrics[key] is NSNumber, "\(key)")
    }
    #expect(try await client.send("GET", "/metrics/connections")["active_connections"] as? Int == 0)
    let breakers = try await client.send("GET", "/metrics/circuit-breakers")
    #expect(breakers["open_circuits"] as? [String] == [])
    #expect(breakers["healthy"] as? Bool == true)
    let cache = try await client.send("GET", "/cache/stats")
    #expect(cache["hit_rate"] as? Double == 0)
    #expect(cache["total_keys"] as? Int == 0)
  }

  @Test func `A fallback carries its marker`() async throws {
    let client = try await Client.make()
    let answer = try await client.send("POST", "/conversation/force-fallback", #"{"test_fallback":true}"#)
    #expect(answer.status == 200)
    #expect(answer["_fallback"] as? Bool == true)
    #expect(try await client.send("POST", "/conversation/force-fallback", "[1]").status == 400)
  }

  @Test(arguments: [
    ("GET", "/nothing", 404), ("GET", "//", 404), ("GET", "", 404), ("GET", "health", 404), ("GET", "/health/", 404),
    ("POST", "/conversation//message", 404), ("POST", "/conversation/x/dance", 404), ("POST", "/health", 405),
    ("GET", "/auth/login", 405), ("GET", "/conversation/timeout-test", 405), ("POST", "/metrics", 405),
    ("DELETE", "/conversation/x/update", 405),
  ])
  func `Unknown routes and wrong methods`(method: String, path: String, status: Int) async throws {
    let answer = try await Client.make().send(method, path)
    #expect(answer.status == status)
    #expect(answer["success"] as? Bool == false)
    #expect((answer.header("Allow") != nil) == (status == 405))
  }

  @Test(arguments: [
    ("POST", "/conversation/x/message", #"{"message":"hola"}"#), ("GET", "/conversation/x/tier", ""),
    ("GET", "/analytics/conversation/x", ""), ("GET", "/conversation/x/summary", ""),
    ("POST", "/conversation/x/end", ""), ("PUT", "/conversation/x/update", #"{"metadata":{}}"#),
  ])
  func `An unknown conversation is 404, without a token 401`(method: String, path: String, body: String) async throws {
    var client = try await Client.make()
    #expect(try await client.send(method, path, body).code == "CONVERSATION_NOT_FOUND")
    for token in [nil, "wrong", ""] {
      client.token = token
      #expect(try await client.send(method, path, body).status == 401)
    }
  }

  @Test(arguments: ["/conversation/start", "/predictive/roi-projection", "/auth/login", "/conversation/timeout-test"])
  func `Malformed JSON is 400`(path: String) async throws {
    let client = try await Client.make()
    for body in ["", "{", "nope", "[]", "3", #"{"a":}"#] {
      #expect(try await client.send("POST", path, body).status == 400, "\(body)")
    }
    #expect(try await client.send("POST", path, String(repeating: " ", count: 70_000)).status == 413)
  }

  @Test func `Log-in refuses what is wrong`() async throws {
    let client = try await Client.make()
    let wrong = #"{"email":"ana@example.com","password":"otro"}"#
    #expect(try await client.send("POST", "/auth/login", wrong).status == 401)
    #expect(try await client.send("POST", "/auth/login", #"{"email":"ana@example.com"}"#).field == "password")
  }

  @Test func `A request id is echoed unless it could end the header`() async throws {
    let client = try await Client.make()
    for (id, echoed) in [("4f2c", true), ("a Set-Cookie: x", false), (String(repeating: "a", count: 200), false)] {
      #expect(try await client.send("GET", "/health", requestID: id).header("X-Request-ID") == (echoed ? id : nil))
    }
  }
}
