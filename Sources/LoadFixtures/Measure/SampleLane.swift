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

  private var samples: [Sample] = []
  private var scheduled = 0
  private var dropped = 0
  private var lateness: [Int64] = []
  private var loopLag: [Int64] = []

  init(index: Int, origin: MonotonicTime) {
    self.index = index
    self.origin = origin
  }

  /// Nanoseconds since the run's origin.
  func offset(_ time: MonotonicTime) -> Int64 { time - origin }

  /// A call begins.
  func callScheduled() {
    scheduled += 1
  }

  /// An arrival found no free user.
  func arrivalDropped() {
    scheduled += 1
    dropped += 1
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
      dropped: dropped, lateness: lateness, loopLag: loopLag)
    // The batch holds the old buffers; keeping their capacity here would copy them.
    samples = []
    samples.reserveCapacity(batch.samples.count)
    scheduled = 0
    dropped = 0
    lateness = []
    loopLag = []
    return batch
  }
}
