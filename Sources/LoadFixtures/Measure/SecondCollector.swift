/// Sorts what the buffers hand over into seconds, and closes a second once every buffer has reported past its end.
///
/// The watermark is the earliest `asOf` of the buffers: nothing that belongs to a second before it can still come, so a
/// closed second never changes. Seconds stay open for as long as the slowest buffer lags behind.
struct SecondCollector: Sendable {
  static let second: Int64 = 1_000_000_000

  private let requests: Int
  private let hasArrivals: Bool
  private var windows: RunWindows
  /// The seconds that are closed so far; the first open one has that number.
  private var closedCount = 0
  private var open: [OpenSecond] = []
  private var closed: [RunSecond] = []
  private var buffers: [Report]

  /// What a buffer told last.
  private struct Report {
    var asOf: Int64 = 0
    var users = 0
  }

  /// A second that can still be added to.
  private struct OpenSecond {
    var users = 0
    var rest = Tally()
    var details: [Detail] = []
    var detailsLeftOut = 0
    // By cell number: where in `cells` it lies, plus 1. A dictionary would be asked for each sample.
    private var places: [UInt16]
    private var cells: [(number: Int, calls: CallTally)] = []
    private var turns: [HDRHistogram] = []
    // All requests' rows, one after the other: one array to look at for each sample.
    private var phases: [PhaseTally.Row]

    init(cells count: Int, requests: Int) {
      places = Array(repeating: 0, count: count)
      phases = Array(repeating: PhaseTally.Row(), count: requests * LatencyHeatMap.rows)
    }

    mutating func record(_ sample: Sample, cell: Int, response: HDRHistogram.Value) {
      if places[cell] == 0 {
        cells.append((cell, CallTally()))
        places[cell] = UInt16(cells.count)
      }
      cells[Int(places[cell]) - 1].calls.record(sample, response: response)
    }

    mutating func record(turn: UInt8, response: HDRHistogram.Value) {
      let turn = min(Int(turn), Tally.mostTurns)
      while turns.count < turn { turns.append(HDRHistogram()) }
      turns[turn - 1].record(response)
    }

    mutating func record(phasesOf sample: Sample, response: HDRHistogram.Value) {
      let row = LatencyHeatMap.row(ofBucket: response.index)
      phases[Int(sample.request) * LatencyHeatMap.rows + row].record(sample)
    }

    consuming func closed(number: Int) -> RunSecond {
      var tally = rest
      tally.cells = Dictionary(uniqueKeysWithValues: cells.map { ($0.number, $0.calls) })
      for (index, latencies) in turns.enumerated() where latencies.count > 0 { tally.turns[index + 1] = latencies }
      for request in 0..<phases.count / LatencyHeatMap.rows {
        let times = PhaseTally(phases[request * LatencyHeatMap.rows..<(request + 1) * LatencyHeatMap.rows])
        if !times.isEmpty { tally.phases = (tally.phases ?? [:]).merging([request: times]) { $1 } }
      }
      return RunSecond(
        number: number, users: users, tally: tally, details: details, detailsLeftOut: detailsLeftOut)
    }
  }

  init(plan: RunTally.Plan, buffers: Int) {
    requests = plan.requestNames.count
    hasArrivals = plan.hasArrivals
    windows = RunWindows(plan)
    self.buffers = Array(repeating: Report(), count: max(1, buffers))
  }

  /// Takes a batch and closes the seconds that no buffer can still add to.
  mutating func record(_ batch: SampleBatch) {
    for sample in batch.samples { record(sample) }
    // Dropped arrivals count in the second in which they were due.
    for due in batch.drops {
      let window = windows.window(of: due)
      open[position(of: due)].rest.drops[window, default: 0] += 1
    }
    // What has no time of its own belongs to the second in which it was told, its end included.
    let position = position(of: max(0, batch.asOf - 1))
    open[position].rest.add(batch)
    open[position].details += batch.details
    open[position].detailsLeftOut += batch.detailsLeftOut
    report(batch)
  }

  /// Closes every second up to the end of the run, nanoseconds since its origin, the last one in part; a buffer's last
  /// report holds until then.
  mutating func finish(at end: Int64) {
    let reached = Int((max(0, end) + Self.second - 1) / Self.second)
    let total = max(closedCount + open.count, reached)
    extend(to: total - closedCount)
    for buffer in buffers {
      let first = max(closedCount, Int(buffer.asOf / Self.second))
      guard first < total else { continue }
      for second in first..<total { open[second - closedCount].users += buffer.users }
    }
    closeSeconds(before: .max)
  }

  /// Hands over the seconds that were closed since the last call.
  mutating func drain() -> [RunSecond] {
    defer { closed = [] }
    return closed
  }

