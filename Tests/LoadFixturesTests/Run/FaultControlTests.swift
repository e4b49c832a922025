import LoadEngine
import ReferenceAgent
import TestSupport
import Testing

@testable import LoadFixtures

@Suite("Switches of a reference agent in another process")
struct FaultControlTests {
  private static func controlled(
    _ body: @Sendable (ReferenceAgent, FaultControl) async throws -> Void
  ) async throws {
    let loop = try EventLoop(name: "control")
    let agent = ReferenceAgent(configuration: AgentConfiguration())
    let control = try await FaultControl.start(of: agent, port: 0, token: "open-sesame", on: loop)
    try await withCleanUp({
      await control.stop()
      await loop.shutDown()
    }) { try await body(agent, control) }
  }

  @Test("Each trouble begins and ends by its name")
  func switches() async throws {
    try await Self.controlled { agent, control in
      let carrier = FaultControlCarrier(.loopback(port: control.port), token: "open-sesame")
      for (kind, isOn) in [
        (.lose(.cache), { $0.cacheDown }), (.lose(.llm), { $0.llmDown }), (.lose(.database), { $0.databaseDown }),
        (.memoryPressure, { $0.memoryIsShort }),
      ] as [(Fault.Kind, (AgentFaults) -> Bool)] {
        #expect(carrier.carries(kind) && !isOn(agent.faults))
        #expect(try await carrier.begin(kind) == nil)
        #expect(isOn(agent.faults))
        _ = try await carrier.end(kind)
        #expect(!isOn(agent.faults))
      }
      #expect(!carrier.carries(.freeze) && !carrier.carries(.lose(.agent)))
    }
  }

  @Test("Without the token nothing is switched, and the message says what is wrong")
  func token() async throws {
    try await Self.controlled { agent, control in
      let carrier = FaultControlCarrier(.loopback(port: control.port), token: "wrong")
      let refusal = await #expect(throws: (any Error).self) { try await carrier.begin(.lose(.cache)) }
      #expect(String(describing: refusal).contains("401 (LOAD_FAULT_TOKEN is not the agent's)"))
      #expect(!String(describing: refusal).contains("wrong") && !agent.faults.cacheDown)
      await control.stop()
      await #expect(throws: (any Error).self) { try await carrier.begin(.lose(.cache)) }
    }
  }

  @Test(
    "What is no switch is refused",
    arguments: [
      ("PUT /faults/cache/more", 404), ("PUT /faults/disk", 404), ("POST /faults/cache", 405), ("PUT /faults", 404),
    ])
  func refused(line: String, status: Int) async throws {
    try await Self.controlled { agent, control in
      let socket = try RawSocket(connectedTo: control.port)
      defer { socket.close() }
      socket.send("\(line) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer open-sesame\r\nConnection: close\r\n\r\n")
      #expect(socket.read().hasPrefix("HTTP/1.1 \(status) "))
      #expect(!agent.faults.cacheDown)
    }
  }

  @Test(
    "Settings name a port of loopback and a token, or are refused",
    arguments: [
      (["LOAD_FAULT_CONTROL": "http://127.0.0.1:9"], "LOAD_FAULT_TOKEN"),
      (["LOAD_FAULT_CONTROL": "http://10.0.0.1:9", "LOAD_FAULT_TOKEN": "secret-word"], "LOAD_FAULT_CONTROL"),
      (["LOAD_FAULT_CONTROL": "http://127.0.0.1:9", "LOAD_FAULT_TOKEN": "secret\u{7}word"], "LOAD_FAULT_TOKEN"),
    ])
  func settings(environment: [String: String], variable: String) {
    let refusal = #expect(throws: ConfigurationError.self) { try TargetEnvironment(environment: environment) }
    #expect(refusal?.variable == variable)
    #expect(String(describing: refusal).contains("secret") == false)
  }
}
