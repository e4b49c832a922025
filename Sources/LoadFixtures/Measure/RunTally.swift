/// The recorder's arithmetic as a value: folds batches of samples and derives the statistics once at the end.
///
/// Memory is bounded by names, outcomes and stages, and grows by one point a second, never with the samples.
struct RunTally: Sendable {
  private let configuration: LatencyRecorder.Configuration
  private let stages: [StageWindow]
  // The stages without their names: finding a sample's stage then costs no reference counting.
  private let windows: [Span]
  private(set) var counts = RunRecord.Counts()
  private(set) var timeline: TimelineBuilder
  // By request number within `window(of:)`: a sample is counted once, and what is told of a request, of a stage
  // and of the whole is summed up at the end. Cells that no call falls into own no histogram.
  private var cells: [CallTally]
  // Dropped arrivals by the cells' windows: they have no request.
  private var drops: [Int]
  // By raw value of the kind; grown on demand, since most runs see a handful of low ones.
  private var failures: [Int] = []
  private var lateness = HDRHistogram()
  private var loopLag = HDRHistogram()
  // Since the last reading; added to the two above then, so that a sample is recorded once.
  private var recentLateness = HDRHistogram()
  private var recentLoopLag = HDRHistogram()
  private var outOfRange = 0
  // Where the last sample was found: neighbours in time share a stage.
  private var lastStage = 0

  private struct Span {
    var start: Int64
    var end: Int64
    var warmUp: Bool
  }

  private static let distributionBars = 60
  /// The kind of failure that an arrival is which no call was made for.
  static let droppedLabel = "dropped"

  init(configuration: LatencyRecorder.Configuration) {
    self.configuration = configuration
    stages = configuration.stages.sorted { $0.start < $1.start }
    windows = stages.map { Span(start: $0.start, end: $0.end, warmUp: $0.warmUp) }
    drops = Array(repeating: 0, count: 2 * (stages.count + 1))
    cells = Array(repeating: CallTally(), count: drops.count * configuration.requestNames.count)
    timeline = TimelineBuilder(
      lanes: configuration.lanes, tags: configuration.requestNames,
      log: configuration.keepHistogramLog ? HistogramLogWriter(startedAt: configuration.startedAt) : nil)
  }

  mutating func record(_ batch: SampleBatch) {
    counts.scheduled += batch.scheduled
    counts.repeats += batch.repeats
    for sample in batch.samples { record(sample) }
    for due in batch.drops { drop(due: due) }
    for value in batch.lateness { recentLateness.record(nanoseconds: max(0, value)) }
    for value in batch.loopLag { recentLoopLag.record(nanoseconds: max(0, value)) }
    timeline.report(lane: batch.lane, asOf: batch.asOf, users: batch.activeUsers)
  }

  mutating func drainLog() -> [String] {
    timeline.drainLog()
  }

  mutating func readGenerator() -> GeneratorReading {
    let reading = GeneratorReading(
      startLateness: recentLateness.statistics, eventLoopLag: recentLoopLag.statistics)
    lateness.add(recentLateness)
    loopLag.add(recentLoopLag)
    recentLateness.reset()
    recentLoopLag.reset()
    return reading
  }

  private mutating func record(_ sample: Sample) {
    // By the call itself: an arrival that was passed on in time can still be sent late.
    if configuration.hasArrivals {
      recentLateness.record(HDRHistogram.Entry(nanoseconds: max(0, sample.start - sample.intendedStart)))
    }
    let request = Int(sample.request)
    let cell = window(of: sample.intendedStart) * configuration.requestNames.count + request
    let response = HDRHistogram.Entry(nanoseconds: sample.responseTime)
    switch sample.outcome {
    case .cancelled:
      counts.cancelled += 1
      cells[cell].record(cancelled: response)
    case .failed:
      counts.failed += 1
      if response.outOfRange { outOfRange += 1 }
      cells[cell].record(failed: response)
      count(failure: Int(sample.failure))
      timeline.fail(end: sample.end)
    case .completed:
      counts.completed += 1
      if response.outOfRange { outOfRange += 1 }
      cells[cell].record(completed: sample, response: response)
      timeline.complete(request: request, end: sample.end, response: response)
    }
  }

  private mutating func drop(due: Int64) {
    counts.dropped += 1
    drops[window(of: due)] += 1
    timeline.drop(due: due)
  }

  /// The window in which a call was due.
  private mutating func window(of due: Int64) -> Int {
    let stage = stage(of: due)
    let measured = due >= configuration.warmUpEnd && !(stage >= 0 && windows[stage].warmUp)
    return Self.window(ofStage: stage, measured: measured)
  }