  private mutating func record(_ sample: Sample) {
    let position = position(of: sample.end)
    // By the call itself: an arrival that was passed on in time can still be sent late.
    if hasArrivals {
      open[position].rest.lateness.record(
        HDRHistogram.Value(nanoseconds: max(0, sample.start - sample.intendedStart)))
    }
    let window = windows.window(of: sample.intendedStart)
    let response = HDRHistogram.Value(nanoseconds: sample.responseTime)
    open[position].record(sample, cell: window * requests + Int(sample.request), response: response)
    guard sample.outcome == .completed, RunWindows.isMeasured(window) else { return }
    open[position].record(phasesOf: sample, response: response)
    if sample.turn > 0 { open[position].record(turn: sample.turn, response: response) }
  }

  private mutating func report(_ batch: SampleBatch) {
    let previous = buffers[batch.buffer]
    let time = max(batch.asOf, previous.asOf)
    var boundary = (previous.asOf / Self.second + 1) * Self.second
    while boundary <= time {
      // The end of a second rarely meets a report: the nearer of the two around it speaks for it.
      let nearest = time - boundary <= boundary - previous.asOf ? batch.activeUsers : previous.users
      open[position(of: boundary - 1)].users += nearest
      boundary += Self.second
    }
    buffers[batch.buffer] = Report(asOf: time, users: batch.activeUsers)
    closeSeconds(before: buffers.lazy.map(\.asOf).min() ?? 0)
  }

  /// Where the second of this time lies among the open ones; a time in a closed second goes to the oldest open one,
  /// so that a buffer which breaks its promise still loses no call.
  private mutating func position(of time: Int64) -> Int {
    let position = max(0, Int(time / Self.second) - closedCount)
    if position >= open.count { extend(to: position + 1) }
    return position
  }

  private mutating func extend(to size: Int) {
    while open.count < size { open.append(OpenSecond(cells: windows.count * requests, requests: requests)) }
  }

  private mutating func closeSeconds(before watermark: Int64) {
    let reached = min(open.count, Int(watermark / Self.second) - closedCount)
    guard reached > 0 else { return }
    for second in open.prefix(reached) {
      closed.append(second.closed(number: closedCount))
      closedCount += 1
    }
    open.removeFirst(reached)
  }
}

extension Tally {
  /// Adds what a batch holds beside its calls and dropped arrivals.
  fileprivate mutating func add(_ batch: SampleBatch) {
    scheduled += batch.scheduled
    repeats += batch.repeats
    for value in batch.lateness { lateness.record(nanoseconds: max(0, value)) }
    for value in batch.loopLag { loopLag.record(nanoseconds: max(0, value)) }
    addWords(batch.business, batch.answers, batch.answerTexts, batch.signs)
    for text in batch.texts { texts.add(text) }
    harnessErrors.add(batch.harnessErrors)
    failureExamples.merge(batch.failureExamples, uniquingKeysWith: min)
    if !batch.traces.isEmpty { traces = (traces ?? TracedCalls()).adding(batch.traces) }
  }
}

/// The parts of a run that its calls are told apart by: each stage, and no stage, within the warm-up and outside it.
struct RunWindows: Sendable {
  private struct Span {
    var start: Int64
    var end: Int64
    var warmUp: Bool
  }

  // The stages without their names: finding a sample's stage then costs no reference counting.
  private let spans: [Span]
  private let warmUpEnd: Int64
  // Where the last one was found: neighbours in time share a stage.
  private var last = 0

  init(_ plan: RunTally.Plan) {
    spans = plan.stages.map { Span(start: $0.start, end: $0.end, warmUp: $0.warmUp) }
    warmUpEnd = plan.warmUpEnd
  }

  var count: Int { 2 * (spans.count + 1) }

  /// The window of what was due at that time, nanoseconds since the run's origin.
  mutating func window(of due: Int64) -> Int {
    let stage = stage(of: due)
    let measured = due >= warmUpEnd && !(stage >= 0 && spans[stage].warmUp)
    return Self.window(ofStage: stage, measured: measured)
  }

  /// The measured part of a stage (-1 for none), or its warm-up.
  static func window(ofStage stage: Int, measured: Bool) -> Int {
    (stage + 1) * 2 + (measured ? 1 : 0)
  }

  static func isMeasured(_ window: Int) -> Bool { window % 2 == 1 }

  private mutating func stage(of time: Int64) -> Int {
    if last < spans.count, spans[last].start <= time, time < spans[last].end { return last }
    for index in spans.indices where spans[index].start <= time && time < spans[index].end {
      last = index
      return index
    }
    return -1
  }
}
