import LoadEngine
import Synchronization

/// Waits before a run until nothing else works the machine: other tests of the same process, or a build.
final class CalmMachine: Sendable {
  /// Decides from one reading after the other whether the machine has been calm for long enough.
  struct Watch {
    /// Calm readings that are wanted in a row: a lull between two tests is no calm.
    let wanted: Int
    private var calm = 0

    init(wanted: Int) {
      self.wanted = wanted
    }

    /// Takes the share of the usable cores' time used since the last reading; true when the run may begin.
    mutating func isCalm(after share: Double) -> Bool {
      calm = share > CalmMachine.busyShare ? 0 : calm + 1
      return calm >= wanted
    }
  }

  /// Most of the usable cores' time that others may use.
  static let busyShare = 0.3
  /// How long a scenario waits at most, all its attempts together.
  static let patience = Duration.seconds(20)
  /// How long all scenarios of a process wait besides for its other tests, with the programs that those have started:
  /// they end, and waiting for them picks no lucky moment of a machine. A run of `scripts/run-load-tests` has none.
  private static let ownPatience = Duration.seconds(300)
  /// What kept the machine busy for so long will do so for the next scenario as well: forty that each wait as long
  /// would be a quarter of an hour of waiting. After a wait in vain this is all, until the machine was calm again.
  private static let shortPatience = Duration.seconds(5)
  private static let interval = Duration.milliseconds(200)

  private let log: Log
  private let history = Mutex((isFirst: true, inVain: false, forOwn: Duration.zero))

  init(log: Log) {
    self.log = log
  }

  /// Returns when the machine is calm, or with a warning when patience is at an end, and tells how long that took.
  ///
  /// Before the first run of a process it watches for three seconds: a plain `swift test` runs the instrument's own
  /// tests beside it. Later runs have waited for the one before, and look for 400 ms.
  func wait(atMost patience: Duration = CalmMachine.patience) async -> Duration {
    let (isFirst, inVain, spent) = history.withLock { history in
      defer { history.isFirst = false }
      return history
    }
    var watch = Watch(wanted: isFirst ? 15 : 2)
    let limit = min(patience, inVain ? Self.shortPatience : patience)
    let start = MonotonicTime.now
    let usable = UsableCPU.current
    var forOwn = Duration.zero
    var waited: Duration { .nanoseconds(MonotonicTime.now - start) - forOwn }
    var saidSo = false
    while let (share, own, time) = await busyShares(of: usable) {
      if watch.isCalm(after: share) {
        history.withLock { $0.inVain = false }
        break
      }
      // Once they were seen at work, what is busy is taken for theirs.
      if share > Self.busyShare, own > Self.busyShare || spent + forOwn > .zero, spent + forOwn < Self.ownPatience {
        if forOwn == .zero { log.info("other tests of this process are at work: waiting for them") }
        forOwn += time
        history.withLock { $0.forOwn += time }
        continue
      }
      guard waited < limit else {
        if limit > .zero { log.warning("the machine is still busy after \(limit): the generator may be late") }
        history.withLock { $0.inVain = true }
        break
      }
      if share > Self.busyShare, !saidSo {
        let cores = NumberFormat.cores(usable.count)
        log.info("the machine is busy (\(NumberFormat.share(share)) of \(cores)): waiting for calm")
        saidSo = true
      }
    }
    return waited
  }

  /// The share of the usable cores' time that was used over an interval, by all and by this process, and its length;
  /// `nil` where the system does not say.
  private func busyShares(of usable: UsableCPU) async -> (all: Double, own: Double, time: Duration)? {
    guard let before = MachineReading(of: usable) else { return nil }
    let (start, cpu) = (MonotonicTime.now, System.cpuSeconds)
    do {
      try await Task.sleep(for: Self.interval)
    } catch {
      return nil
    }
    let time = Duration.nanoseconds(MonotonicTime.now - start)
    guard let all = MachineReading(of: usable)?.busyShare(since: before) else { return nil }
    return (all, (System.cpuSeconds - cpu) / (time / .seconds(1) * usable.count), time)
  }
}
