/// Bounds beyond which the generator, and not the target, may have made the numbers.
struct GeneratorLimits {
  /// Most that users and arrivals may start late, p99, milliseconds.
  var lateness: Double
  /// Most of all cores' time that this process may use, 0 to 1.
  var cpuShare = 0.9

  /// Most that an event loop's heartbeat may come late, milliseconds; the worst of an embedded run, else p99.
  var loopLag = 50.0
  /// Most that any single heartbeat of any run may come late, milliseconds: a generator that was stopped for a second
  /// took its users with it, and in a long run no percentile of the heartbeats would show it (validity check 8). Ten
  /// times what a noisy neighbour was seen to take from a virtual machine.
  var worstLoopLag = 500.0
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
  func reasons(against health: GeneratorHealth, descriptorFailures: Int, harnessErrors: FirstFew) -> [String] {
    var reasons: [String] = []
    if let late = health.startLateness.p99, late > lateness {
      reasons.append(
        "generator late: p99 start lateness \(NumberFormat.milliseconds(late)) > \(NumberFormat.milliseconds(lateness))"
          + "; use more event loops, fewer users or a larger machine")
    }
    if let (lag, limit) = stall(health.eventLoopLag) {
      reasons.append(
        "generator stalled: an event loop stood still for \(NumberFormat.milliseconds(lag)) > "
          + "\(NumberFormat.milliseconds(limit)); is something else using the machine, or was the process stopped?")
    }
    if let share = health.cpuShare, share > cpuShare {
      reasons.append(
        "generator out of CPU: \(NumberFormat.share(share)) of all cores used, limit \(NumberFormat.share(cpuShare))"
          + "; use fewer users or a larger machine")
    }
    if descriptorFailures > 0 {
      reasons.append(
        "generator out of file descriptors: \(descriptorFailures) calls could not open a connection"
          + "; raise the limit with `ulimit -n`")
    }
    if let first = harnessErrors.texts.first {
      reasons.append("\(harnessErrors.count) virtual users ended by an error of their own code; the first: \(first)")
    }
    return reasons
  }

  /// The lag that is beyond its limit, with that limit.
  private func stall(_ lag: LatencyStatistics) -> (Double, Double)? {
    if let worst = lag.max, worst > worstLoopLag { return (worst, worstLoopLag) }
    guard let usual = judgesWorstLag ? lag.max : lag.p99, usual > loopLag else { return nil }
    return (usual, loopLag)
  }
}
