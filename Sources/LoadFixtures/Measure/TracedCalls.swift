import LoadEngine

/// How calls are told to the target's tracing (W3C Trace Context).
struct Tracing: Sendable {
  /// The first half of all ids of a run, so that those of two runs with one seed differ.
  let run: UInt64
  /// Share of the calls of which the target is asked to keep a trace, 0 to 1.
  let rate: Double

  init(run: String, rate: Double) {
    (self.run, self.rate) = (run.stableHash, rate)
  }

  /// The context of a call.
  ///
  /// - Parameter random: All of its bits are drawn evenly.
  func context(random: UInt64, span: UInt64) -> TraceContext {
    TraceContext(
      high: run, low: random, span: max(1, span), isSampled: Double(random >> 11) < rate * Double(UInt64(1) << 53))
  }
}

/// The calls that somebody will want to look up: the slowest, and the first that failed. Bounded, and the same whatever the
/// parts that a run is divided into.
struct TracedCalls: Sendable, Codable, Equatable {
  struct Call: Sendable, Codable, Equatable {
    /// Nanoseconds since the run's origin.
    var due: Int64
    var request: UInt16
    /// Nanoseconds.
    var responseTime: Int64
    var trace: String
    var isSampled: Bool
    /// Of a failed one.
    var failure: FailureKind?
  }

  /// The slowest first.
  private(set) var slowest: [Call] = []
  /// The earliest first.
  private(set) var failed: [Call] = []

  static let most = 10

  var isEmpty: Bool { slowest.isEmpty && failed.isEmpty }

  /// Whether a call would be kept: most are none of the slowest.
  func admits(_ sample: Sample) -> Bool {
    switch sample.outcome {
    case .completed: slowest.count < Self.most || sample.responseTime >= slowest[Self.most - 1].responseTime
    case .failed: failed.count < Self.most || sample.intendedStart <= failed[Self.most - 1].due
    case .cancelled, .expected: false
    }
  }

  mutating func add(_ sample: Sample, _ trace: TraceContext) {
    guard admits(sample) else { return }
    let call = Call(
      due: sample.intendedStart, request: sample.request, responseTime: sample.responseTime, trace: trace.traceID,
      isSampled: trace.isSampled, failure: sample.outcome == .failed ? FailureKind(rawValue: sample.failure) : nil)
    if call.failure == nil { keep(slow: call) } else { keep(failed: call) }
  }

  func adding(_ other: TracedCalls) -> TracedCalls {
    var sum = self
    for call in other.slowest { sum.keep(slow: call) }
    for call in other.failed { sum.keep(failed: call) }
    return sum
  }

  private mutating func keep(slow call: Call) {
    let place = slowest.firstIndex { ($0.responseTime, call.trace) < (call.responseTime, $0.trace) }
    slowest.insert(call, at: place ?? slowest.endIndex)
    if slowest.count > Self.most { slowest.removeLast() }
  }

  private mutating func keep(failed call: Call) {
    let place = failed.firstIndex { (call.due, call.trace) < ($0.due, $0.trace) } ?? failed.endIndex
    failed.insert(call, at: place)
    if failed.count > Self.most { failed.removeLast() }
  }
}

/// A call with the id under which the target's tracing may know it.
package struct TracedCall: Codable, Sendable, Equatable {
  package var request: String
  /// Seconds since the run's origin at which it was due.
  package var second: Double
  /// Milliseconds.
  package var responseTime: Double
  /// The kind of its failure; absent for one of the slowest.
  package var failure: String?
  package var traceID: String
  /// Whether the target was asked to keep the trace.
  package var isSampled: Bool
}
