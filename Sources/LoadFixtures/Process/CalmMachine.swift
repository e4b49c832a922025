import LoadEngine
import Synchronization

/// Waits before a run until nothing else works the machine: other tests of the same process, or a build.
final class CalmMachine: Sendable {
  /// Decides from one reading after the other whether a run may begin, and how long it is worth waiting.
  struct Watch {
    enum Step: Equatable {
      case calm, wait
      /// Others use the machine, and patience is at an end.
      case giveUp
    }

    /// Calm readings that are wanted in a row: a lull between two tests is no calm.
    let wanted: Int
    /// Most waiting for others.
    let patience: Duration
    /// Most waiting for this process's own tests.
    let ownPatience: Duration
    private(set) var waited = Duration.zero
    private(set) var waitedForOwn = Duration.zero
    private var calm = 0
    /// Since this process itself was seen at work.
    private var sinceOwn: Duration?

    init(wanted: Int, patience: Duration, ownPatience: Duration) {
      self.wanted = wanted
      self.patience = patience
      self.ownPatience = ownPatience
    }

    /// Takes the shares of the usable cores' time that all and this process used since the last reading.
    mutating func take(all: Double, own: Double, over time: Duration) -> Step {
      sinceOwn = own > MachineReading.busyShare ? .zero : sinceOwn.map { $0 + time }
      calm = all > MachineReading.busyShare ? 0 : calm + 1
      // Its tests start programs, whose time is not its own.
      if calm == 0, let sinceOwn, sinceOwn <= CalmMachine.ownLull, waitedForOwn < ownPatience {
        waitedForOwn += time
        return .wait
      }
      waited += time
      return calm >= wanted ? .calm : waited < patience ? .wait : .giveUp
    }
  }

  /// How long a scenario waits at most, all its attempts together.
  static let patience = Duration.seconds(20)
  /// How long all scenarios of a process wait besides for its other tests, with the programs that those have started:
  /// they end, and waiting for them picks no lucky moment of a machine. A run of `scripts/run-load-tests` has none.
  private static let ownPatience = Duration.seconds(300)
  /// What is busy is taken for a program of this process's tests for so long after the process itself was at work.
  static let ownLull = Duration.seconds(3)
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
    let (isFirst, wasInVain, spent) = history.withLock { history in
      defer { history.isFirst = false }
      return history
    }
    let limit = min(patience, wasInVain ? Self.shortPatience : patience)
    var watch = Watch(
      wanted: isFirst ? 15 : 2, patience: limit, ownPatience: max(.zero, Self.ownPatience - spent))
    let usable = UsableCPU.current
    var (saidOwn, saidOthers, inVain) = (false, false, false)
    while let (share, own, time) = await busyShares(of: usable) {
      let forOwn = watch.waitedForOwn
      let step = watch.take(all: share, own: own, over: time)
      if step == .calm { break }
      if step == .giveUp {
        inVain = limit > .zero
        if inVain { log.warning("the machine is still busy after \(limit): the generator may be late") }
        break
      }
      if watch.waitedForOwn > forOwn {
        if !saidOwn { log.info("other tests of this process are at work: waiting for them") }
        saidOwn = true
      } else if share > MachineReading.busyShare {
        let cores = NumberFormat.cores(usable.count)
        if !saidOthers { log.info("the machine is busy (\(NumberFormat.share(share)) of \(cores)): waiting for calm") }
        saidOthers = true
      }
    }
    let (waited, forOwn) = (watch.waited, watch.waitedForOwn)
    history.withLock { history in
      history.inVain = inVain
      history.forOwn += forOwn
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
