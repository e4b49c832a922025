/// The sum of a run's seconds, or of a part of its users': what is kept while it goes on, and can be added to another's.
///
/// Memory is bounded by names, outcomes and stages, and grows by a few hundred bytes a second, never with the samples.
struct RunTally: Sendable, Codable {
  /// What a run's samples refer to.
  struct Plan: Sendable, Codable, Equatable {
    /// By ``Sample/request``.
    var requestNames: [String]
    /// Of the contract's checks, by which failures are counted: see ``FailureKind``.
    var checkNames: [String] = []
    /// In order of time; a window that another overlaps loses to the one that starts first.
    var stages: [StageWindow]
    /// Calls due before this are left out of the KPIs, nanoseconds since the run's origin.
    var warmUpEnd: Int64
    /// Whether each call was due at an instant that the target cannot move, so that a late start is the generator's.
    var hasArrivals = false
    /// Whether each stage is told by request as well.
    var tellsRequests: Bool?

    /// Whether it can be what a run was planned by: for one that is read from a file.
    var isBelievable: Bool {
      let times = 0...PlanTime.longest
      return !requestNames.isEmpty && requestNames.count <= 1000 && checkNames.count <= 10_000
        && stages.count <= 10_000 && times.contains(warmUpEnd)
        && stages.allSatisfy { times.contains($0.start) && times.contains($0.end) && $0.start <= $0.end }
    }
  }

  /// What is kept of a second for the timeline.
  private struct Second: Sendable, Codable {
    var users = 0
    var failureKinds: [FailureKind: Int] = [:]
    var expected: [FailureKind: Int] = [:]
    var dropped = 0
    var answers = 0
    var makeshifts = 0
    var repeats = 0
    /// How late calls and heartbeats were.
    var lateness = PackedHistogram()
    var loopLag = PackedHistogram()
    /// Response times of the successful calls.
    var latency = PackedHistogram()

    mutating func add(_ other: Second) {
      users += other.users
      failureKinds.merge(other.failureKinds, uniquingKeysWith: +)
      expected.merge(other.expected, uniquingKeysWith: +)
      dropped += other.dropped
      answers += other.answers
      makeshifts += other.makeshifts
      repeats += other.repeats
      lateness.add(other.lateness)
      loopLag.add(other.loopLag)
      latency.add(other.latency)
    }
  }

  let plan: Plan
  private(set) var total = Tally()
  private var seconds: [Second] = []

  private static let distributionBars = 60

  init(plan: Plan) {
    var plan = plan
    plan.stages.sort { $0.start < $1.start }
    self.plan = plan
  }

  /// Whether a second that is read from a file is one of this run's, and leaves all sums within their range.
  func canHold(_ second: RunSecond) -> Bool {
    let (windows, tally) = (RunWindows(plan).count, second.tally)
    let counts =
      [second.users, tally.scheduled, tally.repeats] + tally.drops.values
      + tally.cells.values.flatMap(\.failureKinds.values) + tally.answers.values.map(\.count)
      + tally.signs.values.map(\.count)
    // No bucket of a sum may count more than it holds.
    let others = [
      (total.lateness.count, tally.lateness.count), (total.loopLag.count, tally.loopLag.count),
      (total.turns.values.reduce(0) { $0 + $1.count }, tally.turns.values.reduce(0) { $0 + $1.count }),
    ]
    // As many calls as one bucket of a histogram can count.
    let calls = tally.callCount + total.callCount
    // They are told by no second that is read from a file.
    guard tally.phases == nil else { return false }
    return tally.cells.keys.allSatisfy((0..<windows * plan.requestNames.count).contains)
      && tally.drops.keys.allSatisfy((0..<windows).contains)
      && tally.answers.keys.allSatisfy(plan.requestNames.indices.contains)
      && tally.turns.keys.allSatisfy((1...Tally.mostTurns).contains) && counts.allSatisfy(Believable.counts.contains)
      && tally.business.values.allSatisfy(\.isBelievable) && Believable.counts.contains(tally.harnessErrors.count)
      && calls <= Int(UInt32.max) && others.allSatisfy { $0 + $1 <= Int(UInt32.max) }
      && tally.cells.values.allSatisfy { $0.failureKinds.values.reduce(0, +) == $0.failure.count }
  }

