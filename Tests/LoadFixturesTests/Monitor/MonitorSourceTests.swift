import Foundation
import LoadEngine
import ReferenceAgent
import Synchronization
import TestSupport
import Testing

@testable import LoadFixtures

@Suite("What a monitor is told, by sources that are up, down, slow, hung or talk nonsense", .timeLimit(.minutes(3)))
struct MonitorSourceTests {
  private static func wait(
    for fits: (SourceReading) -> Bool, in readings: borrowing Mutex<[SourceReading]>
  ) async throws {
    let end = MonotonicTime.now + .seconds(50)
    while MonotonicTime.now < end, !readings.withLock({ $0.contains(where: fits) }) {
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  /// The readings of a source until one of them fits; so long at most, beside all other tests.
  ///
  /// The body begins with the first reading, however late that comes.
  private static func readings(
    of source: some MonitorSource, every interval: Duration = .milliseconds(50),
    afterFirst body: () async throws -> Void = {}, until fits: @escaping @Sendable (SourceReading) -> Bool
  ) async throws -> [SourceReading] {
    let all = Mutex<[SourceReading]>([])
    let work = Task { await source.follow(every: interval) { reading in all.withLock { $0.append(reading) } } }
    try await wait(for: { _ in true }, in: all)
    try await body()
    try await wait(for: fits, in: all)
    work.cancel()
    await work.value
    let readings = all.withLock { $0 }
    if !readings.contains(where: fits) { Issue.record("none of these fits: \(readings.suffix(5))") }
    return readings
  }

  private static func isUnreachable(_ reading: SourceReading) -> Bool {
    if case .unreachable = reading.state { true } else { false }
  }

  // MARK: The target

  @Test("A target that is up tells what its contract has")
  func up() async throws {
    try await AgentUnderTest.with { agent in
      let source = TargetSource(environment: try agent.environment())
      let last = try #require(try await Self.readings(of: source) { $0.values[.openCircuits] != nil }.last)
      #expect(last.state == .offered && last.word == "healthy" && last.parts.isEmpty, "\(last)")
      #expect(last.values[.openCircuits] == 0 && last.openCircuits == [])
      #expect(last.values[.health] ?? 0 > 0 && last.values[.cacheKeys] == 0)
      #expect(last.values.keys.allSatisfy { $0.source == .target })
    }
  }

  @Test("One that is down is unreachable, with the reason, and told of as soon as it is there")
  func down() async throws {
    let port = try FreePort.next()
    let environment = try TargetEnvironment(environment: [
      "LOAD_TARGET_HOST": "http://127.0.0.1:\(port)", "LOAD_CONTRACT": "documented",
    ])
    let loop = try EventLoop(name: "late-agent")
    let started = Mutex<HTTPServer?>(nil)
    let agent = ReferenceAgent(configuration: AgentConfiguration(serviceTimes: .none))
    let readings = try await Self.readings(of: TargetSource(environment: environment)) {
      let server = try await HTTPServer.start(port: port, loops: [loop]) { await agent.answer($0) }
      started.withLock { $0 = server }
    } until: {
      $0.state == .offered
    }
    await started.withLock { $0 }?.stop()
    await loop.shutDown()
    #expect(readings.first?.state == .unreachable("/health: connection refused"), "\(readings)")
    #expect(readings.first?.values.isEmpty == true)
    #expect(readings.contains { $0.state == .offered && $0.word == "healthy" })
  }

  @Test("One that hangs is given up in time and is unreachable; its machine is told of all the while")
  func hung() async throws {
    try await CountingServer.with { server, _, _ in
      await server.silence()
      return .ok
    } _: { server in
      let environment = try TargetEnvironment(environment: [
        "LOAD_TARGET_HOST": "http://127.0.0.1:\(server.port)", "LOAD_CONTRACT": "documented",
      ])
      let source = TargetSource(environment: environment, patience: .milliseconds(200))
      let readings = try await Self.readings(of: source, until: Self.isUnreachable)
      #expect(readings.allSatisfy { Self.isUnreachable($0) && $0.values.isEmpty }, "\(readings)")
      #expect(readings.first?.state == .unreachable("/health: timeout"), "\(readings)")
    }
  }

  @Test("One that refuses a route, or has none of the kind, tells the rest")
  func parts() async throws {
    try await AgentUnderTest.with(answering: { request in
      ["/cache/stats": HTTPServerReply(status: 404), "/metrics": HTTPServerReply(status: 401)][request.path]
    }) { agent in
      let source = TargetSource(environment: try agent.environment())
      let last = try #require(try await Self.readings(of: source) { $0.openCircuits != nil }.last)
      #expect(last.state == .offered && last.parts == ["metrics unreachable", "cache not offered"], "\(last)")
      #expect(last.values[.activeConnections] != nil && last.values[.responseTime] == nil)
    }
  }

  @Test("One whose metrics hang holds up neither its health nor the next look, and what was not asked is not told")
  func hangingPart() async throws {
    try await AgentUnderTest.with(answering: { request in
      guard request.path == "/metrics/connections" else { return nil }
      // It throws where the connection is closed.
      try? await EventLoop.sleep(for: .seconds(300))
      return .ok
    }) { agent in
      let source = TargetSource(environment: try agent.environment(), patience: .milliseconds(300))
      let last = try #require(try await Self.readings(of: source) { $0.state == .offered }.last)
      #expect(last.parts == ["connections unreachable", "breakers unreachable", "cache unreachable"], "\(last)")
      #expect(last.values[.health] != nil && last.values[.responseTime] != nil && last.openCircuits == nil)
    }
  }

  @Test("One that talks nonsense is not healthy, and no number is made of it")
  func nonsense() async throws {
    try await CountingServer.with { _, _, _ in
      HTTPServerReply(status: 200, body: Array(#"{"error_rate":"}"#.utf8))
    } _: {
      server in
      let environment = try TargetEnvironment(environment: [
        "LOAD_TARGET_HOST": "http://127.0.0.1:\(server.port)", "LOAD_CONTRACT": "documented",
      ])
      let last = try #require(
        try await Self.readings(of: TargetSource(environment: environment)) { $0.state == .offered }.last)
      #expect(last.word == "answers 200" && Set(last.values.keys) == [.health], "\(last)")
      #expect(last.parts.count == 4, "\(last.parts)")
    }
  }

  // MARK: Machine and process

  @Test("This machine tells its processors and its memory, in shares")
  func machine() async throws {
    let readings = try await Self.readings(of: MachineSource(), every: .milliseconds(100)) { $0.values[.cpu] != nil }
    let last = try #require(readings.last)
    let (cpu, memory) = (try #require(last.values[.cpu]), try #require(last.values[.memory]))
    #expect((0...1).contains(cpu) && (0...1).contains(memory))
    #expect(MachineSource.usedMemory("MemTotal: 1000 kB\nMemFree: 1 kB\nMemAvailable:  250 kB\n") == 0.75)
    #expect(MachineSource.usedMemory("MemTotal: 0 kB") == nil && MachineSource.usedMemory("") == nil)
  }

  #if os(Linux)
    @Test("The process that listens on the port is found, with its connections")
    func process() async throws {
      try await CountingServer.with { server in
        let client = try RawSocket(connectedTo: server.port)
        defer { client.close() }
        let readings = try await Self.readings(of: ProcessSource(process: nil, port: server.port)) {
          $0.values[.processCPU] != nil
        }
        let last = try #require(readings.last)
        #expect(last.word == "process \(getpid())" && last.values[.processConnections] == 1, "\(last)")
        #expect(last.values[.processMemory] ?? 0 > 1_000_000 && last.values[.processDescriptors] ?? 0 > 3)
      }
      let port = try FreePort.next()
      let none = try await Self.readings(of: ProcessSource(process: nil, port: port), until: Self.isUnreachable)
      #expect(none.first?.values.isEmpty == true)
      #expect("\(none[0].state)".contains("listens on port \(port)"))
    }

    @Test("Sockets are read as the system writes them, in both families")
    func sockets() {
      let text = """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0
           1: 0100007F:1F40 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 222 1 0
           2: 00000000000000000000000001000000:1F40 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 333 1 0
           3: 0100007F:1F40
        nonsense
        """
      let sockets = TCPSockets(text, port: 8000)
      #expect(sockets.listeners == ["111", "333"] && sockets.established == 1)
      let other = TCPSockets(text, port: 50_000)
      #expect(other.listeners.isEmpty && other.established == 0)
    }

    @Test("A process is told from another that has its number later")
    func startTime() throws {
      let sleeper = Process("sleep", ["60"])
      try sleeper.start()
      defer { kill(sleeper.processIdentifier, SIGKILL) }
      let (own, child) = (ProcessStatus.startTime(of: getpid()), ProcessStatus.startTime(of: sleeper.processIdentifier))
      #expect(own ?? 0 > 0 && child ?? 0 > own ?? 0)
    }
  #endif

  // MARK: Prometheus

  private static func prometheus(_ text: String) throws -> PrometheusText {
    try #require(PrometheusText(Array(text.utf8)))
  }

  @Test("Series are followed by name, a counter as its rate, and what is lacking is said")
  func series() throws {
    var counters = PrometheusSource.Counters(names: ["requests_total", "queue", "lost"])
    let first = counters.reading(
      of: try Self.prometheus("requests_total{a=\"1\"} 10\nrequests_total{a=\"2\"} 5\nqueue 3\n"), at: 1)
    #expect(first.values == [.series("queue"): 3] && first.parts == ["lost not offered"])
    let second = counters.reading(of: try Self.prometheus("requests_total 25\nqueue 4\n"), at: 3)
    #expect(second.values == [.series("queue"): 4, .series("requests_total", isRate: true): 5])
    // Started anew.
    let third = counters.reading(of: try Self.prometheus("requests_total 2\nqueue 4\n"), at: 4)
    #expect(third.values == [.series("queue"): 4])
    var long = PrometheusSource.Counters(names: [])
    let page = try Self.prometheus(String(repeating: "x", count: 100_000) + " 1\nshort 2\n")
    #expect(long.reading(of: page, at: 1).values == [.series("short"): 2])
    var all = PrometheusSource.Counters(names: [])
    let many = (0..<40).map { "series_\($0) \($0)" }.joined(separator: "\n")
    #expect(all.reading(of: try Self.prometheus(many), at: 1).values.count == 12)
  }

  @Test("An endpoint that is there, one that is none, and one that is away")
  func endpoint() async throws {
    try await CountingServer.with { _, request, _ in
      request.path == "/metrics"
        ? HTTPServerReply(status: 200, body: Array("up 1\n".utf8)) : HTTPServerReply(status: 404)
    } _: { server in
      func first(_ path: String, port: Int) async throws -> SourceReading? {
        let source = PrometheusSource(
          url: try TargetURL("http://127.0.0.1:\(port)\(path)"), names: [],
          environment: try TargetEnvironment(environment: [:]))
        return try await Self.readings(of: source) { _ in true }.first
      }
      let there = try await first("/metrics", port: server.port)
      #expect(there?.values == [.series("up"): 1])
      let none = try await first("/other", port: server.port)
      #expect(none?.state == .unreachable("answers 404"))
      let away = try await first("/metrics", port: FreePort.next())
      #expect(away?.state == .unreachable("connection refused"))
    }
  }

  // MARK: A load test

  @Test("A run is followed from before its beginning to its end, and its figures are the record's")
  func run() async throws {
    let folder = try ScratchDirectory()
    let path = folder.path + "/latest"
    let record = Mutex<RunRecord?>(nil)
    let readings = try await AgentUnderTest.with { agent in
      try await Self.readings(of: LoadTestSource(path: path), every: .milliseconds(200)) {
        try await Task.sleep(for: .milliseconds(300))
        let directory = try ResultsDirectory(path: folder.path + "/run")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: directory.path)
        try await Task.sleep(for: .milliseconds(300))
        let run = try await ScenarioRunner(
          scenario: Scenario("followed", user: SalesUser.self, profile: .ramp(to: 5, perSecond: 50, for: .seconds(3))),
          sla: [.must(.errorRate, below: 0.01)], environment: agent.environment(), terminal: .silent,
          observers: [TimelineFile(in: directory)]
        ).run()
        record.withLock { $0 = run }
      } until: {
        $0.load?.verdict != nil
      }
    }
    let end = try #require(readings.last?.load)
    let counts = try #require(record.withLock { $0 }).counts
    #expect(end.scenario == "followed" && end.calls == counts.completed + counts.failed, "\(end)")
    #expect(try end.verdict == #require(record.withLock { $0 }).verdict.status.rawValue)
    #expect(readings.first?.state == .waiting("there is no directory \(path) yet"))
    #expect(readings.contains { $0.state == .waiting("no scenario has begun in \(path)") })
    let rates = readings.compactMap { $0.values[.loadRate] }
    #expect(rates.count >= 3 && readings.contains { $0.values[.users] == 5 && $0.values[.loadP95] != nil }, "\(rates)")
    // What had ended before the monitor began is no news.
    var late = GrowingTimelines(path)
    #expect(try late.read()?.state == .waiting("no scenario has begun in \(path)"))
  }

  @Test("Between two seconds of a run nothing is told, and after its end that it has ended")
  func silence() async throws {
    let folder = try ScratchDirectory()
    let file = folder.path + "/followed.timeline.jsonl"
    var timelines = GrowingTimelines(folder.path)
    #expect(try timelines.read()?.state == .waiting("no scenario has begun in \(folder.path)"))
    _ = try await AgentUnderTest.with { agent in
      try await ScenarioRunner(
        scenario: Scenario("followed", user: SalesUser.self, profile: .ramp(to: 2, perSecond: 50, for: .seconds(2))),
        sla: [], environment: agent.environment(), terminal: .silent,
        observers: [TimelineFile(in: try ResultsDirectory(path: folder.path))]
      ).run()
    }
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    // As it was before its first second.
    try (lines[0] + "\n").write(toFile: file, atomically: false, encoding: .utf8)
    for _ in 0..<2 { #expect(try timelines.read()?.state == .waiting("followed prepares its load")) }
    // As it was before its last second.
    try (lines.dropLast(2).joined(separator: "\n") + "\n").write(toFile: file, atomically: false, encoding: .utf8)
    #expect(try timelines.read()?.values[.loadRate] != nil)
    #expect(try timelines.read() == nil)
    try (lines.joined(separator: "\n") + "\n").write(toFile: file, atomically: false, encoding: .utf8)
    let last = try #require(try timelines.read())
    #expect(last.state == .offered && last.load?.verdict != nil)
    let after = try #require(try timelines.read())
    #expect(after.values.isEmpty && "\(after.state)".contains("followed has ended: "), "\(after)")
  }

  @Test("A line that is cut is waited for, and one that is none is said to be so")
  func lines() throws {
    let folder = try ScratchDirectory()
    let file = folder.path + "/x.timeline.jsonl"
    var timelines = GrowingTimelines(folder.path)
    try #"{"warning":{"code":"c","sentence":"s","#.write(toFile: file, atomically: false, encoding: .utf8)
    #expect(try timelines.read()?.state == .waiting("a scenario is about to begin"))
    try #"{"warning":{"code":"c","sentence":"s","second":1,"isRaised":true}}"#
      .write(toFile: file, atomically: false, encoding: .utf8)
    #expect(try timelines.read()?.state == .waiting("a scenario is about to begin"))
    try "nonsense\n".write(toFile: file, atomically: false, encoding: .utf8)
    #expect(throws: GrowingTimelines.Problem.self) { try timelines.read() }
  }
}
