#if os(Linux)
  import Foundation
  import LoadEngine
  import TestSupport
  import Testing

  /// The real tool over the built tests, ended in every way; the target's own count shows when the load ended.
  @Suite("Ends of a run", .serialized)
  struct EndTests {
    private static let grace = Duration.seconds(1)

    private static func run(_ target: CountingServer, environment: [String: String] = [:]) throws -> Program {
      try Program(
        ["LoadTools", "run", "--host", target.url, "--scenarios", "baseline", "normal", "--output", "out"],
        environment: environment)
    }

    /// Waits for the load to flow, and for the process that sends it.
    private static func load(of run: Program, on target: CountingServer) async throws -> pid_t {
      try await run.wait(for: "load", within: .seconds(30)) { target.received > 20 }
      return try #require(run.descendants().first)
    }

    /// Ends a run under load in some way, and looks at what must be true after each.
    ///
    /// - Parameter end: Is given the tool and the process that sends the load.
    private static func underLoad(_ end: (Program, pid_t) async throws -> Void) async throws {
      try await CountingServer.with(.answers) { target in
        let run = try run(target)
        let child = try await load(of: run, on: target)
        let signalled = MonotonicTime.now
        try await end(run, child)
        try await checkEnd(run, target, signalled: signalled)
      }
    }

    /// What must be true after each way of ending: no call later than a second, a record and a report that tell, and
    /// nothing left behind.
    private static func checkEnd(_ run: Program, _ target: CountingServer, signalled: MonotonicTime) async throws {
      // The two scenarios begin in no order: one was at work, the other has not begun.
      try await run.wait(for: "the report", within: grace + .seconds(4)) {
        (run.json("out/report.json")?["unfinished"] as? [String])?.count == 1
      }
      try await run.wait(for: "the end of all processes", within: .seconds(5)) { run.descendants().isEmpty }
      try await run.wait(for: "closed sockets", within: .seconds(5)) { await target.connections() == 0 }
      let last = try #require(target.arrivals.last)
      #expect(last - signalled < 1_500_000_000, "calls went on for \(Double(last - signalled) / 1e9) s")
      let scenarios = try #require(run.json("out/report.json")?["scenarios"] as? [[String: Any]])
      #expect(scenarios.map { $0["interrupted"] as? Bool } == [true])
      #expect(run.json("out/report.json")?["exitCode"] as? Int == 105)
      #expect(run.json("out/report.json")?["verdict"] as? String == "interrupted")
      #expect(run.names(in: "out").filter { $0.hasPrefix(".") } == [])
    }

    @Test("A signal to the tool: load stops, record and report say so, 105", arguments: [SIGINT, SIGTERM, SIGHUP])
    func signalled(signal: Int32) async throws {
      try await Self.underLoad { run, _ async throws in
        kill(run.pid, signal)
        #expect(try await run.exitCode() == 105)
        #expect(run.output.contains("; the run was interrupted"))
      }
    }

    @Test("A signal to both, as a terminal sends it, is one signal")
    func terminalSignal() async throws {
      try await Self.underLoad { run, child async throws in
        kill(run.pid, SIGINT)
        kill(child, SIGINT)
        #expect(try await run.exitCode() == 105)
      }
    }

    /// It signals its child, then its whole group.
    @Test("timeout(1) ends a run in good order")
    func timedOut() async throws {
      try await CountingServer.with(.answers) { target in
        let run = try Program([
          "/usr/bin/timeout", "3", Program.products.appendingPathComponent("LoadTools").path, "run", "--host",
          target.url, "--scenarios", "baseline", "normal", "--output", "out",
        ])
        #expect(try await run.exitCode() == 124)
        let scenarios = try #require(run.json("out/report.json")?["scenarios"] as? [[String: Any]])
        #expect(scenarios.map { $0["interrupted"] as? Bool } == [true])
        #expect(run.descendants().isEmpty && run.names(in: "out").filter { $0.hasPrefix(".") } == [])
      }
    }

    @Test("A terminal that is closed may say so twice")
    func hangUps() async throws {
      try await Self.underLoad { run, _ async throws in
        kill(run.pid, SIGHUP)
        try await Task.sleep(for: .milliseconds(400))
        kill(run.pid, SIGHUP)
        #expect(try await run.exitCode() == 105)
      }
    }

    @Test(
      "While calls in flight have their grace nothing else is asked, and a call of our own holds nothing up",
      arguments: [Behaviour.hangs, .hangsUnderLoad])
    func grace(behaviour: Behaviour) async throws {
      try await CountingServer.with(behaviour) { target in
        let run = try Self.run(target, environment: ["LOAD_GRACEFUL_STOP": "3"])
        // Two of health, three of the trial, and four monitoring calls before the load and each second, unless the first
        // hangs.
        let ownCalls = behaviour == .hangs ? 7 : 17
        try await run.wait(for: "calls in flight", within: .seconds(30)) { target.received > ownCalls + 3 }
        let signalled = MonotonicTime.now
        kill(run.pid, SIGTERM)
        try await run.wait(for: "a word on it") { run.output.contains("calls in flight have up to 3.00 s") }
        #expect(try await run.exitCode() == 105)
        // A call of our own that hangs would hold up the end for 30 s; beside all other tests the rest takes its time.
        #expect(MonotonicTime.now - signalled < 15_000_000_000)
        let last = try #require(target.arrivals.last)
        #expect(last - signalled < 500_000_000, "asked \(Double(last - signalled) / 1e9) s later")
      }
    }

    @Test("Before the first call: 105, with a report that names what was asked for")
    func beforeTheLoad() async throws {
      let run = try Program(["LoadTools", "run", "--scenarios", "baseline", "--output", "out"])
      try await run.wait(for: "the plan") { run.output.contains("waiting until the machine is calm") }
      kill(run.pid, SIGTERM)
      #expect(try await run.exitCode() == 105)
      let report = try #require(run.json("out/report.json"))
      #expect(report["unfinished"] as? [String] == ["baseline"] && report["exitCode"] as? Int == 105)
      #expect((report["scenarios"] as? [Any])?.isEmpty == true)
    }

    @Test("The tool is killed after it has passed a signal on: its mark on the folder goes as well")
    func killedInGrace() async throws {
      try await CountingServer.with(.hangs) { target in
        let run = try Self.run(target, environment: ["LOAD_GRACEFUL_STOP": "2"])
        try await run.wait(for: "calls in flight", within: .seconds(30)) { target.received > 9 }
        kill(run.pid, SIGTERM)
        try await Task.sleep(for: .milliseconds(300))
        kill(run.pid, SIGKILL)
        try await run.wait(for: "the end of all processes") { run.descendants().isEmpty }
        #expect(run.names(in: "out").filter { $0.hasPrefix(".") } == [])
        #expect(run.json("out/report.json")?["exitCode"] as? Int == 105)
      }
    }

    @Test("A probe whose reader does not read ends on a signal")
    func unread() async throws {
      try await CountingServer.with(.answers) { target in
        // The pipe is full before the probe writes.
        let run = try Program([
          "/bin/sh", "-c",
          "{ head -c 65536 /dev/zero; exec '\(Program.products.path)/LoadTools' probe '\(target.url)/' --users 1 "
            + "--duration 0.5 --json; } | sleep 60",
        ])
        func probe() -> pid_t? {
          run.descendants().first {
            (try? String(contentsOfFile: "/proc/\($0)/comm", encoding: .utf8)) == "LoadTools\n"
          }
        }
        try await run.wait(for: "load") { target.received > 20 }
        try await run.wait(for: "the end of the load") {
          target.arrivals.last.map { MonotonicTime.now - $0 > 1_000_000_000 } ?? false
        }
        let process = try #require(probe())
        kill(process, SIGINT)
        try await run.wait(for: "its end", within: .seconds(3)) { probe() == nil }
        for process in run.descendants() { kill(process, SIGKILL) }
      }
    }

    @Test("The agent alone ends on the first signal with a request asleep in it", arguments: [SIGINT, SIGTERM, SIGHUP])
    func agent(signal: Int32) async throws {
      let run = try Program(["LoadTools", "agent", "--port", "0", "--delay", "60"])
      try await run.wait(for: "its address") { run.output.contains("reference agent at http://") }
      let port = try #require(run.output.firstMatch(of: /127\.0\.0\.1:([0-9]+)/).flatMap { Int($0.1) })
      let client = try Program(["LoadTools", "probe", "http://127.0.0.1:\(port)/health", "--users", "1"])
      try await run.wait(for: "a connection") { client.output.contains("checking") }
      try await Task.sleep(for: .milliseconds(300))
      kill(run.pid, signal)
      #expect(try await run.exitCode(within: .seconds(3)) == 0)
      #expect(run.output.contains("answered 0 requests"))
      #expect(try await client.exitCode() != 0)
    }

    @Test("A plan that the settings make impossible is bad configuration, not a run that fails")
    func impossiblePlan() async throws {
      try await CountingServer.with(.answers) { target in
        let run = try Program(
          ["LoadTools", "run", "--host", target.url, "--scenarios", "baseline", "--output", "out"],
          environment: ["LOAD_USERS_SCALE": "1000000"])
        #expect(try await run.exitCode() == 104)
        #expect(run.output.contains("users; 0 to"))
      }
    }

    @Test("The process that sends the load is killed: the report is made of the seconds that it told")
    func loadKilled() async throws {
      try await CountingServer.with(.answers) { target in
        let run = try Self.run(target)
        let child = try await Self.load(of: run, on: target)
        try await run.wait(for: "a second in the timeline", within: .seconds(10)) {
          run.names(in: "out").contains { $0.hasSuffix(".timeline.jsonl") && run.text("out/\($0)").contains("second") }
        }
        kill(child, SIGKILL)
        #expect(try await run.exitCode() == 105)
        let report = try #require(run.json("out/report.json"))
        #expect(report["exitCode"] as? Int == 105)
        let scenarios = try #require(report["scenarios"] as? [[String: Any]])
        #expect(scenarios.map { $0["interrupted"] as? Bool } == [true])
        let counts = try #require(scenarios.first?["counts"] as? [String: Int])
        #expect(counts["completed"] ?? 0 > 10, "\(counts)")
        #expect(run.output.contains("invalid: The run was interrupted"))
        #expect(run.names(in: "out").filter { $0.hasPrefix(".") } == [])
      }
    }

    @Test("The tool is killed: the load ends all the same, with its record")
    func killed() async throws {
      try await Self.underLoad { run, _ in kill(run.pid, SIGKILL) }
    }

    /// The build folder that runs these tests is locked meanwhile: another one leads to the same products.
    private static let plainTests = """
      mkdir -p build/"$(basename "$(dirname "$PRODUCTS")")" && ln -s "$PRODUCTS" build/*/
      export LOAD_RESULTS_DIR="$PWD/out"
      exec swift test --package-path "$PACKAGE" --scratch-path "$PWD/build" --skip-build --filter BaselineTests
      """

    @Test(
      "Plain tests: a signal to SwiftPM ends the load, with its record", arguments: [SIGINT, SIGTERM, SIGHUP, SIGKILL])
    func parentGone(signal: Int32) async throws {
      try await CountingServer.with(.answers) { target in
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
          .deletingLastPathComponent().path
        let run = try Program(
          ["/bin/sh", "-c", Self.plainTests],
          environment: [
            "PACKAGE": package, "PRODUCTS": Program.products.path, "LOAD_TARGET_HOST": target.url,
          ])
        try await run.wait(for: "load", within: .seconds(60)) { target.received > 20 }
        // Both of the suite's scenarios are asked for at once, in no order; the record has the one that was at work.
        let signalled = MonotonicTime.now
        kill(run.pid, signal)
        try await run.wait(for: "the end of all processes", within: .seconds(10)) { run.descendants().isEmpty }
        let last = try #require(target.arrivals.last)
        #expect(last - signalled < 1_500_000_000)
        let report = try #require(run.json("out/report.json"))
        #expect(report["exitCode"] as? Int == 105)
        #expect((report["unfinished"] as? [String])?.count == 1)
        let scenarios = try #require(report["scenarios"] as? [[String: Any]])
        #expect(scenarios.map { $0["interrupted"] as? Bool } == [true])
        #expect(run.names(in: "out").filter { $0.hasPrefix(".") } == [])
      }
    }

    @Test("A second signal ends everything at once and leaves nothing", arguments: [SIGINT, SIGTERM])
    func secondSignal(signal: Int32) async throws {
      try await CountingServer.with(.hangs) { target in
        let run = try Self.run(target, environment: ["LOAD_GRACEFUL_STOP": "60"])
        try await run.wait(for: "calls in flight", within: .seconds(30)) { target.received > 9 }
        kill(run.pid, SIGTERM)
        try await Task.sleep(for: .milliseconds(500))
        #expect(!run.descendants().isEmpty, "it waits for its calls in flight")
        kill(run.pid, signal)
        #expect(try await run.exitCode(within: .seconds(5)) == 105)
        #expect(run.descendants().isEmpty)
        #expect(run.names(in: "out").filter { $0.hasPrefix(".") } == [])
      }
    }

    @Test("Ctrl-Z stops the load with the tool, and both go on")
    func stopped() async throws {
      try await CountingServer.with(.answers) { target in
        let run = try Self.run(target)
        let child = try await Self.load(of: run, on: target)
        kill(run.pid, SIGTSTP)
        for process in [run.pid, child] {
          try await run.wait(for: "process \(process) to stop") { Self.state(of: process) == "T" }
        }
        let before = target.received
        try await Task.sleep(for: .seconds(1))
        // What was on its way may still have come.
        #expect(target.received - before <= 10)
        kill(run.pid, SIGCONT)
        try await run.wait(for: "load") { target.received > before + 20 }
        kill(run.pid, SIGTERM)
        #expect(try await run.exitCode() == 105)
      }
    }

    private static func state(of process: pid_t) -> Substring? {
      let line = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
      return line.flatMap { line in
        line.lastIndex(of: ")").flatMap { line[line.index(after: $0)...].split(separator: " ").first }
      }
    }

    @Test(
      "A signal in the pre-flight: 105 at once",
      arguments: [["run", "--output", "out", "--host"], ["probe"]])
    func preflight(arguments: [String]) async throws {
      try await CountingServer.with(.hangsAtHealth) { target in
        let url = target.url + (arguments[0] == "probe" ? "/health" : "")
        let run = try Program(["LoadTools"] + arguments + [url])
        try await run.wait(for: "the pre-flight") { target.received == 1 }
        kill(run.pid, SIGINT)
        #expect(try await run.exitCode(within: .seconds(2)) == 105)
      }
    }

    @Test("A results folder in use by another run is refused by name before any load")
    func folderInUse() async throws {
      try await CountingServer.with(.answers) { target in
        let first = try Self.run(target)
        _ = try await Self.load(of: first, on: target)
        try await CountingServer.with(.answers) { other in
          let folder = first.folder.appendingPathComponent("out").path
          let second = try Program(["LoadTools", "run", "--host", other.url, "--output", folder])
          #expect(try await second.exitCode() == 1)
          #expect(second.output.contains("\(folder): another run (process \(first.pid)) writes there"))
          #expect(other.received == 1, "the pre-flight's call alone")
        }
        kill(first.pid, SIGTERM)
        #expect(try await first.exitCode() == 105)
      }
    }

    @Test(
      "A disk that fills up meanwhile: the numbers are shown, the path is named, no success",
      .enabled(if: Disk.mayMount, "needs the right to mount"))
    func fullDisk() async throws {
      try await CountingServer.with(.answers) { target in
        let disk = try Disk(kibibytes: 4096)
        // A mount that is left behind in the temporary directory fails no test.
        defer { try? disk.remove() }
        let run = try Program(
          ["LoadTools", "run", "--host", target.url, "--scenarios", "baseline", "--output", disk.path],
          environment: ["LOAD_TIME_SCALE": "0.03"])
        _ = try await Self.load(of: run, on: target)
        try disk.fill()
        #expect(try await run.exitCode() != 0)
        #expect(run.output.contains("p95 (ms)"), "the table")
        #expect(run.output.contains("cannot write \(disk.path)/baseline.json: No space left on device"))
      }
    }

    @Test("Output that cannot be written is said, and no success", arguments: [["--json"], []])
    func fullOutput(options: [String]) async throws {
      try await CountingServer.with(.answers) { target in
        let command = "'\(Program.products.path)/LoadTools' probe '\(target.url)/' --users 1 --duration 0.5 "
        let run = try Program(["/bin/sh", "-c", command + options.joined(separator: " ") + " > /dev/full"])
        #expect(try await run.exitCode() != 0)
        #expect(run.output.contains("standard output is not whole: write: No space left on device"))
      }
    }
  }
#endif