  mutating func add(_ second: RunSecond) {
    total.add(second.tally)
    let calls = second.tally.calls
    extend(to: second.number + 1)
    seconds[second.number].add(
      Second(
        users: second.users, failureKinds: calls.failureKinds, expected: calls.expected.mapValues(\.count),
        dropped: second.tally.dropped,
        answers: second.tally.business.values.reduce(0) { $0 + $1.answers },
        makeshifts: second.tally.business.values.reduce(0) { $0 + $1.fallbackAnswers },
        repeats: second.tally.repeats,
        lateness: PackedHistogram(second.tally.lateness), loopLag: PackedHistogram(second.tally.loopLag),
        latency: PackedHistogram(calls.response)))
  }

  /// Adds what other users of the same run left.
  mutating func add(_ other: RunTally) {
    precondition(plan == other.plan, "only parts of one run can be added")
    total.add(other.total)
    extend(to: other.seconds.count)
    for (index, second) in other.seconds.enumerated() { seconds[index].add(second) }
  }

  private mutating func extend(to count: Int) {
    while seconds.count < count { seconds.append(Second()) }
  }

  // MARK: - Deriving

  /// What the sum says.
  ///
  /// - Parameter end: When the run ended, nanoseconds since its origin. If that is before the last stage's end the run was
  ///   cut short, and rates are reckoned over what was left of it.
  func statistics(until end: Int64) -> RunStatistics {
    let seconds = measuredSeconds(until: end)
    let requestTallies = plan.requestNames.indices.map(measuredTally(ofRequest:))
    let measured = requestTallies.reduce(into: CallTally()) { $0.add($1) }
    let phases = total.phases?.values.reduce(into: PhaseTally()) { $0.add($1) }
    return RunStatistics(
      counts: counts,
      total: measured.statistics(
        name: "total", checks: plan.checkNames, dropped: measuredDrops, seconds: seconds, where: phases),
      requests: requestTallies.enumerated().filter { $0.element.calls > 0 }.map { request, tally in
        tally.statistics(
          name: plan.requestNames[request], checks: plan.checkNames, seconds: seconds, where: total.phases?[request])
      },
      stages: plan.stages.indices.compactMap { statistics(ofStage: $0, until: end) },
      failureKinds: failureKinds,
      failures: failures,
      timeline: timeline, distribution: measured.response.distribution(maximumBuckets: Self.distributionBars),
      curve: measured.response.curve(service: measured.hasOwnService ? measured.service : nil),
      failureDistribution: measured.failure.count > 0
        ? measured.failure.distribution(maximumBuckets: Self.distributionBars) : nil,
      steadiness: Steadiness(measuredParts(until: end)), heatMap: heatMap,
      business: total.business.values.reduce(into: BusinessOutcome()) { $0.add($1) },
      businessByLocale: total.business.count > 1 ? total.business : nil, answers: answers,
      turns: turns, distinctTexts: total.texts.count > 0 ? total.texts.count : nil,
      distinctTextsAreExact: total.texts.count > 0 ? total.texts.isExact : nil, tracedCalls: tracedCalls)
  }

  private var tracedCalls: [TracedCall]? {
    guard let traces = total.traces else { return nil }
    return (traces.slowest + traces.failed).filter { plan.requestNames.indices.contains(Int($0.request)) }.map { call in
      TracedCall(
        request: plan.requestNames[Int(call.request)], second: Double(call.due) / 1e9,
        responseTime: Double(call.responseTime) / 1e6, failure: call.failure?.label(checks: plan.checkNames),
        traceID: call.trace, isSampled: call.isSampled)
    }
  }

