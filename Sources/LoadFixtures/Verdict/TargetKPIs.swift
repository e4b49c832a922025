/// KPIs of what only the target or its system can tell: of the whole run.
extension LimitedKPI where Limit == Double {
  /// By how much the memory of the target's process grew, see ``MemoryTrend``; over 0.5 is said to be severe.
  package static var memoryGrowth: Self {
    Self(
      .ofRun("memory growth", .share) { requirement, evidence in
        let start = evidence.measuredStages.first?.start ?? 0
        let end = evidence.measuredStages.last?.end ?? .infinity
        let points = evidence.targetMetrics.points.filter { $0.second >= start && $0.second <= end }
        let readings = points.compactMap { point in
          point.residentMemory.map { (second: point.second, bytes: Double($0)) }
        }
        // One reading may fail; a process that is gone gives no more.
        if let last = readings.last?.second, points.filter({ $0.second > last }).count > 2 {
          return .unobservable(
            "The memory growth cannot be known: after second \(Int(last)) the process was gone; see the target's own "
              + "log.")
        }
        guard let trend = MemoryTrend(readings) else {
          return .unobservable(
            "The memory growth cannot be known: there are \(readings.count) readings of the process's memory, and "
              + "\(MemoryTrend.fewestReadings * 4 / 3 + 1) are needed; run longer (LOAD_ENDURANCE_DURATION).")
        }
        let (low, high) = (trend.interval.lowerBound, trend.interval.upperBound)
        let interval = "95 % interval \(NumberFormat.share(low)) to \(NumberFormat.share(high))"
        let pace = "\(NumberFormat.number(trend.slope * 60 / 1_048_576)) MiB a minute"
        let isIn = trend.interval.contains(requirement.limit)
        return .value(
          trend.growth, note: (trend.growth > 0.5 ? "severe, " : "") + "\(pace), \(interval)",
          doubt: isIn
            ? .either("The memory growth cannot be judged: the limit lies in its \(interval); run longer.") : nil)
      })
  }

  /// Requests that reached the target, by its own count, over the calls and repeats that were sent; above 1 somebody on
  /// the way repeats them, below 1 some never arrived.
  package static var retryAmplification: Self {
    Self(
      .ofRun("retry amplification", .ratio) { _, evidence in
        guard let reach = evidence.reach, let reached = reach.reached else {
          return KPI.lacking(
            evidence.targetMetrics.metrics, "The target does not tell how many requests reached it over the load.")
        }
        guard reach.sent > 0 else { return .unobservable("The retry amplification cannot be known: nothing was sent.") }
        let (all, sent) = (NumberFormat.count(reached), NumberFormat.count(reach.sent))
        return .value(Double(reached) / Double(reach.sent), note: "\(all) reached it of \(sent) sent")
      })
  }

  /// Requests that this suite sent once more while a trouble lasted, since their idle connection had closed.
  package static var repeatsInFaults: Self {
    Self(
      .ofRun("repeats during troubles", .count) { _, evidence in
        guard !evidence.faults.isEmpty else {
          return .misplaced("The repeats during troubles need a scenario with faults.")
        }
        let seconds = evidence.statistics.timeline.filter { point in
          evidence.faults.contains { fault in
            guard let begun = fault.begun else { return false }
            return Double(point.second) + 1 > begun && Double(point.second) < fault.ended ?? .infinity
          }
        }
        return .value(Double(seconds.reduce(0) { $0 + ($1.repeats ?? 0) }))
      })
  }
}
