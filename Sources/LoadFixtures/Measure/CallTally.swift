/// What is kept of a set of calls: counts, histograms and sums of whole numbers, never the samples themselves.
struct CallTally: Sendable, Codable {
  /// Response times of the completed calls.
  private(set) var response = HDRHistogram()
  // As long as every call started when it was due the two clocks agree and one histogram serves for both.
  private var separateService: HDRHistogram?
  private(set) var failure = HDRHistogram()
  private(set) var cancellation = HDRHistogram()
  private(set) var failureKinds: [FailureKind: Int] = [:]
  /// Response times of the calls that were refused or timed out as their users wanted it, by what came of them.
  private(set) var expected: [FailureKind: HDRHistogram] = [:]
  private var connections = 0
  private var handshakes = 0
  private var connect = Nanoseconds()
  private var tls = Nanoseconds()
  private var wait = Nanoseconds()
  private var receive = Nanoseconds()

  /// Completed and failed calls, those with an expected outcome included.
  var calls: Int { response.count + failure.count + expectedCount }

  var expectedCount: Int { expected.values.reduce(0) { $0 + $1.count } }

  /// Whether some call was started later than it was due.
  var hasOwnService: Bool { separateService != nil }

  /// Service times of the completed calls.
  var service: HDRHistogram { separateService ?? response }

  mutating func record(_ sample: Sample, response entry: HDRHistogram.Value) {
    switch sample.outcome {
    case .completed: record(completed: sample, response: entry)
    case .failed:
      failure.record(entry)
      failureKinds[FailureKind(rawValue: sample.failure), default: 0] += 1
    case .cancelled: cancellation.record(entry)
    case .expected: expected[FailureKind(rawValue: sample.failure), default: HDRHistogram()].record(entry)
    }
  }

  private mutating func record(completed sample: Sample, response entry: HDRHistogram.Value) {
    if sample.intendedStart != sample.start, separateService == nil { separateService = response }
    separateService?.record(HDRHistogram.Value(nanoseconds: sample.serviceTime))
    response.record(entry)
    if sample.connect > 0 {
      connections += 1
      connect.add(sample.connect)
      // Only a new connection has one.
      if sample.tls > 0 {
        handshakes += 1
        tls.add(sample.tls)
      }
    }
    wait.add(sample.wait)
    receive.add(sample.receive)
  }

  mutating func add(_ other: CallTally) {
    if separateService != nil || other.separateService != nil {
      var merged = service
      merged.add(other.service)
      separateService = merged
    }
    response.add(other.response)
    failure.add(other.failure)
    cancellation.add(other.cancellation)
    failureKinds.merge(other.failureKinds, uniquingKeysWith: +)
    for (kind, times) in other.expected { expected[kind, default: HDRHistogram()].add(times) }
    connections += other.connections
    handshakes += other.handshakes
    connect.add(other.connect)
    tls.add(other.tls)
    wait.add(other.wait)
    receive.add(other.receive)
  }

  /// The answer time within which a successful call counts for the throughput, nanoseconds.
  static let answeredWithin: Int64 = 3_000_000_000

  /// - Parameters:
  ///   - checks: The run's names of checks.
  ///   - dropped: Arrivals that were dropped in the same part of the run.
  ///   - seconds: The time that rates are reckoned over; without any there are none.
  ///   - where: Where the time of these calls went, where that is kept.
  func statistics(
    name: String, checks: [String], dropped: Int? = nil, seconds: Double, where phaseTally: PhaseTally? = nil
  ) -> RequestStatistics {
    let latency = response.statistics
    func rate(_ count: Int) -> Double? { seconds > 0 ? Double(count) / seconds : nil }
    var statistics = RequestStatistics(
      name: name, count: calls, failures: failure.count, expected: expectedOutcomes, dropped: dropped,
      requestRate: rate(calls),
      throughput: rate(response.count(atOrBelow: Self.answeredWithin)), latency: latency,
      serviceTime: separateService?.statistics ?? latency, failureLatency: failure.statistics, phases: phases,
      cancelled: cancellation.count, cancelledLatency: cancellation.statistics)
    let profiles = [Percentile.p50, .p95].compactMap { percentile in
      response.count < percentile.samplesNeeded
        ? nil : latency[percentile].flatMap { phaseTally?.profile(of: percentile, at: $0) }
    }
    if !profiles.isEmpty { statistics.phaseProfiles = profiles }
    if !failureKinds.isEmpty { statistics.failureKinds = failureKinds.labelled(checks: checks) }
    return statistics
  }

  /// By label, the most frequent first.
  private var expectedOutcomes: [ExpectedOutcome]? {
    let outcomes = expected.map { ExpectedOutcome(kind: $0.label, count: $1.count, latency: $1.statistics) }
    return outcomes.isEmpty ? nil : outcomes.sorted { ($1.count, $0.kind) < ($0.count, $1.kind) }
  }

  private var phases: RequestStatistics.Phases {
    // No answer comes in no time: a transport that reports no waiting does not know the phases, and a receive of
    // 0 (the whole answer in one read) is only a measurement beside a known wait.
    let known = wait.sum > 0
    let isTold = known || response.count == 0
    return RequestStatistics.Phases(
      connect: connect.meanMilliseconds(of: connections), tls: tls.meanMilliseconds(of: handshakes),
      wait: known ? wait.meanMilliseconds(of: response.count) : nil,
      receive: known ? receive.meanMilliseconds(of: response.count) : nil, connections: isTold ? connections : nil)
  }
}

/// A sum of times, exact in whatever order it was made.
private struct Nanoseconds: Sendable, Codable {
  // 128 bits: 2.5 million waits of an hour would overflow 64.
  private(set) var sum: Int128 = 0

  init() {}

  mutating func add(_ nanoseconds: Int64) { sum += Int128(nanoseconds) }

  mutating func add(_ other: Nanoseconds) { sum += other.sum }

  func meanMilliseconds(of count: Int) -> Double? {
    count > 0 ? Double(sum) / Double(count) / 1e6 : nil
  }

  // As text: a number of JSON is exact up to 2^53 only.
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let sum = Int128(try container.decode(String.self)), sum >= 0 else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "is no sum of nanoseconds")
    }
    self.sum = sum
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(String(sum))
  }
}