  /// Failures by request and kind, the most frequent first; dropped arrivals have no request.
  private var failures: [FailureCount]? {
    var counts: [FailureCell: Int] = [:]
    for (cell, calls) in total.cells {
      let request = UInt16(clamping: cell % plan.requestNames.count)
      for (kind, count) in calls.failureKinds {
        counts[FailureCell(request: request, kind: kind), default: 0] += count
      }
    }
    let all = counts.map { cell, count in
      FailureCount(
        request: plan.requestNames[Int(cell.request)], kind: cell.kind.label(checks: plan.checkNames), count: count,
        example: total.failureExamples[cell]?.text)
    }
    let sorted = all.sorted { ($1.count, $0.request, $0.kind) < ($0.count, $1.request, $1.kind) }
    return sorted.isEmpty ? nil : Array(sorted.prefix(Self.mostFailures))
  }

  private static let mostFailures = 100

  private var answers: [AnswerStatistics]? {
    let answers = total.answers.sorted { $0.key < $1.key }.compactMap { request, sample in
      plan.requestNames.indices.contains(request)
        ? AnswerStatistics(sample, name: plan.requestNames[request], texts: total.answerTexts) : nil
    }
    return answers.isEmpty ? nil : answers
  }

  private var turns: [TurnStatistics]? {
    let turns = total.turns.sorted { $0.key < $1.key }.map { turn, latencies in
      TurnStatistics(turn: turn, count: latencies.count, latency: latencies.statistics)
    }
    return turns.isEmpty ? nil : turns
  }

  /// Completed and failed calls of the whole run whose response time no histogram holds.
  var outOfRange: Int {
    total.cells.values.reduce(0) { $0 + $1.response.outOfRange + $1.failure.outOfRange }
  }

  private var counts: CallCounts {
    var counts = CallCounts(scheduled: total.scheduled, dropped: total.dropped, repeats: total.repeats)
    for calls in total.cells.values {
      counts.completed += calls.response.count + calls.expectedCount
      counts.expected += calls.expectedCount
      counts.failed += calls.failure.count
      counts.cancelled += calls.cancellation.count
    }
    return counts
  }

  private var measuredWindows: [Int] {
    (-1..<plan.stages.count).map { RunWindows.window(ofStage: $0, measured: true) }
  }

  private func measuredTally(ofRequest request: Int) -> CallTally {
    measuredWindows.reduce(into: CallTally()) { tally, window in
      if let calls = total.cells[window * plan.requestNames.count + request] { tally.add(calls) }
    }
  }

  private var measuredDrops: Int { measuredWindows.reduce(0) { $0 + total.drops[$1, default: 0] } }

  /// From the end of the warm-up to the end of the last stage, or of the run if that came first; warm-up stages that
  /// lie in between are taken out.
  private func measuredSeconds(until end: Int64) -> Double {
    let start = plan.warmUpEnd
    let last = min(end, plan.stages.map(\.end).max() ?? end)
    let warmUp = plan.stages.filter(\.warmUp).reduce(Int64(0)) { sum, stage in
      sum + max(0, min(stage.end, last) - max(stage.start, start))
    }
    return Double(max(0, last - start - warmUp)) / 1e9
  }

  /// The whole seconds of the measured part, those of warm-up stages within it left out, and the first: in it calls of the
  /// warm-up end.
  private func measuredParts(until end: Int64) -> [(number: Int, response: HDRHistogram)] {
    let last = min(end, plan.stages.map(\.end).max() ?? end)
    return seconds.indices.filter { number in
      let (start, stop) = (Int64(number) * SecondCollector.second, Int64(number + 1) * SecondCollector.second)
      return start >= plan.warmUpEnd + (plan.warmUpEnd > 0 ? SecondCollector.second : 0) && stop <= last
        && !plan.stages.contains { $0.warmUp && $0.start < stop && $0.end > start }
    }.map { ($0, seconds[$0].latency.histogram) }
  }

