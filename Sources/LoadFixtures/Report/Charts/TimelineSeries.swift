/// A run's timeline, thinned to what a chart can show, with the seconds that are missing put back as gaps.
struct TimelineSeries {
  /// No more points than this: two pixels of a chart each.
  static let mostPoints = 250

  /// Seconds that one point stands for.
  let interval: Int
  /// Where each point's interval begins.
  let seconds: [Double]
  /// The highest in the interval.
  let users: [Double?]
  /// Mean over the interval, requests a second.
  let completed: [Double?]
  /// Of the completed.
  let expected: [Double?]
  let failed: [Double?]
  let dropped: [Double?]
  /// The worst second of the interval: percentiles cannot be averaged.
  let p50: [Double?]
  let p95: [Double?]
  let p99: [Double?]
  /// Failures by kind, the most frequent first, requests a second.
  let failures: [(kind: String, values: [Double?])]
  /// The worst second of the interval.
  let lateness: [Double?]
  let loopLag: [Double?]
  let cpu: [Double?]
  /// The answers of the second that has the fewest.
  private let answers: [Int]

  /// Kinds of failures that are told apart.
  private static let mostKinds = 4

  init(_ timeline: [TimelinePoint]) {
    // A record comes from a file: a second beyond ten years is not one.
    let points = timeline.filter { (0...315_360_000).contains($0.second) }
    guard let first = points.map(\.second).min(), let last = points.map(\.second).max() else {
      self.init(interval: 1, seconds: [], groups: [])
      return
    }
    let interval = (last - first) / Self.mostPoints + 1
    var groups = [[TimelinePoint]](repeating: [], count: (last - first) / interval + 1)
    for point in points { groups[(point.second - first) / interval].append(point) }
    self.init(
      interval: interval, seconds: groups.indices.map { Double(first + $0 * interval) }, groups: groups)
  }

  private init(interval: Int, seconds: [Double], groups: [[TimelinePoint]]) {
    self.interval = interval
    self.seconds = seconds
    func highest(_ value: (TimelinePoint) -> Double?) -> [Double?] { groups.map { $0.compactMap(value).max() } }
    func mean(_ value: (TimelinePoint) -> Int) -> [Double?] {
      groups.map { group in
        group.isEmpty ? nil : group.reduce(0.0) { $0 + Double(value($1)) } / Double(group.count)
      }
    }
    users = highest { Double($0.users) }
    completed = mean(\.completed)
    expected = mean { $0.expected?.values.reduce(0, +) ?? 0 }
    failed = mean(\.failed)
    dropped = mean(\.dropped)
    p50 = highest(\.p50)
    p95 = highest(\.p95)
    p99 = highest(\.p99)
    lateness = highest(\.lateness)
    loopLag = highest(\.loopLag)
    cpu = highest(\.cpu)
    answers = groups.map { group in group.filter { $0.p99 != nil }.map(\.answered).min() ?? 0 }
    var kinds: [String: Int] = [:]
    for point in groups.joined() { kinds.merge(point.failureKinds ?? [:], uniquingKeysWith: +) }
    let sorted = kinds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    let named = Array(sorted.prefix(sorted.count > Self.mostKinds ? Self.mostKinds - 1 : Self.mostKinds))
    var failures = named.map { kind in (kind: kind, values: mean { $0.failureKinds?[kind] ?? 0 }) }
    let known = Set(named)
    // Records of old tell how many failed, and not of what.
    let others = mean { point in
      point.failed - (point.failureKinds ?? [:]).reduce(0) { $0 + (known.contains($1.key) ? $1.value : 0) }
    }
    if others.contains(where: { $0 ?? 0 > 0 }) {
      failures.append((kind: named.isEmpty ? "failed" : "other failures", values: others))
    }
    self.failures = failures
  }

  /// Points at which a percentile rests on fewer samples than it takes to state it.
  func few(for percentile: Percentile) -> Set<Int> {
    Set(answers.indices.filter { answers[$0] < percentile.samplesNeeded })
  }
}

extension TimelinePoint {
  /// Successful calls.
  var answered: Int { completed - (expected?.values.reduce(0, +) ?? 0) }
}

extension RunRecord {
  /// Seconds that the KPIs leave out.
  var warmUps: [ClosedRange<Double>] {
    var regions: [ClosedRange<Double>] = self.warmUp > 0 ? [0...self.warmUp] : []
    for stage in self.stages where stage.warmUp && stage.end > max(stage.start, self.warmUp) {
      regions.append(max(stage.start, self.warmUp)...stage.end)
    }
    return regions
  }

  /// When troubles really lasted.
  var troubles: [(range: ClosedRange<Double>, name: String)] {
    (self.faults ?? []).compactMap { fault in
      guard let begun = fault.begun, let end = fault.ended, begun <= end else { return nil }
      return (begun...end, fault.name)
    }
  }
}
