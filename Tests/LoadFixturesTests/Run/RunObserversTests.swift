import Foundation
import LoadEngine
import Synchronization
import TestSupport
import Testing

@testable import LoadFixtures

@Suite("Observers of a run")
struct RunObserversTests {
  struct Broken: Error, CustomStringConvertible {
    let description = "no space left"
  }

  /// Keeps all events.
  final class Notebook: RunObserver {
    let name = "the notebook"
    let delay: Duration
    let fails: @Sendable (RunEvent) -> Bool
    let events = Mutex<[RunEvent]>([])

    init(delay: Duration = .zero, fails: @escaping @Sendable (RunEvent) -> Bool = { _ in false }) {
      self.delay = delay
      self.fails = fails
    }

    func observe(_ event: RunEvent) async throws {
      if delay > .zero { try await Task.sleep(for: delay) }
      events.withLock { $0.append(event) }
      if fails(event) { throw Broken() }
    }

    var all: [RunEvent] { events.withLock { $0 } }
    var seconds: [RunMoment] {
      all.compactMap { if case .second(let moment) = $0 { moment } else { nil } }
    }
  }

  /// A probe of 1.5 s at 200 requests/s that these observe, with what was written to standard error.
  private func observed(by observers: [any RunObserver]) async throws -> (RunRecord, String) {
    try await Serializer.scenarios.run { try await Self.probe(observedBy: observers) }
  }

  private static func probe(observedBy observers: [any RunObserver]) async throws -> (RunRecord, String) {
    try await CountingServer.with { server in
      let text = Mutex("")
      let sink = TerminalSink(isTerminal: false) { line in text.withLock { $0 += line } }
      let environment = try TargetEnvironment(
        environment: ["LOAD_TARGET_HOST": "http://127.0.0.1:\(server.port)", "LOAD_EVENT_LOOPS": "1"])
      var probe = Probe(
        try ProbeRequest(url: "http://127.0.0.1:\(server.port)/"),
        profile: Probe.open(rate: 200, maxInFlight: 100, duration: .milliseconds(1500)), environment: environment)
      probe.observers = observers
      let record = try await probe.run(terminal: Terminal(output: sink, error: sink))
      return (record, text.withLock { $0 })
    }
  }

  @Test("A run tells its beginning, each second and its end, in this order, and the seconds make the record")
  func order() async throws {
    let notebook = Notebook()
    let (record, _) = try await observed(by: [notebook])
    guard case .began(let beginning) = notebook.all.first, case .ended(let ended) = notebook.all.last else {
      Issue.record("\(notebook.all.count) events, not from a beginning to an end")
      return
    }
    #expect(beginning.metadata.scenario == "probe" && beginning.requirements.map(\.kpi) == [.errorRate])
    #expect(beginning.plannedDuration == 1.5)
    #expect(notebook.seconds.map(\.second.number) == Array(0..<record.timeline.count))
    #expect(notebook.seconds.first?.stage == "200/s")
    #expect(try ended.encoded() == record.encoded())
    var sum = RunTally(plan: beginning.plan)
    for moment in notebook.seconds { sum.add(moment.second) }
    let statistics = sum.statistics(until: Int64(record.duration * 1e9))
    #expect(statistics.total == record.total && statistics.timeline == record.timeline.withoutCPU)
    #expect(record.counts.completed == 300)
  }

  @Test("A slow observer loses nothing and delays nobody; one that fails is told once, named, and left alone")
  func slowAndBroken() async throws {
    let (quick, slow, broken) = (
      Notebook(), Notebook(delay: .milliseconds(400)), Notebook { if case .second = $0 { true } else { false } }
    )
    let (record, text) = try await observed(by: [slow, broken, quick])
    #expect(slow.all.count == quick.all.count && quick.seconds.count == record.timeline.count)
    #expect(slow.seconds.map(\.second.number) == quick.seconds.map(\.second.number))
    #expect(broken.seconds.count == 1)
    #expect(record.notes.filter { $0.contains("notebook") } == ["the notebook is not whole: no space left."])
    #expect(text.components(separatedBy: "the notebook ends here: no space left").count == 2)
    // Its numbers are those of the load: 300 calls in a second and a half, whatever its observers took.
    #expect(record.counts.completed == 300 && record.duration < 2.5)
  }

