/// Bounds beyond which the generator, and not the target, may have made the numbers.
struct GeneratorLimits {
  /// Most that users and arrivals may start late, p99, milliseconds.
  var lateness: Double
  /// Most of all cores' time that this process may use, 0 to 1.
  var cpuShare = 0.9

  /// Most that an event loop's heartbeat may come late, milliseconds; the worst of an embedded run, else p99.
  var loopLag = 50.0
  private let judgesWorstLag: Bool

  /// - Parameters:
  ///   - isOpen: Response times count from the instant an arrival was due, so its lateness is in them: 5 ms (validity
  ///     check 5). In a closed model a late start only lengthens a think time: 50 ms.
  ///   - isEmbedded: The target shares this process and its cores, and the numbers are a trial run's: 50 ms. Stalls of
  ///     60 to 84 ms of the whole virtual machine were measured at 8 % CPU, which in a 9 s run are 1 % of the arrivals.
  init(isOpen: Bool, isEmbedded: Bool) {
    lateness = isOpen && !isEmbedded ? 5 : 50
    // A stage of a scaled-down run lasts three seconds: one stall of the machine is enough to bend its p95.
    judgesWorstLag = isEmbedded
  }

  /// Why the run's numbers must not be used, a sentence each; empty when they may.
  func reasons(against health: GeneratorHealth, descriptorFailures: Int, harnessErrors: [String]) -> [String] {
    var reasons: [String] = []
    if let late = health.startLateness.p99, late > lateness {
      reasons.append(
        "generator late: p99 start lateness \(NumberFormat.milliseconds(late)) > \(NumberFormat.milliseconds(lateness))"
          + "; use more event loops, fewer users or a larger machine")
    }
    if let lag = judgesWorstLag ? health.eventLoopLag.max : health.eventLoopLag.p99, lag > loopLag {
      reasons.append(
        "generator stalled: an event loop stood still for \(NumberFormat.milliseconds(lag)) > "
          + "\(NumberFormat.milliseconds(loopLag)); is something else using the machine?")
    }
    if let share = health.cpuShare, share > cpuShare {
      reasons.append(
        "generator out of CPU: \(NumberFormat.share(share)) of all cores used, limit \(NumberFormat.share(cpuShare))")
    }
    if descriptorFailures > 0 {
      reasons.append("generator out of file descriptors: \(descriptorFailures) calls could not open a connection")
    }
    if let first = harnessErrors.first {
      reasons.append("\(harnessErrors.count) virtual users ended by an error of their own code; the first: \(first)")
    }
    return reasons
  }
}
