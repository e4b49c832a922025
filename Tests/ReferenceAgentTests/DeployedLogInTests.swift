import AgentContracts
import Testing

@testable import ReferenceAgent

@Suite("Log-in as the deployed agent has it")
struct DeployedLogInTests {
  @Test func `A token is not needed, and a wrong one is refused`() async throws {
    var client = try await Client.deployed()
    let id = try await client.startDeployed()
    let token = try await client.logInDeployed().data("access_token")
    for (token, status) in [(nil, 200), (token, 200), ("wrong", 401), ("", 401)] {
      client.token = token
      #expect(try await client.sayDeployed("Hola", in: id).status == status, "\(token ?? "none")")
      #expect(try await client.send("GET", "/health").status == 200)
    }
  }

  @Test func `A refresh token is good once, and its answer is a log-in's`() async throws {
    var client = try await Client.deployed()
    let first = try await client.logInDeployed().data("refresh_token")
    let renewed = try await client.refresh(first)
    #expect((renewed["data"] as? [String: Any])?["expires_in"] as? Int == 1800)
    #expect(try await client.refresh(first).status == 401)
    let second = try renewed.data("refresh_token")
    #expect(second != first)
    client.token = try renewed.data("access_token")
    _ = try await client.startDeployed()
    client.token = nil
    client.clock.advance(by: .seconds(24 * 3600))
    #expect(try await client.refresh(second).status == 200, "it outlives the token")
    for wrong in ["", "wrong", try renewed.data("access_token")] {
      #expect(try await client.refresh(wrong).code == "UNAUTHORIZED", "\(wrong)")
    }
  }

  @Test func `A token expires, its renewal does not`() async throws {
    var client = try await Client.deployed()
    let login = try await client.logInDeployed()
    client.token = try login.data("access_token")
    client.clock.advance(by: .seconds(1800))
    #expect(try await client.send("POST", "/conversations/start", Client.deployedStart()).status == 401)
    client.token = try await client.refresh(try login.data("refresh_token")).data("access_token")
    _ = try await client.startDeployed()
  }

  @Test(arguments: [
    ("username=ana%40example.com&password=secreto", 200), ("password=secreto&scope=&username=ana@example.com", 200),
    ("username=ana%40example.com&password=otro", 401), ("username=&password=", 401),
    ("username=ana%40example.com", 422), ("password=secreto", 422), ("", 422), ("&&=&", 422),
  ])
  func `A form with both fields`(form: String, status: Int) async throws {
    #expect(try await Client.deployed().logInDeployed(form).status == status)
  }

  @Test func `Without the content type of a form there are no fields`() async throws {
    let client = try await Client.deployed()
    let answer = try await client.send("POST", "/auth/login", "username=ana%40example.com&password=secreto")
    #expect(answer.status == 422)
  }

  @Test func `The documented agent renews nothing`() async throws {
    #expect(try await Client.make().send("POST", "/auth/refresh", #"{"refresh_token":"x"}"#).status == 404)
  }

  @Test(arguments: [
    ("a=1&b=2", ["a": "1", "b": "2"]), ("a=x+y%20z&b=%C3%B1", ["a": "x y z", "b": "ñ"]),
    ("a=%zz&b=%4&c=%", ["a": "%zz", "b": "%4", "c": "%"]), ("a=1=2&b&=3", ["a": "1=2", "b": "", "": "3"]),
    ("a=1&a=2", ["a": "1"]), ("", [:]),
  ])
  func `A form is decoded`(form: String, fields: [String: String]) {
    let type = "Application/x-www-form-urlencoded; charset=utf-8"
    #expect(FormBody.fields(of: Array(form.utf8), contentType: type) == fields)
    #expect(FormBody.fields(of: Array(form.utf8), contentType: "application/json") == nil)
  }
}