  private func statistics(ofStage index: Int, until end: Int64) -> StageStatistics? {
    let stage = plan.stages[index]
    guard stage.start < end else { return nil }
    let cut = min(stage.end, end)
    let both = [false, true].map { RunWindows.window(ofStage: index, measured: $0) }
    let size = plan.requestNames.count
    var tally = CallTally()
    for (cell, calls) in total.cells where both.contains(cell / size) { tally.add(calls) }
    let seconds = Double(max(0, cut - stage.start)) / 1e9
    return StageStatistics(
      name: stage.name, start: Double(stage.start) / 1e9, end: Double(cut) / 1e9, target: stage.target,
      warmUp: stage.warmUp,
      statistics: tally.statistics(
        name: stage.name, checks: plan.checkNames, dropped: both.reduce(0) { $0 + total.drops[$1, default: 0] },
        seconds: seconds),
      requests: plan.tellsRequests == true ? requests(inWindows: both, seconds: seconds) : nil)
  }

  private func requests(inWindows windows: [Int], seconds: Double) -> [RequestStatistics] {
    plan.requestNames.enumerated().compactMap { number, name in
      var calls = CallTally()
      for window in windows {
        if let cell = total.cells[window * plan.requestNames.count + number] { calls.add(cell) }
      }
      return calls.calls > 0 ? calls.statistics(name: name, checks: plan.checkNames, seconds: seconds) : nil
    }
  }

  private var failureKinds: [String: Int] {
    var kinds = total.calls.failureKinds.labelled(checks: plan.checkNames)
    if total.dropped > 0 { kinds[FailureKind.droppedLabel] = total.dropped }
    return kinds
  }

  private var heatMap: LatencyHeatMap {
    LatencyHeatMap(
      seconds: self.seconds.map { ($0.latency.histogram, $0.failureKinds.values.reduce(0, +)) })
  }

  private var timeline: [TimelinePoint] { seconds.indices.map(point(of:)) }

  /// Of the last second that was added.
  var latestPoint: TimelinePoint? { seconds.indices.last.map(point(of:)) }

  private func point(of number: Int) -> TimelinePoint {
    let second = seconds[number]
    let latency = second.latency.histogram
    let quantiles = latency.values(atQuantiles: [0.5, 0.95, 0.99]).map(\.milliseconds)
    return TimelinePoint(
      second: number, users: second.users,
      completed: latency.count + second.expected.values.reduce(0, +),
      expected: second.expected.isEmpty ? nil : second.expected.labelled(checks: plan.checkNames),
      failed: second.failureKinds.values.reduce(0, +), dropped: second.dropped,
      answers: second.answers > 0 ? second.answers : nil,
      makeshifts: second.answers > 0 ? second.makeshifts : nil,
      repeats: second.repeats > 0 ? second.repeats : nil, p50: quantiles.first,
      p95: quantiles.dropFirst().first, p99: quantiles.last, max: latency.max?.milliseconds,
      failureKinds: second.failureKinds.isEmpty ? nil : second.failureKinds.labelled(checks: plan.checkNames),
      lateness: second.lateness.histogram.value(atQuantile: 0.99)?.milliseconds,
      loopLag: second.loopLag.histogram.value(atQuantile: 0.99)?.milliseconds)
  }
}

/// When a stage of the profile is due, so that each call can be told which stage it belongs to.
package struct StageWindow: Sendable, Codable, Equatable {
  package var name: String
  /// Nanoseconds since the run's origin; the window begins with it and ends before `end`.
  package var start: Int64
  package var end: Int64
  /// Users that the stage reaches (closed) or arrivals a second (open).
  package var target: Double
  /// Left out of the KPIs.
  package var warmUp: Bool
}
