import Foundation
import LoadEngine
import Synchronization

/// Waits before a run until nothing else works the machine: other tests of the same process, or a build.
final class CalmMachine: Sendable {
  /// Decides from one reading after the other whether the machine has been calm for long enough.
  struct Watch {
    /// Most of all cores' time that others may use.
    var busyShare = 0.3
    /// Calm readings that are wanted in a row: a lull between two tests is no calm.
    let wanted: Int
    private var calm = 0

    init(wanted: Int) {
      self.wanted = wanted
    }

    /// Takes the share of all cores' time used since the last reading; true when the run may begin.
    mutating func isCalm(after share: Double) -> Bool {
      calm = share > busyShare ? 0 : calm + 1
      return calm >= wanted
    }
  }

  /// How long to wait for calm: two minutes, and half as long after each wait in vain.
  ///
  /// What kept the machine busy for minutes will do so for the next scenario as well. Forty runs that wait for two
  /// minutes each would be an hour and a half of waiting.
  struct Patience {
    static let longest = Duration.seconds(120)
    static let shortest = Duration.seconds(5)
    private(set) var current = longest

    /// Takes how a wait ended.
    mutating func waited(inVain: Bool) {
      current = inVain ? max(Self.shortest, current / 2) : Self.longest
    }
  }

  /// What a process knows from its waits so far.
  private struct History {
    var isFirst = true
    var patience = Patience()
  }

  private static let interval = Duration.milliseconds(200)

  private let log: Log
  private let history = Mutex(History())

  init(log: Log) {
    self.log = log
  }

  /// Returns when the machine is calm, or with a warning when its ``Patience`` is at an end.
  ///
  /// Before the first run of a process it watches for three seconds: a plain `swift test` runs the instrument's own
  /// tests beside it. Later runs have waited for the one before, and look for 400 ms.
  func wait() async {
    let (isFirst, patience) = history.withLock { history in
      defer { history.isFirst = false }
      return (history.isFirst, history.patience.current)
    }
    var watch = Watch(wanted: isFirst ? 15 : 2)
    let end = MonotonicTime.now + patience
    var saidSo = false
    while let share = await busyShare() {
      if watch.isCalm(after: share) {
        history.withLock { $0.patience.waited(inVain: false) }
        return
      }
      guard MonotonicTime.now < end else {
        log.warning("the machine is still busy after \(patience): the generator may be late")
        history.withLock { $0.patience.waited(inVain: true) }
        return
      }
      if share > watch.busyShare, !saidSo {
        log.info("the machine is busy (\(NumberFormat.share(share)) of all cores): waiting for calm")
        saidSo = true
      }
    }
  }

  /// The share of all cores' time that was used over an interval; `nil` where the system does not say.
  private func busyShare() async -> Double? {
    guard let before = ProcessStatus.systemBusySeconds else { return nil }
    let start = MonotonicTime.now
    do {
      try await Task.sleep(for: Self.interval)
    } catch {
      return nil
    }
    guard let after = ProcessStatus.systemBusySeconds else { return nil }
    let seconds = Double(MonotonicTime.now - start) / 1e9
    return (after - before) / (seconds * Double(ProcessInfo.processInfo.activeProcessorCount))
  }
}