  @Test("One that hangs does not hold up the run's end, and is named")
  func hanging() async throws {
    let (observers, quick) = (
      RunObservers([Notebook(delay: .seconds(3600))], title: "x", log: Log(terminal: .silent)), Notebook()
    )
    let others = RunObservers([quick], title: "x", log: Log(terminal: .silent))
    let warning = RunWarning(code: "a", sentence: "b", second: 0, isRaised: true)
    for _ in 0..<3 {
      observers.tell(.warning(warning))
      others.tell(.warning(warning))
    }
    let start = ContinuousClock.now
    #expect(
      await observers.settle(within: .milliseconds(100)) == [
        "the notebook is not whole: it had 3 events still to take."
      ])
    // Once is enough.
    _ = await observers.settle(within: .seconds(600))
    #expect(await others.settle(within: .seconds(600)).isEmpty && quick.all.count == 3)
    // Far below the 600 s: beside all other tests a task was seen to wait for a thread for a minute.
    #expect(ContinuousClock.now - start < .seconds(300))
  }

  @Test("One that fails of the end stands on the record as well")
  func brokenAtTheEnd() async throws {
    let (record, _) = try await observed(by: [Notebook { if case .ended = $0 { true } else { false } }])
    #expect(record.notes.contains("the notebook is not whole: no space left."))
  }

  @Test("A run that is refused has a beginning and an end")
  func refused() async throws {
    let notebook = Notebook()
    let port = try await CountingServer.with { $0.port }
    let environment = try TargetEnvironment(environment: ["LOAD_TARGET_HOST": "http://127.0.0.1:\(port)"])
    var probe = Probe(
      try ProbeRequest(url: "http://127.0.0.1:\(port)/"), profile: Probe.closed(users: 1, duration: .seconds(1)),
      environment: environment)
    probe.observers = [notebook]
    let record = try await probe.run(terminal: .silent)
    #expect(record.verdict.reasons.map(\.code) == [.refused])
    guard case .began = notebook.all.first, case .ended(let ended) = notebook.all.last else {
      Issue.record("\(notebook.all.count) events")
      return
    }
    #expect(notebook.all.count == 2 && ended.verdict == record.verdict)
  }

  /// Reads a log by its tags: the successes of each and their largest value.
  private static let reader = """
    import sys
    from hdrh.log import HistogramLogReader
    from hdrh.histogram import HdrHistogram
    sums = {}
    reader = HistogramLogReader(sys.stdin.readline().strip(), HdrHistogram(1, 3600000000, 3))
    while True:
        interval = reader.get_next_interval_histogram()
        if interval is None:
            break
        assert interval.get_end_time_stamp() - interval.get_start_time_stamp() == 1000
        sums.setdefault(interval.get_tag(), HdrHistogram(1, 3600000000, 3)).add(interval)
    for tag, sum in sorted(sums.items()):
        print(tag, sum.get_total_count(), sum.get_max_value())
    """

  @Test(
    "The files that grow with a run: Python's hdrhistogram reads the log, and the timeline makes a record again",
    .enabled("PyPI's hdrhistogram is missing") { await PythonOracle.mayAsk("hdrh") })
  func files() async throws {
    let scratch = try ScratchDirectory()
    let directory = try ResultsDirectory(path: scratch.path)
    let (record, _) = try await observed(by: [HistogramLog(in: directory), TimelineFile(in: directory)])
    #expect(try scratch.names() == ["probe.hlog", "probe.timeline.jsonl"])
    let answer = try await PythonOracle.run(Self.reader, input: scratch.path + "/probe.hlog\n")
    let fields = answer.split(separator: " ").map(String.init)
    #expect(fields.prefix(2) == ["GET_/", "300"])
    // The reader's largest value is the upper end of its bucket, in microseconds.
    let peer = try #require(Double(fields[2].trimmingCharacters(in: .whitespacesAndNewlines)))
    let largest = try #require(record.total.latency.max)
    #expect(abs(peer - largest * 1000) <= max(1, peer / 1000))

    // Nothing was lost of a run that was killed just after its last second; but that it was killed is said.
    let timeline = Data(try scratch.text("probe.timeline.jsonl").utf8)
    let recovered = try RunRecord(recovering: timeline)
    #expect(recovered.counts.completed == 300 && recovered.timeline == record.timeline.withoutCPU)
    #expect(recovered.verdict.status == .invalid && recovered.verdict.reasons.map(\.code) == [.interrupted])
    #expect(recovered.interrupted)
    #expect(recovered.generator.startLateness == record.generator.startLateness)
    #expect(
      recovered.generator.cpuShare == nil && recovered.generator.loops == nil, "the last second's are not the run's")
    #expect(recovered.system.metrics == .unknown)

    // And no more than the last line of one that was killed while it wrote.
    let lines = timeline.split(separator: UInt8(ascii: "\n"))
    let seconds = try lines.map { try JSONDecoder().decode(TimelineFile.ReadLine.self, from: $0).second }
    let last = try #require(seconds.lastIndex { $0 != nil })
    let end = lines[last].endIndex
    for cut in [1, 100, lines[last].count - 1] {
      let torn = try RunRecord(recovering: timeline[..<(end - cut)])
      #expect(torn.timeline == record.timeline.dropLast().map(\.self).withoutCPU)
      #expect(torn.counts.scheduled == torn.counts.completed + torn.counts.cancelled)
      #expect(torn.verdict.reasons.map(\.code) == [.interrupted])
    }
    try timeline[..<(end - 9)].write(to: URL(fileURLWithPath: scratch.path + "/probe.timeline.jsonl"))
    let loaded = try directory.readRecords()
    #expect(loaded.records.map(\.interrupted) == [true] && loaded.damaged.isEmpty)
    // Beside the record of that run it is no run of its own.
    try directory.save(record)
    #expect(try directory.readRecords().records.map(\.interrupted) == [false])
  }

  @Test("A timeline that was tampered with is refused by name, or read, and never traps")
  func damagedTimeline() async throws {
    let scratch = try ScratchDirectory()
    let directory = try ResultsDirectory(path: scratch.path)
    _ = try await observed(by: [TimelineFile(in: directory)])
    let text = try scratch.text("probe.timeline.jsonl")
    let huge = String(Int.max)
    for (part, other) in [
      (#""number":1"#, #""number":7"#), (#""number":0"#, #""number":-1"#), (#""scheduled":"#, #""scheduled":-"#),
      (#""scheduled":"#, #""scheduled":\#(huge)"#), (#""users":"#, #""users":\#(huge)"#),
      (#""warmUpEnd":0"#, #""warmUpEnd":-5"#), (#""cells":{"3""#, #""cells":{"3000""#),
      (
        #""business":{}"#,
        #""business":{"es_MX":{"conversationsStarted":\#(huge),"conversationsCompleted":0,"conversationsAbandoned":0}}"#
      ), (#""answers":{}"#, #""answers":{"0":{"count":\#(huge),"notes":[]}}"#),
      (#""signs":{}"#, #""signs":{"0":{"count":-\#(huge),"first":1}}"#),
    ] {
      let damaged = text.replacing(part, with: other)
      #expect(damaged != text, "\(part) is not in the timeline")
      try scratch.put(damaged, at: "probe.timeline.jsonl")
      let contents = try directory.readRecords()
      #expect(contents.records.isEmpty && contents.damaged.count == 1, "\(part) -> \(other)")
      #expect(contents.damaged.first?.path.hasSuffix("/probe.timeline.jsonl") == true)
    }
    var random = SplitMix64(seed: 11)
    var bytes = Array(text.utf8)
    for _ in 0..<300 {
      let index = Int.random(in: 0..<bytes.count, using: &random)
      let before = bytes[index]
      bytes[index] = UInt8.random(in: 0x20...0x7e, using: &random)
      try Data(bytes).write(to: URL(fileURLWithPath: scratch.path + "/probe.timeline.jsonl"))
      let contents = try directory.readRecords()
      #expect(contents.records.count + contents.damaged.count == 1)
      bytes[index] = before
    }
  }
}

extension [TimelinePoint] {
  /// What the seconds' calls make: the generator's CPU is read beside them.
  fileprivate var withoutCPU: [TimelinePoint] {
    map { point in
      var point = point
      point.cpu = nil
      return point
    }
  }
}
