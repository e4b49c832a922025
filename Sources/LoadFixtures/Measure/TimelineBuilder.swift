/// Sorts finished calls into seconds and closes a second once every lane has reported past its end.
///
/// The watermark is the earliest `asOf` of the lanes that have not ended: nothing that belongs to a second before it
/// can still come, so a closed second never changes. Seconds stay open for as long as the slowest lane lags behind.
struct TimelineBuilder: Sendable {
  static let second: Int64 = 1_000_000_000

  /// The closed seconds; the first open one is number `points.count`.
  private(set) var points: [TimelinePoint] = []
  private var pending: [Interval] = []
  private var spare: [Interval] = []
  private var lanes: [Lane]
  private let tags: [String]
  private let log: HistogramLogWriter?
  private var logLines: [String]
  private var merged = HDRHistogram()

  private struct Lane {
    var asOf: Int64 = 0
    var users = 0
    var ended = false
  }

  private struct Interval {
    var users = 0
    var completed = 0
    var failed = 0
    var dropped = 0
    // One for each request name when there is a log, else one for all.
    var histograms: [HDRHistogram]

    mutating func complete(_ histogram: Int, _ response: HDRHistogram.Entry) {
      completed += 1
      histograms[histogram].record(response)
    }
  }

  init(lanes: Int, tags: [String], log: HistogramLogWriter?) {
    self.lanes = Array(repeating: Lane(), count: max(1, lanes))
    self.tags = tags
    self.log = log
    logLines = log?.header ?? []
  }

  /// Counts a successful call in the second of its end.
  mutating func complete(request: Int, end: Int64, response: HDRHistogram.Entry) {
    let position = position(of: end)
    pending[position].complete(log == nil ? 0 : request, response)
  }

  /// Counts a failed call in the second of its end.
  mutating func fail(end: Int64) {
    pending[position(of: end)].failed += 1
  }

  /// Counts a dropped arrival in the second in which it was due.
  mutating func drop(due: Int64) {
    pending[position(of: due)].dropped += 1
  }

  /// Takes a lane's report and closes the seconds that no lane can still add to.
  mutating func report(lane: Int, asOf: Int64, users: Int) {
    let previous = lanes[lane]
    let time = asOf == .max ? previous.asOf : max(asOf, previous.asOf)
    var boundary = (previous.asOf / Self.second + 1) * Self.second
    while boundary <= time {
      // The end of a second rarely meets a report: the nearer of the two around it speaks for it.
      let nearest = time - boundary <= boundary - previous.asOf ? users : previous.users
      pending[position(of: boundary - 1)].users += nearest
      boundary += Self.second
    }
    lanes[lane] = Lane(asOf: time, users: users, ended: previous.ended || asOf == .max)
    closeSeconds(before: lanes.lazy.map { $0.ended ? Int64.max : $0.asOf }.min() ?? 0)
  }

  /// Closes every second up to the end of the run, the last one in part; a lane's last report holds until then.
  mutating func finish(at nanoseconds: Int64) {
    let reached = Int((max(0, nanoseconds) + Self.second - 1) / Self.second)
    let total = max(points.count + pending.count, reached)
    extend(to: total - points.count)
    for lane in lanes where !lane.ended {
      let first = max(points.count, Int(lane.asOf / Self.second))
      guard first < total else { continue }
      for second in first..<total { pending[second - points.count].users += lane.users }
    }
    closeSeconds(before: .max)
  }

  /// Hands over the log's lines since the last call.
  mutating func drainLog() -> [String] {
    defer { logLines = [] }
    return logLines
  }

  // MARK: - Seconds

  /// Where the second of this time lies among the open ones; a time in a closed second goes to the oldest open one,
  /// so that a lane which breaks its promise still loses no call.
  private mutating func position(of time: Int64) -> Int {
    let position = max(0, Int(time / Self.second) - points.count)
    if position >= pending.count { extend(to: position + 1) }
    return position
  }

  private mutating func extend(to size: Int) {
    while pending.count < size {
      let histograms = log == nil ? 1 : tags.count
      pending.append(
        spare.popLast() ?? Interval(histograms: Array(repeating: HDRHistogram(), count: histograms)))
    }
  }

  private mutating func closeSeconds(before watermark: Int64) {
    let reached = min(pending.count, Int(watermark / Self.second) - points.count)
    guard reached > 0 else { return }
    var closing = Array(pending.prefix(reached))
    pending.removeFirst(reached)
    for index in closing.indices { close(&closing[index]) }
    spare += closing.prefix(max(0, Self.spares - spare.count))
  }

  // Seconds overlap by a batch or two; more than these would hold memory for nothing.
  private static let spares = 3

  /// Makes the interval a point and log lines, and leaves it empty for the next second.
  private mutating func close(_ interval: inout Interval) {
    merged.reset()
    for index in interval.histograms.indices where interval.histograms[index].count > 0 {
      merged.add(interval.histograms[index])
      if let log {
        logLines.append(
          log.line(
            tag: tags[index], start: Int64(points.count) * 1000, length: 1000,
            histogram: interval.histograms[index]))
      }
      interval.histograms[index].reset()
    }
    let quantiles = merged.values(atQuantiles: [0.5, 0.95, 0.99]).map(\.milliseconds)
    points.append(
      TimelinePoint(
        second: points.count, users: interval.users, completed: interval.completed, failed: interval.failed,
        dropped: interval.dropped, p50: quantiles.first, p95: quantiles.dropFirst().first, p99: quantiles.last,
        max: merged.max?.milliseconds))
    interval = Interval(histograms: interval.histograms)
  }
}
