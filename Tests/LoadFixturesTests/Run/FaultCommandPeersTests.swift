import Foundation
import LoadEngine
import ReferenceAgent
import TestSupport
import Testing

@testable import LoadFixtures

/// Commands of one's own (`LOAD_FAULT_*`) against what deployments are made of.
@Suite("Commands break and mend a real redis-server and a real nginx")
struct FaultCommandPeersTests {
  private static func listens(_ port: Int) -> Bool {
    guard let socket = try? RawSocket(connectedTo: port) else { return false }  // Nobody there: the answer.
    socket.close()
    return true
  }

  private static func eventually(_ condition: () -> Bool) async throws -> Bool {
    for _ in 0..<200 {
      if condition() { return true }
      try await Task.sleep(for: .milliseconds(25))
    }
    return false
  }

  @Test(
    "redis-server: gone, and back with what it held",
    .enabled(if: Peers.mayRun("redis-server"), "redis-server is missing"))
  func redis() async throws {
    let folder = try ScratchDirectory()
    let port = try FreePort.next()
    // The shell only for the redirections that a command here has none of.
    let start =
      "redis-server --port \(port) --bind 127.0.0.1 --dir \(folder.path) --daemonize yes --save '' --appendonly yes"
    let stop = "redis-cli -p \(port) shutdown"
    let environment = try TargetEnvironment(environment: [
      "LOAD_FAULT_CACHE_BEGIN": stop, "LOAD_FAULT_CACHE_END": start,
      "LOAD_FAULT_DATABASE_BEGIN": start, "LOAD_FAULT_DATABASE_END": stop,
    ])
    let commands = try FaultCommands(environment)
    func ask(_ text: String) throws -> String {
      let socket = try RawSocket(connectedTo: port)
      defer { socket.close() }
      socket.send(text + "\r\n")
      return String(decoding: socket.readSome(), as: UTF8.self)
    }
    _ = try await commands.begin(.lose(.database))
    // A server that is gone already is no failure of its end.
    try await withCleanUp({ _ = await Result { try await commands.end(.lose(.database)) } }) { () async throws in
      #expect(try await Self.eventually { Self.listens(port) })
      #expect(try ask("SET key value") == "+OK\r\n")
      #expect(try await commands.begin(.lose(.cache))?.exitCode == 0)
      #expect(try await Self.eventually { !Self.listens(port) })
      #expect(try await commands.end(.lose(.cache))?.exitCode == 0)
      #expect(try await Self.eventually { Self.listens(port) })
      // It loads its file first, and says so until then.
      #expect(try await Self.eventually { (try? ask("GET key")) == "$5\r\nvalue\r\n" })
    }
  }

  @Test(
    "nginx before the agent, stopped and started under load: felt at once, and back",
    .enabled(if: Peers.mayRun("/usr/sbin/nginx"), "nginx is missing"))
  func nginx() async throws {
    let folder = try ScratchDirectory()
    let port = try FreePort.next()
    let program = "/usr/sbin/nginx -p \(folder.path) -c \(folder.path)/conf -e \(folder.path)/errors"
    let record = try await RealTime.alone {
      try await AgentUnderTest.with { agent in
        try """
        pid \(folder.path)/pid;
        events { worker_connections 256; }
        http {
          access_log off; client_body_temp_path \(folder.path)/t1; proxy_temp_path \(folder.path)/t2;
          fastcgi_temp_path \(folder.path)/t3; uwsgi_temp_path \(folder.path)/t4; scgi_temp_path \(folder.path)/t5;
          server { listen 127.0.0.1:\(port); location / { proxy_pass http://127.0.0.1:\(agent.server.port); } }
        }
        """.write(toFile: folder.path + "/conf", atomically: true, encoding: .utf8)
        let environment = try agent.environment([
          "LOAD_TARGET_HOST": "http://127.0.0.1:\(port)", "LOAD_THINK_TIME_SCALE": "0.1",
          "LOAD_FAULT_AGENT_BEGIN": "\(program) -s stop", "LOAD_FAULT_AGENT_END": program,
        ])
        let commands = try FaultCommands(environment)
        _ = try await commands.end(.lose(.agent))
        return try await withCleanUp({ _ = await Result { try await commands.begin(.lose(.agent)) } }) {
          () async throws in
          #expect(try await Self.eventually { Self.listens(port) })
          return try await ScenarioRunner(
            scenario: Scenario(
              "nginx", user: SalesUser.self, profile: .ramp(to: 20, perSecond: 100, for: .seconds(17)),
              faults: [.at(.seconds(6), .lose(.agent), for: .seconds(5))]),
            sla: [
              .must(.recoveredShare, atLeast: 1), .must(.detectionTime(of: .lose(.agent)), below: .seconds(2)),
              .must(.errorRate, atMost: 1, in: "agent lost"), .must(.errorRate, below: 0.01, in: "before"),
            ], environment: environment, terminal: .silent, faultCarriers: [commands]
          ).run()
        }
      }
    }
    // Whether the generator had its share of the machine is not the matter here.
    #expect(
      record.verdict.assessments.count == 4 && record.verdict.assessments.allSatisfy { $0.met }, "\(record.verdict)")
    let fault = try #require(record.faults?.first)
    #expect(fault.carrier == "commands (LOAD_FAULT_*)" && fault.beginning?.exitCode == 0 && fault.ending?.exitCode == 0)
    #expect(record.failureKinds["connection refused"] ?? 0 > 0, "\(record.failureKinds)")
  }
}
