/// What is kept of a set of calls: counts, histograms and sums, never the samples themselves.
struct CallTally: Sendable {
  private(set) var completed = 0
  private(set) var failed = 0
  private var cancelled = 0
  /// Response times of the completed calls.
  private(set) var response = HDRHistogram()
  // As long as every call started when it was due the two clocks agree and one histogram serves for both.
  private var separateService: HDRHistogram?
  private var failure = HDRHistogram()
  private var cancellation = HDRHistogram()
  private var connections = 0
  private var handshakes = 0
  // Sums of nanoseconds as Double: no overflow, and an error far below the histogram's resolution.
  private var connect = 0.0
  private var tls = 0.0
  private var wait = 0.0
  private var receive = 0.0

  var calls: Int { completed + failed }

  /// Service times of the completed calls.
  var service: HDRHistogram { separateService ?? response }

  mutating func record(completed sample: Sample, response entry: HDRHistogram.Entry) {
    if sample.intendedStart != sample.start, separateService == nil { separateService = response }
    separateService?.record(HDRHistogram.Entry(nanoseconds: sample.serviceTime))
    response.record(entry)
    completed += 1
    if sample.connect > 0 {
      connections += 1
      connect += Double(sample.connect)
      // Only a new connection has one.
      if sample.tls > 0 {
        handshakes += 1
        tls += Double(sample.tls)
      }
    }
    wait += Double(sample.wait)
    receive += Double(sample.receive)
  }

  mutating func record(failed entry: HDRHistogram.Entry) {
    failure.record(entry)
    failed += 1
  }

  mutating func record(cancelled entry: HDRHistogram.Entry) {
    cancellation.record(entry)
    cancelled += 1
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
    cancelled += other.cancelled
    completed += other.completed
    failed += other.failed
    connections += other.connections
    connect += other.connect
    handshakes += other.handshakes
    tls += other.tls
    wait += other.wait
    receive += other.receive
  }

  /// The answer time within which a successful call counts for the throughput, nanoseconds.
  static let answeredWithin: Int64 = 3_000_000_000

  /// - Parameters:
  ///   - dropped: Arrivals that were dropped in the same part of the run.
  ///   - seconds: The time that rates are reckoned over; without any there are none.
  func statistics(name: String, dropped: Int? = nil, seconds: Double) -> RequestStatistics {
    let latency = response.statistics
    func rate(_ count: Int) -> Double? { seconds > 0 ? Double(count) / seconds : nil }
    return RequestStatistics(
      name: name, count: calls, failures: failed, dropped: dropped, requestRate: rate(calls),
      throughput: rate(response.count(atOrBelow: Self.answeredWithin)), latency: latency,
      serviceTime: separateService?.statistics ?? latency, failureLatency: failure.statistics, phases: phases,
      cancelled: cancelled, cancelledLatency: cancellation.statistics)
  }

  private var phases: RequestStatistics.Phases {
    // No answer comes in no time: a transport that reports no waiting does not know the phases, and a receive of
    // 0 (the whole answer in one read) is only a measurement beside a known wait.
    let known = wait > 0
    let isTold = known || completed == 0
    return RequestStatistics.Phases(
      connect: connections > 0 ? connect / Double(connections) / 1e6 : nil,
      tls: handshakes > 0 ? tls / Double(handshakes) / 1e6 : nil,
      wait: known ? wait / Double(completed) / 1e6 : nil, receive: known ? receive / Double(completed) / 1e6 : nil,
      connections: isTold ? connections : nil)
  }
}
