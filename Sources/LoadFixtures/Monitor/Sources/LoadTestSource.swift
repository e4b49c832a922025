import Foundation
import LoadEngine

/// A load test that goes on, or is about to begin: followed in the timelines that grow in its results directory.
struct LoadTestSource: MonitorSource {
  let kind = MonitorMetric.Source.load
  /// The results directory, or a link to it that may be switched to another meanwhile.
  let path: String

  func follow(every interval: Duration, _ take: @escaping @Sendable (SourceReading) async -> Void) async {
    var timelines = GrowingTimelines(path)
    await Ticks(every: interval, from: 0).run {
      // A reading that fails is told, and the next one begins anew.
      do {
        if let reading = try timelines.read() { await take(reading) }
      } catch {
        await take(SourceReading(.unreachable("\(error)")))
      }
    }
  }
}

/// Reads what was added to the newest timeline of a directory since the last look.
struct GrowingTimelines {
  private let path: String
  /// The folder that the path led to at the last look.
  private var folder: String?
  private var current: Timeline?
  /// Timelines that were there before the monitor and had ended: they are no news.
  private var passed: Set<String>?

  /// A timeline as far as it was read.
  fileprivate struct Timeline {
    let name: String
    /// Bytes that were read, and what came behind the last line break.
    var offset = 0
    var rest = Data()
    /// Since its first line.
    var run: LiveRun?
    /// Of the seconds since the last reading.
    var tally = Tally()
    var newSeconds = 0
    /// Whether these are the first that were read of it.
    var isFirst = true
    /// Whether there is more of it than was read.
    var hasMore = false
    /// Whether there was any line since then.
    var hasNews = false
  }

  init(_ path: String) { self.path = path }

  /// What the load test has told since the last reading; `nil` when it told nothing, as between two of its seconds.
  ///
  /// - Throws: ``Problem`` for a timeline that is none.
  mutating func read() throws -> SourceReading? {
    let now = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    guard ResultsDirectory.exists(at: now) else {
      passed = passed ?? []
      return SourceReading(.waiting("there is no directory \(path.neutralised) yet"))
    }
    if now != folder {
      // At the first look it may hold runs of long ago; a directory that comes later is new.
      passed = passed == nil ? Self.ended(in: now) : []
      (folder, current) = (now, nil)
    }
    if let newest = Self.timelines(in: now).filter({ !(passed ?? []).contains($0.name) }).max(by: { $0.at < $1.at }),
      newest.name != current?.name
    {
      // What the one before has still to say comes first: its end.
      if current != nil {
        try advance(in: now)
        if current?.hasNews == true, let reading = reading() { return reading }
      }
      current = Timeline(name: newest.name)
    }
    guard current != nil else { return SourceReading(.waiting("no scenario has begun in \(path.neutralised)")) }
    try advance(in: now)
    return reading()
  }

  /// What is wrong with a timeline.
  struct Problem: Error, CustomStringConvertible {
    let description: String
  }

