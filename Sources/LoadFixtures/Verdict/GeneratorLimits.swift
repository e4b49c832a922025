/// Bounds beyond which the generator, and not the target, may have made the numbers.
struct GeneratorLimits {
  /// Most that users and arrivals may start late, p99, milliseconds.
  var lateness: Double
  /// Most of the usable cores' time that this process may use, 0 to 1; where the system does not say how long a
  /// thread waits for a core.
  var cpuShare = 0.9
  /// Most of any five seconds that an event loop's thread may wait for a core although it could run, 0 to 1.
  var waitingShare = 0.05
  /// In its place where the target shares the machine: most of the time in which the thread could run that it may wait.
  ///
  /// What two programs on two cores wait for each other grows with the load, so that no share of the time tells a quiet
  /// run from a starved one: 14 quiet probes of a local agent waited for 0.2 to 18 % of the time, but never for more
  /// than 41 % of that in which they could run; 10 beside three busy loops a core for 5.5 to 72 %, and always for 74 to
  /// 81 %. Embedded: 20 quiet runs 7 to 19 %, two starved ones 73 and 81 %. One busy loop a core starves nothing: two
  /// probes waited for 0.3 and 0.5 % of the time, no later and no slower than quiet ones.
  var contendedShare = 0.45
  /// Most of any five seconds that an event loop's thread may run, 0 to 1. Beyond it no load is sent when it is due.
  var runningShare = 0.9

  /// Most that an event loop's heartbeat may come late, milliseconds; the worst of an embedded run, else p99.
  var loopLag = 50.0
  /// Most that any single heartbeat of any run may come late, milliseconds: a generator that was stopped for a second
  /// took its users with it, and in a long run no percentile of the heartbeats would show it
  /// (`Calibration/StarvedGeneratorTests`). Ten times what a noisy neighbour was seen to take from a virtual machine.
  var worstLoopLag = 500.0
  private let judgesWorstLag: Bool
  /// Whether it was said when calls are to be made: by arrivals, a pacing or a think time.
  private let asksForLoad: Bool
  private let sharesMachine: Bool

  /// - Parameters:
  ///   - isOpen: Response times count from the instant an arrival was due, so its lateness is in them: 5 ms
  ///     (`Calibration/RateTests`). In a closed model a late start only lengthens a think time: 50 ms.
  ///   - hasPauses: Users wait between calls. Where they do not, the fastest side sets the rate: when it is the
  ///     generator, a warning says so.
  ///   - isEmbedded: The target shares this process and its cores, and the numbers are a trial run's: 50 ms. Stalls of
  ///     60 to 84 ms of the whole virtual machine were measured at 8 % CPU, which in a 9 s run are 1 % of the arrivals.
  ///   - sharesMachine: The target runs on the same processors, in this process or beside it.
  init(isOpen: Bool, hasPauses: Bool, isEmbedded: Bool, sharesMachine: Bool) {
    lateness = isOpen && !isEmbedded ? 5 : 50
    // A stage of a scaled-down run lasts three seconds: one stall of the machine is enough to bend its p95.
    judgesWorstLag = isEmbedded
    asksForLoad = isOpen || hasPauses
    self.sharesMachine = sharesMachine
  }

  /// Why the run's numbers must not be used; empty when they may.
  func reasons(against health: GeneratorHealth, descriptorFailures: Int = 0, harnessErrors: Occurrences = Occurrences())
    -> [InvalidReason]
  {
    var reasons: [InvalidReason] = []
    if let late = health.startLateness.p99, late > lateness {
      reasons.append(
        InvalidReason(
          .generatorLate,
          "generator late: p99 start lateness \(NumberFormat.milliseconds(late)) > \(NumberFormat.milliseconds(lateness))"
            + "; use more event loops, fewer users or a larger machine"))
    }
    if let (lag, limit) = stall(health.eventLoopLag) {
      reasons.append(
        InvalidReason(
          .generatorStalled,
          "generator stalled: an event loop stood still for \(NumberFormat.milliseconds(lag)) > "
            + "\(NumberFormat.milliseconds(limit)); is something else using the machine, or was the process stopped?"))
    }
    reasons += starvation(health)
    if descriptorFailures > 0 {
      reasons.append(
        InvalidReason(
          .generatorOutOfDescriptors,
          "generator out of file descriptors: \(descriptorFailures) calls could not open a connection"
            + "; raise the limit with `ulimit -n`"))
    }
    if let first = harnessErrors.earliest.first {
      reasons.append(
        InvalidReason(
          .harnessError,
          "\(harnessErrors.count) virtual users ended by an error of their own code; the first: \(first.text)"))
    }
    return reasons
  }

  /// What a reader must know of the generator although the numbers may be used, a sentence each.
  func warnings(against health: GeneratorHealth) -> [String] {
    guard !asksForLoad, let busy = health.exceeds(runningShare, \.running, "was busy") else { return [] }
    return ["the generator is the limit: \(busy); rate and latency are its own"]
  }

  private func starvation(_ health: GeneratorHealth) -> [InvalidReason] {
    var reasons: [InvalidReason] = []
    let (limit, part, whole) =
      sharesMachine
      ? (contendedShare, \LoopHealth.contended, "the time in which it could run")
      : (waitingShare, \LoopHealth.waiting, "the time")
    if let waiting = health.exceeds(limit, part, "waited for a core", whole) {
      reasons.append(
        InvalidReason(
          .generatorOutOfCPU,
          "generator out of CPU: \(waiting), limit \(NumberFormat.share(limit))"
            + "; use an idle or a larger machine, or fewer event loops than usable cores"))
    }
    if asksForLoad, let busy = health.exceeds(runningShare, \.running, "was busy") {
      reasons.append(
        InvalidReason(
          .generatorOutOfCPU,
          "generator out of CPU: \(busy), limit \(NumberFormat.share(runningShare))"
            + "; use more event loops, fewer users or a larger machine"))
    }
    if health.worst(\.waiting) == nil, let share = health.cpuShare, share > cpuShare {
      reasons.append(
        InvalidReason(
          .generatorOutOfCPU,
          "generator out of CPU: \(NumberFormat.share(share)) of \(NumberFormat.cores(health.usableCores)) used, limit "
            + "\(NumberFormat.share(cpuShare)); use fewer users or a larger machine"))
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

extension GeneratorHealth {
  /// The loop that had the highest share of something, in words, when that is beyond the limit.
  fileprivate func exceeds(
    _ limit: Double, _ part: KeyPath<LoopHealth, LoopHealth.Window?>, _ verb: String, _ whole: String = "the time"
  ) -> String? {
    guard let (loop, window) = worst(part), window.share > limit else { return nil }
    let (from, to) = (NumberFormat.fixed(window.from, decimals: 1), NumberFormat.fixed(window.to, decimals: 1))
    return "event loop \(loop) \(verb) for \(NumberFormat.share(window.share)) of \(whole) from second \(from) to \(to)"
  }
}
