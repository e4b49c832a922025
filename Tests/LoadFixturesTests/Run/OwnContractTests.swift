import AgentContracts
import Foundation
import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

/// A contract that was written from scratch for an API that no one here knows: other paths, nested fields, a form for the
/// log-in, PUT for messages. Its server is a few lines of Python, and what it was sent is held against the templates.
@Suite("A contract of one's own", .timeLimit(.minutes(1)))
struct OwnContractTests {
  private static let contract = #"""
    {"contract": 1, "name": "kiosk",
     "headers": {"X-Trace": "{run.scenario}-{user.number}"},
     "token": {"header": "X-Session", "scheme": ""},
     "operations": [
      {"key": "login", "label": "sign in", "method": "POST", "path": "/sessions", "authorization": "never",
       "body": {"form": {"user": "{account.email}", "secret": "{account.password}", "mode": "a b&c"}},
       "values": {"token": "/session/key"}},
      {"key": "start", "label": "open", "method": "POST", "path": "/kiosk/chats?lang={customer.locale}",
       "body": {"json": {"visitor": {"called": "{customer.name}", "years": "{customer.age}", "wants": "{customer.goals}",
                                     "all": "{customer.goals.all}", "label": "{customer.name} <{customer.email}>"},
                         "plan": "{customer.program}", "row": "{data.city}", "literal": "{{braces}}", "fixed": [1, true, null]}},
       "expect": {"status": [201]}, "values": {"conversation.id": "/chat/ref/0"}},
      {"key": "message", "method": "PUT", "path": "/kiosk/chats/{conversation.id}/turns/{message.number}",
       "body": {"json": {"said": "{message.text}", "turn": "{message.number}"}},
       "checks": [{"name": "no reply", "pointer": "/reply/text", "longerThan": 3},
                  {"name": "not JSON by its type", "header": "Content-Type", "contains": "json"}],
       "values": {"answer.text": "/reply/text", "phase": "/reply/stage"}},
      {"key": "end", "label": "close", "method": "DELETE", "path": "/kiosk/chats/{conversation.id}",
       "expect": {"status": [204]}}],
     "phases": [{"name": "hello", "texts": "greeting"}, {"name": "talk", "texts": "presentation"}]}
    """#

  private static let server = #"""
    import http.server, json, sys, urllib.parse
    log = open(sys.argv[1], "a")
    class Kiosk(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        turns = {}
        def reply(self, status, value=None):
            body = b"" if value is None else json.dumps(value).encode()
            self.send_response(status)
            if body: self.send_header("Content-Type", "application/json")
            if status != 204: self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        def take(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            log.write(json.dumps({"method": self.command, "path": self.path, "body": body,
              "type": self.headers.get("Content-Type"), "session": self.headers.get("X-Session"),
              "trace": self.headers.get("X-Trace")}) + "\n")
            log.flush()
            if self.path == "/health": return self.reply(200, {"status": "ok"})
            if self.path == "/sessions":
                form = dict(urllib.parse.parse_qsl(body))
                if form != {"user": "user@example.com", "secret": "s p&c", "mode": "a b&c"}: return self.reply(403, {})
                return self.reply(200, {"session": {"key": "key-0123456789"}})
            if self.headers.get("X-Session") != "key-0123456789": return self.reply(401, {})
            if self.command == "POST": return self.reply(201, {"chat": {"ref": [len(Kiosk.turns) + 70000]}})
            if self.command == "DELETE": return self.reply(204)
            parts = self.path.split("/")
            json.loads(body)["said"]
            return self.reply(200, {"reply": {"text": "turno " + parts[-1], "stage": "talk" if int(parts[-1]) > 2 else "hello"}})
        do_GET = do_POST = do_PUT = do_DELETE = take
        def log_message(self, *a): pass
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Kiosk)
    print(server.server_address[1], flush=True)
    server.serve_forever()
    """#

  private struct Sent: Decodable {
    var method: String
    var path: String
    var body: String
    var type: String?
    var session: String?
    var trace: String?

    var json: JSON? { try? JSONDecoder().decode(JSON.self, from: Data(body.utf8)) }
  }

  @Test(
    "The SalesUser's funnel runs by it without a line of Swift, and the server was sent what the templates say",
    .enabled(if: Peers.mayRun("python3"), "needs Python"))
  func kiosk() async throws {
    try await withTemporaryFolder { (folder: URL) async throws in
      func file(_ name: String, _ text: String) throws -> String {
        let url = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: url)
        return url.path
      }
      let log = try file("log", "")
      let process = Process("python3", ["-u", try file("kiosk.py", Self.server), log])
      let port = Pipe()
      process.standardOutput = port
      try process.start()
      // What ignores SIGTERM here, its children ignore as well.
      defer { kill(process.processIdentifier, SIGKILL) }
      let text = String(decoding: port.fileHandleForReading.availableData, as: UTF8.self)
      let number = try #require(Int(text.trimmingCharacters(in: .whitespacesAndNewlines)))
      let environment = try TargetEnvironment(environment: [
        "LOAD_TARGET_HOST": "http://127.0.0.1:\(number)", "LOAD_CONTRACT": try file("kiosk.json", Self.contract),
        "LOAD_EMAIL": "user@example.com", "LOAD_PASSWORD": "s p&c", "LOAD_SEED": "5", "LOAD_THINK_TIME_SCALE": "0.005",
        "LOAD_DATA": try file("cities.csv", "city\nMérida\n\"Ciudad \"\"de\"\" México\"\nToledo\n"),
      ])
      let record = try await ScenarioRunner.quietly(
        Scenario("kiosk", user: SalesUser.self, profile: .ramp(to: 4, perSecond: 50, for: .seconds(2))), in: environment
      )
      #expect(record.counts.failed == 0 && record.counts.completed > 40, "\(record.failures ?? [])")
      #expect(record.requests.map(\.name) == ["sign in", "open", "message", "close"])
      #expect(record.business.completionRate == 1 && record.business.phasesReached["talk", default: 0] > 0)
      #expect(record.metadata.data?.rows == 3 && record.metadata.data?.sha256.count == 64)
      let sent = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").map {
        try JSONDecoder().decode(Sent.self, from: Data($0.utf8))
      }
      try Self.check(sent)
    }
  }

  private static func check(_ sent: [Sent]) throws {
    let opened = sent.filter { $0.method == "POST" && $0.path.hasPrefix("/kiosk") }
    #expect(opened.count > 4)
    var cities: Set<String> = []
    for request in opened {
      let body = try #require(request.json)
      let visitor = try #require(body["visitor"])
      #expect(request.path == "/kiosk/chats?lang=es_MX" || request.path == "/kiosk/chats?lang=es_ES")
      #expect(request.type == "application/json" && request.session == "key-0123456789")
      #expect(request.trace?.hasPrefix("kiosk-") == true)
      guard case .string(let name)? = visitor["called"], case .integer(let age)? = visitor["years"],
        case .string(let label)? = visitor["label"], case .array(let all)? = visitor["all"],
        case .string(let primary)? = visitor["wants"]?["primary"],
        case .array(let others)? = visitor["wants"]?["secondary"],
        case .string(let city)? = body["row"]
      else {
        Issue.record("another shape: \(request.body)")
        continue
      }
      #expect((25...70).contains(age) && label.hasPrefix("\(name) <") && label.hasSuffix(">"))
      #expect(all == [.string(primary)] + others && others.count == 2)
      #expect(body["literal"] == "{braces}" && body["fixed"] == [1, true, .null])
      cities.insert(city)
    }
    #expect(cities == ["Mérida", "Ciudad \"de\" México", "Toledo"])
    for request in sent where request.method == "PUT" {
      let body = try #require(request.json)
      guard case .string(let said)? = body["said"], case .integer(let turn)? = body["turn"] else {
        Issue.record("another shape: \(request.body)")
        continue
      }
      #expect(!said.isEmpty && request.path.hasSuffix("/turns/\(turn)") && request.path.hasPrefix("/kiosk/chats/7"))
    }
    for request in sent where request.method == "DELETE" {
      #expect(request.body.isEmpty && request.type == nil)
    }
  }

  @Test("A contract without what a user needs is refused by the scenario's name, before anything is called")
  func lacking() async throws {
    try await CountingServer.with { server in
      var environment = try TargetEnvironment(environment: ["LOAD_TARGET_HOST": "http://127.0.0.1:\(server.port)"])
      environment.contract = .fixed(
        AgentContract(
          name: "small", operations: [Operation(.health, "GET", "/health", authorization: .never)]))
      let error = await #expect(throws: ConfigurationError.self) {
        try await ScenarioRunner.quietly(
          Scenario("peak", user: SalesUser.self, profile: .ramp(to: 1, perSecond: 1, for: .seconds(1))),
          in: environment)
      }
      #expect(error?.description.contains("peak cannot be run: SalesUser needs start and message") == true)
      #expect(server.received == 0)
    }
  }
}