  private static func timelines(in folder: String) -> [(name: String, at: Date)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(ResultsDirectory.ScenarioFile.timeline.rawValue) }.compactMap { name in
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
      return (attributes?[.modificationDate] as? Date).map { (name, $0) }
    }
  }

  /// Those whose last line says so, and those of runs that were killed: a run tells each second.
  private static func ended(in folder: String) -> Set<String> {
    Set(
      timelines(in: folder).filter { name, at in
        if at.timeIntervalSinceNow < -30 { return true }
        guard let file = FileHandle(forReadingAtPath: "\(folder)/\(name)") else { return true }
        defer { try? file.close() }
        guard let end = try? file.seekToEnd() else { return true }
        try? file.seek(toOffset: end > 4096 ? end - 4096 : 0)
        let tail = (try? file.readToEnd()) ?? Data()
        return tail.split(separator: UInt8(ascii: "\n")).last?.starts(with: Data(#"{"ended":"#.utf8)) ?? false
      }.map(\.name))
  }

  /// No timeline grows by more between two readings; of a longer one, which had grown before, the rest is read at the next.
  private static let piece = 16 << 20

  private mutating func advance(in folder: String) throws {
    guard var timeline = current else { return }
    do {
      try advance(&timeline, in: folder)
      current = timeline
    } catch {
      // From its beginning at the next look: it may have been begun anew, and have outgrown what was read.
      current = Timeline(name: timeline.name)
      throw error
    }
  }

  private func advance(_ timeline: inout Timeline, in folder: String) throws {
    if timeline.newSeconds > 0, !timeline.hasMore { timeline.isFirst = false }
    (timeline.tally, timeline.newSeconds, timeline.hasNews) = (Tally(), 0, false)
    guard let file = FileHandle(forReadingAtPath: "\(folder)/\(timeline.name)") else {
      throw Problem(description: "\(timeline.name.neutralised) cannot be read")
    }
    defer { try? file.close() }
    let size = Int(try file.seekToEnd())
    // Begun anew: a scenario that is repeated.
    if size < timeline.offset { timeline = Timeline(name: timeline.name) }
    try file.seek(toOffset: UInt64(timeline.offset))
    let piece = try file.read(upToCount: Self.piece) ?? Data()
    timeline.offset += piece.count
    timeline.hasMore = piece.count == Self.piece
    timeline.rest += piece
    guard let end = timeline.rest.lastIndex(of: UInt8(ascii: "\n")) else {
      if timeline.rest.count >= Self.piece { throw Problem(description: "\(timeline.name.neutralised) has no lines") }
      return
    }
    let lines = timeline.rest[...end]
    timeline.rest = Data(timeline.rest[timeline.rest.index(after: end)...])
    for line in lines.split(separator: UInt8(ascii: "\n")) {
      do {
        try timeline.take(JSONDecoder().decode(Line.self, from: line))
      } catch {
        throw Problem(description: "\(timeline.name.neutralised) holds a line that is no event of a run")
      }
    }
    timeline.run?.assess()
  }

  /// As much of a line as is shown.
  fileprivate struct Line: Decodable {
    struct Ending: Decodable {
      var verdict: Verdict.Status
      /// Absent in timelines of earlier versions.
      var assessments: [Assessment]?
    }

    var began: RunBeginning?
    var second: RunMoment?
    var warning: RunWarning?
    var fault: FaultMoment?
    var ended: Ending?
  }

  private func reading() -> SourceReading? {
    guard let timeline = current, let run = timeline.run else {
      return SourceReading(.waiting("a scenario is about to begin"))
    }
    var reading = SourceReading(.offered)
    reading.load = LoadProgress(run)
    reading.run = run
    guard run.seconds > 0 || run.isOver else {
      // The look at the target, the warm-up calls: they may take minutes, and tell nothing.
      reading.state = .waiting("\(run.scenario.neutralised) prepares its load")
      return reading
    }
    guard !timeline.hasMore else {
      reading.state = .waiting("reads what \(run.scenario.neutralised) told before")
      return reading
    }
    guard timeline.newSeconds > 0 else {
      if timeline.hasNews {
        reading.isPartial = !run.isOver
        return reading
      }
      guard let status = run.status else { return nil }
      reading.state = .waiting("\(run.scenario.neutralised) has ended: \(status.rawValue)")
      return reading
    }
    // Of a run that was under way when the monitor came, all that was before is no matter of this moment.
    let isLate = timeline.isFirst && timeline.newSeconds > 1
    let (tally, seconds) =
      isLate ? (run.last?.second.tally ?? Tally(), 1) : (timeline.tally, timeline.newSeconds)
    let calls = tally.calls
    let latency = calls.response.statistics
    reading.values[.users] = run.last.map { Double($0.second.users) }
    reading.values[.loadRate] = Double(calls.calls) / Double(seconds)
    reading.values[.loadP50] = latency.p50
    reading.values[.loadP95] = latency.p95
    reading.values[.loadP99] = latency.p99
    let (bad, all) = (calls.failure.count + tally.dropped, calls.calls + tally.dropped)
    if all > 0 { reading.values[.loadErrorRate] = Double(bad) / Double(all) }
    return reading
  }
}

extension GrowingTimelines.Timeline {
  fileprivate mutating func take(_ line: GrowingTimelines.Line) throws {
    hasNews = true
    if var began = line.began {
      guard began.plan.isBelievable else { throw GrowingTimelines.Problem(description: "its plan is none") }
      // It is written with the file's name, and by another process.
      began.metadata.scenario = began.metadata.scenario.cut(to: Secrets.longestName)
      run = LiveRun(began)
    }
    guard run != nil else { return }
    if let moment = line.second {
      guard run?.canTake(moment) == true else {
        throw GrowingTimelines.Problem(description: "a second is not the next one of its plan")
      }
      tally.add(moment.second.tally)
      newSeconds += 1
      run?.take(moment)
    }
    if let fault = line.fault { run?.take(fault) }
    if let warning = line.warning { run?.take(warning) }
    if let ended = line.ended { run?.end(ended.verdict, ended.assessments) }
  }
}

extension LoadProgress {
  /// How far a run has come.
  init(_ run: LiveRun) {
    let total = run.tally.total
    let (calls, musts) = (total.calls, run.musts)
    self.init(
      scenario: run.scenario, stage: run.last?.stage, faults: run.lastingTroubles.map(\.name), seconds: run.seconds,
      planned: run.beginning.plannedDuration,
      failureKinds: calls.failureKinds.labelled(checks: run.beginning.plan.checkNames), warnings: run.warnings,
      calls: calls.calls, failed: calls.failure.count,
      musts: musts.all > 0 ? Musts(met: musts.met, breached: musts.breached, all: musts.all) : nil,
      breaches: run.assessments.filter(\.isBreach).map(\.sentence), verdict: run.status?.rawValue)
  }
}
