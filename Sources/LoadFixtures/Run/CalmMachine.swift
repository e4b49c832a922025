import Foundation
import LoadEngine

/// Waits before a run until nothing else works the machine: other tests of the same process, or a build.
struct CalmMachine {
  let log: Log
  /// Most of all cores' time that others may use.
  var busyShare = 0.5
  var patience = Duration.seconds(60)

  func wait() async {
    let end = MonotonicTime.now + patience
    var saidSo = false
    while let share = await busy(over: .milliseconds(200)), share > busyShare {
      guard MonotonicTime.now < end else {
        log.warning("the machine is still busy after \(patience): the generator may be late")
        return
      }
      if !saidSo { log.info("the machine is busy (\(NumberFormat.share(share)) of all cores): waiting for calm") }
      saidSo = true
    }
  }

  /// The share of all cores' time that was used over an interval; `nil` where the system does not say.
  private func busy(over interval: Duration) async -> Double? {
    guard let before = ProcessStatus.systemBusySeconds else { return nil }
    let start = MonotonicTime.now
    do {
      try await Task.sleep(for: interval)
    } catch {
      return nil
    }
    guard let after = ProcessStatus.systemBusySeconds else { return nil }
    let seconds = Double(MonotonicTime.now - start) / 1e9
    return (after - before) / (seconds * Double(ProcessInfo.processInfo.activeProcessorCount))
  }
}
