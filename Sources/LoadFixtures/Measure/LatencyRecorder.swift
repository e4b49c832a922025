/// The one place where every call of a run ends up: takes batches from the buffers, second by second.
///
/// It is off the hot path: users stamp samples on their own loop, and a buffer hands them over now and then. What it
/// keeps are histograms, which are bounded by request names, outcomes, both clocks and stages, and a few hundred bytes for
/// each second however long the run (12 h are 43,200 seconds).
package actor LatencyRecorder {
  private var collector: SecondCollector
  private var tally: RunTally
  private var unread: [RunSecond] = []

  /// - Parameter buffers: How many senders of batches there are; each must report, or no second closes before the end.
  init(plan: RunTally.Plan, buffers: Int) {
    tally = RunTally(plan: plan)
    collector = SecondCollector(plan: tally.plan, buffers: buffers)
  }

  /// Folds in what a buffer has gathered since its last batch.
  func record(_ batch: SampleBatch) {
    collector.record(batch)
    takeClosed()
  }

  /// The seconds that every buffer has reported, since the last call. They gather until it is called.
  func closedSeconds() -> [RunSecond] {
    defer { unread = [] }
    return unread
  }

  /// Closes the last second, after every buffer's last batch.
  ///
  /// - Parameter end: When the run ended, nanoseconds since its origin.
  func finish(at end: Int64) -> RunTally {
    collector.finish(at: end)
    takeClosed()
    return tally
  }

  private func takeClosed() {
    let closed = collector.drain()
    for second in closed { tally.add(second) }
    unread += closed
  }
}
