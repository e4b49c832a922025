import LoadEngine

/// Where the users of one event loop put their samples before the shared actor takes them.
///
/// One lane a loop instead of one buffer a user: an idle user costs nothing, and a second is complete as soon as
/// each lane was drained once after it, however rarely its users speak. Confined to its loop.
final class SampleLane {
  let index: Int
  /// The run's origin on the monotonic clock.
  let origin: MonotonicTime
  var activeUsers = 0
  /// What the users' conversations came to.
  var business = BusinessOutcome()
  /// Errors of the users' own code, which are neither the target's nor the network's.
  var harnessErrors = FirstFew()
  /// What was wrong the first time that a kind of failure was met, for those that have more to say than their label.
  private(set) var failureExamples: [FailureKind: String] = [:]

  private var samples: [Sample] = []
  private var scheduled = 0
  private var drops: [Int64] = []
  private var repeats = 0
  private var lateness: [Int64] = []
  private var loopLag: [Int64] = []

  init(index: Int, origin: MonotonicTime) {
    self.index = index
    self.origin = origin
  }

  /// Nanoseconds since the run's origin.
  func offset(_ time: MonotonicTime) -> Int64 { time - origin }

  /// A call begins, or an arrival is due whose call will begin.
  func callScheduled() {
    scheduled += 1
  }

  /// An arrival that was due found no free user.
  func arrivalDropped(due: MonotonicTime) {
    scheduled += 1
    drops.append(offset(due))
  }

  /// A call's request went out a second time.
  func callRepeated() {
    repeats += 1
  }

  private static let mostExamples = 32
  private static let longestExample = 1000

  /// A call failed; the sentence is asked for once for each kind.
  func noteExample(of kind: FailureKind, _ sentence: () -> String?) {
    guard failureExamples[kind] == nil, failureExamples.count < Self.mostExamples, let sentence = sentence() else {
      return
    }
    failureExamples[kind] = sentence.cut(to: Self.longestExample)
  }

  /// A call ended.
  func record(_ sample: Sample) {
    samples.append(sample)
  }

  /// A user was started, or an arrival dropped, this many nanoseconds after it was due.
  func recordLateness(_ nanoseconds: Int64) {
    lateness.append(nanoseconds)
  }

  /// The loop's heartbeat came this many nanoseconds late.
  func recordLoopLag(_ nanoseconds: Int64) {
    loopLag.append(nanoseconds)
  }

  /// Takes everything out, for the recorder.
  func drain(at now: MonotonicTime) -> SampleBatch {
    let batch = SampleBatch(
      lane: index, samples: samples, asOf: offset(now), activeUsers: activeUsers, scheduled: scheduled,
      drops: drops, repeats: repeats, lateness: lateness, loopLag: loopLag)
    // The batch holds the old buffers; keeping their capacity here would copy them.
    samples = []
    samples.reserveCapacity(batch.samples.count)
    scheduled = 0
    drops = []
    repeats = 0
    lateness = []
    loopLag = []
    return batch
  }
}
