#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  @testable import LoadFixtures

  /// The monitor as a process of its own.
  @Suite("The monitor, from its command line to its report", .timeLimit(.minutes(5)))
  struct MonitorCommandTests {
    private static func monitor(_ options: [String], of agent: ReferenceAgentProgram) throws -> Program {
      try Program(
        ["LoadTools", "monitor", "--host", agent.url] + options,
        environment: ReferenceAgentProgram.account, without: ["LOAD_TOKEN"])
    }

    @Test("Once: what it saw, and 0; a target that is away is said to be so")
    func once() async throws {
      let (run, url) = try await ReferenceAgentProgram.with([]) { agent in
        let run = try Self.monitor(["--once", "--interval", "2"], of: agent)
        #expect(try await run.exitCode() == 0)
        return (run, agent.url)
      }
      #expect(run.output.contains("target        healthy"), "\(run.output)")
      #expect(run.output.contains("breakers    none open") && run.output.contains("machine memory"))
      #expect(run.output.contains("process       process "), "\(run.output)")
      let away = try Program(
        ["LoadTools", "monitor", "--host", url, "--once", "--fail-on", "critical"], without: ["LOAD_TOKEN"])
      #expect(try await away.exitCode() == 99)
      #expect(away.output.contains("target        unreachable since ") && !away.output.contains("healthy"))
    }

    @Test("A line of JSON an interval, an alert that is told to a command, the report, and 99 where it was asked for")
    func alerts() async throws {
      try await ReferenceAgentProgram.with([]) { agent in
        let run = try Self.monitor(
          [
            "--json", "--interval", "0.5", "--duration", "6", "--output", "report.json", "--threshold", "memory=0",
            "--threshold", "cpu=off",
            "--fail-on", "low", "--notify", "sh -c 'cat >> told'",
          ], of: agent)
        #expect(try await run.exitCode() == 99, "\(run.output)")
        let lines = run.output.split(separator: "\n")
        let snapshots = lines.filter { $0.hasPrefix("{") }
        #expect((6...12).contains(snapshots.count), "\(lines)")
        #expect(snapshots.allSatisfy { (try? JSONSerialization.jsonObject(with: Data($0.utf8))) != nil })
        #expect(lines.count { $0.hasPrefix("alert ") } == 1 && lines.count { $0.hasPrefix("clear ") } == 0)
        let told = run.json("told")
        #expect(told?["event"] as? String == "raised" && (told?["text"] as? String)?.contains("machine memory") == true)
        let report = try #require(run.json("report.json"))
        #expect((report["alerts"] as? [Any])?.count == 1 && report["version"] as? Int == 1)
      }
    }

    @Test("Its page and its metrics are there while it runs")
    func live() async throws {
      try await ReferenceAgentProgram.with([]) { agent in
        let run = try Self.monitor(["--web", "0", "--prometheus", "0", "--interval", "0.5"], of: agent)
        try await run.wait(for: "three lines") { run.output.split(separator: "\n").count > 4 }
        func port(of word: String) throws -> Int {
          let line = try #require(run.output.split(separator: "\n").first { $0.hasPrefix(word) })
          return try #require(Int(line.split(separator: ":").last?.prefix { $0 != "/" } ?? ""))
        }
        let page = try RawSocket(connectedTo: try port(of: "live page"))
        defer { page.close() }
        page.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        #expect(await OwnThread.run { page.read(past: "machine memory") }.contains("healthy"))
        let request = Array("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8)
        let metrics = try RawSocket.answer(to: request, at: try port(of: "metrics"))
        #expect(metrics.contains("monitor_machine_memory_ratio 0."), "\(metrics)")
        #expect(metrics.contains("monitor_source_up{source=\"target\"} 1\n"))
        kill(run.pid, SIGINT)
        #expect(try await run.exitCode() == 0)
      }
    }

    @Test("What a command for alerts says of a password is hidden")
    func secret() async throws {
      try await ReferenceAgentProgram.with([]) { agent in
        let run = try Program(
          [
            "LoadTools", "monitor", "--host", agent.url, "--once", "--threshold", "memory=0", "--notify",
            "sh -c 'echo $LOAD_PASSWORD; exit 3'",
          ], environment: ["LOAD_EMAIL": "user@example.com", "LOAD_PASSWORD": "canary-Zx81"], without: ["LOAD_TOKEN"])
        #expect(try await run.exitCode() == 0)
        #expect(run.output.contains("--notify ended with 3") && !run.output.contains("canary-Zx81"), "\(run.output)")
      }
    }

    @Test("Ctrl-C ends it in good order, with its report")
    func interrupted() async throws {
      try await ReferenceAgentProgram.with([]) { agent in
        let run = try Self.monitor(["--output", "report.json"], of: agent)
        try await run.wait(for: "two lines") { run.output.split(separator: "\n").count > 1 }
        kill(run.pid, SIGINT)
        #expect(try await run.exitCode() == 0)
        #expect(run.json("report.json") != nil && run.output.contains("machine memory"), "\(run.output)")
      }
    }

    @Test(
      "What cannot be is refused before anything is followed",
      arguments: [
        ([], "there is nothing to follow"), (["--load-test", "--interval", "0"], "--interval"),
        (["--load-test", "--duration", "0.5"], "--duration"),
        (["--load-test", "--threshold", "disk=1"], "--threshold"), (["--load-test", "--fail-on", "bad"], "--fail-on"),
        (["--load-test", "--notify", "no-such-program-here"], "--notify"), (["--load-test", "--what"], "--what"),
        (["--host", "ftp://x"], "LOAD_TARGET_HOST"),
      ] as [([String], String)])
    func refused(options: [String], named: String) async throws {
      let run = try Program(["LoadTools", "monitor"] + options, without: ["LOAD_TOKEN"])
      #expect(try await run.exitCode() == 104 && run.output.contains(named), "\(run.output)")
    }

    @Test(
      "On a terminal it is a screen that follows the window's size, answers keys, and gives the terminal back",
      .enabled(if: Peers.mayRun("tmux"), "tmux is missing"))
    func screen() async throws {
      try await ReferenceAgentProgram.with([]) { agent in
        let tmux = try await Tmux(columns: 80, rows: 24)
        defer { tmux.end() }
        let tool = Program.products.appendingPathComponent("LoadTools").path
        try await tmux.type("LOAD_CONTRACT=documented \(tool) monitor --host \(agent.url)")
        try await tmux.wait { $0.contains("breakers    none open") && $0.contains("machine memory") }
        let small = try await tmux.text()
        #expect(small.split(separator: "\n").allSatisfy { $0.count <= 80 } && small.contains("q quit"), "\(small)")
        try await tmux.resize(columns: 140, rows: 40)
        try await tmux.wait { $0.contains("last 5 min") }
        try await tmux.press("p")
        try await tmux.wait { $0.contains("PAUSED") }
        try await tmux.press("p")
        try await tmux.press("?")
        try await tmux.wait { $0.contains("never a zero") }
        // Stopped by the keyboard's signal, the shell has its terminal; and the screen is there again afterwards.
        try await tmux.press("C-z")
        try await tmux.wait { $0.contains("Stopped") }
        try await tmux.type("fg")
        try await tmux.wait { $0.contains("never a zero") }
        try await tmux.press("q")
        try await tmux.wait { $0.contains("machine memory") && !$0.contains("q quit") }
        try await tmux.type("stty -a | grep -c ' icanon'; echo over")
        try await tmux.wait { $0.contains("\nover") }
        let after = try await tmux.text()
        #expect(after.contains("\n1\nover"), "the terminal reads lines again: \(after)")
      }
    }
  }

  /// A terminal of its own, in a server of its own.
  private struct Tmux {
    private let name = "monitor-\(UUID().uuidString)"

    /// Not by Foundation's `Process`: the server that it leaves behind holds open what that learns of an end by.
    init(columns: Int, rows: Int) async throws {
      let command = "tmux -L \(name) -f /dev/null new-session -d -x \(columns) -y \(rows) 'bash --norc'"
      let outcome = try await SideCommand(command, variable: "tmux").run(target: "", secrets: .none)
      try #require(outcome.succeeded, "\(outcome)")
    }

    private func run(_ arguments: String...) async throws -> String {
      try await Process("tmux", ["-L", name] + arguments).runToEnd()
    }

    func type(_ text: String) async throws { _ = try await run("send-keys", "-l", text) + run("send-keys", "Enter") }
    func press(_ key: String) async throws { _ = try await run("send-keys", key) }
    func resize(columns: Int, rows: Int) async throws {
      _ = try await run("resize-window", "-x", "\(columns)", "-y", "\(rows)")
    }
    func text() async throws -> String { try await run("capture-pane", "-p") }

    func wait(_ condition: (String) -> Bool) async throws {
      var text = ""
      for _ in 0..<1200 {
        text = try await self.text()
        if condition(text) { return }
        try await Task.sleep(for: .milliseconds(50))
      }
      Issue.record("not in time:\n\(text)")
    }

    func end() {
      // One that is gone already is no matter.
      _ = try? Process("tmux", ["-L", name, "kill-server"]).runToEndHere()
    }
  }
#endif