  /// The measured part of a stage (-1 for none), or its warm-up.
  private static func window(ofStage stage: Int, measured: Bool) -> Int {
    (stage + 1) * 2 + (measured ? 1 : 0)
  }

  /// The stage in which a call was due, or -1.
  private mutating func stage(of time: Int64) -> Int {
    if lastStage < windows.count, windows[lastStage].start <= time, time < windows[lastStage].end { return lastStage }
    for index in windows.indices where windows[index].start <= time && time < windows[index].end {
      lastStage = index
      return index
    }
    return -1
  }

  private mutating func count(failure kind: Int) {
    if kind >= failures.count { failures += Array(repeating: 0, count: kind + 1 - failures.count) }
    failures[kind] += 1
  }

  // MARK: - Deriving

  mutating func finish(at end: Int64) -> MeasuredRun {
    timeline.finish(at: end)
    _ = readGenerator()
    let seconds = measuredSeconds(until: end)
    let requestTallies = configuration.requestNames.indices.map(measuredTally(ofRequest:))
    let total = requestTallies.reduce(into: CallTally()) { $0.add($1) }
    return MeasuredRun(
      counts: counts, total: total.statistics(name: "total", dropped: measuredDrops, seconds: seconds),
      requests: zip(configuration.requestNames, requestTallies).filter { $0.1.calls > 0 }.map {
        $0.1.statistics(name: $0.0, seconds: seconds)
      },
      stages: stages.indices.compactMap { statistics(ofStage: $0, until: end) },
      failureKinds: failureKinds, timeline: timeline.points,
      distribution: total.response.distribution(maximumBuckets: Self.distributionBars),
      startLateness: lateness.statistics, eventLoopLag: loopLag.statistics, outOfRange: outOfRange)
  }

  private var measuredWindows: [Int] {
    (-1..<stages.count).map { Self.window(ofStage: $0, measured: true) }
  }

  private func measuredTally(ofRequest request: Int) -> CallTally {
    measuredWindows.reduce(into: CallTally()) { $0.add(cells[$1 * configuration.requestNames.count + request]) }
  }

  private var measuredDrops: Int { measuredWindows.reduce(0) { $0 + drops[$1] } }

  /// From the end of the warm-up to the end of the last stage, or of the run if that came first; warm-up stages that
  /// lie in between are taken out.
  private func measuredSeconds(until end: Int64) -> Double {
    let start = configuration.warmUpEnd
    let last = min(end, stages.map(\.end).max() ?? end)
    let warmUp = stages.filter(\.warmUp).reduce(Int64(0)) { sum, stage in
      sum + max(0, min(stage.end, last) - max(stage.start, start))
    }
    return Double(max(0, last - start - warmUp)) / 1e9
  }

  private func statistics(ofStage index: Int, until end: Int64) -> StageStatistics? {
    let stage = stages[index]
    guard stage.start < end else { return nil }
    let cut = min(stage.end, end)
    let both = Self.window(ofStage: index, measured: false)...Self.window(ofStage: index, measured: true)
    let size = configuration.requestNames.count
    let tally = cells[both.lowerBound * size..<(both.upperBound + 1) * size].reduce(into: CallTally()) { $0.add($1) }
    return StageStatistics(
      name: stage.name, start: Double(stage.start) / 1e9, end: Double(cut) / 1e9, target: stage.target,
      warmUp: stage.warmUp,
      statistics: tally.statistics(
        name: stage.name, dropped: drops[both].reduce(0, +), seconds: Double(max(0, cut - stage.start)) / 1e9))
  }

  private var failureKinds: [String: Int] {
    let kinds = failures.enumerated().filter { $0.element > 0 }.map {
      (kind: FailureKind(rawValue: UInt16($0.offset)), count: $0.element)
    }
    // A target may invent statuses: the most frequent keep their names.
    let statuses = kinds.filter { $0.kind.status != nil }.sorted {
      ($1.count, $0.kind.rawValue) < ($0.count, $1.kind.rawValue)
    }
    let others = statuses.dropFirst(ForeignNames.most)
    var result: [String: Int] = [:]
    for (kind, count) in kinds where kind.status == nil { result[kind.label, default: 0] += count }
    for (kind, count) in statuses.prefix(ForeignNames.most) { result[kind.label] = count }
    if !others.isEmpty { result["other statuses"] = others.reduce(0) { $0 + $1.count } }
    if counts.dropped > 0 { result[Self.droppedLabel] = counts.dropped }
    return result
  }
}
