/// KPIs of a cache in front of summaries: of the whole run.
extension LimitedKPI where Limit == Double {
  /// Look-ups of summaries that the cache answered, of all, 0 to 1, by the target's own counters over the run; starts of
  /// conversations are none.
  ///
  /// Beside it stands what the users' mix gives with a cache that forgets what was changed and nothing else. The limit
  /// must lie three standard errors away from that, or the outcome is luck.
  package static var cacheHitRate: Self {
    Self(
      .ofRun("cache hit rate", .share) { requirement, evidence in
        let points = evidence.targetMetrics.points.filter { $0.cacheHits != nil && $0.cacheMisses != nil }
        guard let first = points.first, let last = points.last else {
          return KPI.lacking(
            evidence.targetMetrics.cache, "The target does not tell how its cache answered look-ups of summaries.")
        }
        let hits = (last.cacheHits ?? 0) - (first.cacheHits ?? 0)
        let lookUps = hits + (last.cacheMisses ?? 0) - (first.cacheMisses ?? 0)
        guard hits >= 0, lookUps > 0 else {
          return .unobservable("The cache hit rate cannot be known: the target counted no look-up in the run.")
        }
        let rate = Double(hits) / Double(lookUps)
        guard let expected = evidence.expectedHitRate else { return .value(rate) }
        let error = (expected * (1 - expected) / Double(lookUps)).squareRoot()
        return .value(
          rate, note: "\(NumberFormat.share(expected)) expected of the mix",
          doubt: abs(expected - requirement.limit) < 3 * error
            ? .either("The cache hit rate cannot be judged: \(lookUps) look-ups are too few for a limit that near.")
            : nil)
      })
  }

  /// Summaries that were older than the change before them.
  package static var staleReads: Self {
    Self(
      .ofRun("stale reads", .count) { _, evidence in
        guard evidence.readNames?.tellsVersion == true else {
          return .notOffered("The stale reads cannot be known: the contract has no version of update and summary.")
        }
        guard let cold = evidence.read(\.cold), cold.count > 0 else {
          return .unobservable("The stale reads cannot be known: no summary was read after a change.")
        }
        let kind = FailureKind.check(.staleSummary).label
        return .value(Double(evidence.statistics.failureKinds[kind] ?? 0))
      })
  }

  /// How often a summary was computed that many users asked for at the same instant, see ``Stampede``.
  package static var stampedeComputations: Self {
    Self(
      .ofRun("stampede computations", .count) { _, evidence in
        guard let stampede = evidence.stampede else {
          return .misplaced("The stampede computations need a scenario with a stampede.")
        }
        // Those who got nothing are what a stampede does; a key that nobody had to compute was not cold.
        guard stampede.answered == stampede.users, stampede.computations != 0 else {
          return .unobservable(
            "The stampede could not be judged: \(stampede.reason ?? "the summary was in the cache already").")
        }
        let within = stampede.spread.map { " within \(NumberFormat.milliseconds($0))" } ?? ""
        return stampede.computations.map { .value(Double($0), note: "\(stampede.users) users asked\(within)") }
          ?? KPI.lacking(
            evidence.targetMetrics.cache,
            "The stampede could not be judged: \(stampede.reason ?? "the target does not count").")
      })
  }

  /// Of the cache's entries that expired in the run, the share that did so between two readings, a second apart, at most.
  package static var expirationBurst: Self {
    Self(
      .ofRun("expiration burst", .share) { _, evidence in
        let points = evidence.targetMetrics.points
        let counts = points.compactMap(\.cacheExpirations)
        guard counts.count > 1 else {
          return KPI.lacking(evidence.targetMetrics.cache, "The target does not tell how many cached entries expired.")
        }
        let steps = zip(counts, counts.dropFirst()).map { $1 - $0 }
        let all = steps.reduce(0, +)
        guard all >= fewestExpirations, let most = steps.max() else {
          return .notOffered(
            "The expiration burst cannot be judged: \(max(0, all)) entries expired, of which 50 are needed.")
        }
        return .value(Double(most) / Double(all), note: "\(all) entries expired")
      })
  }

  private static var fewestExpirations: Int { 50 }
}

extension LimitedKPI where Limit == Duration {
  /// p95 of the summaries that the cache has.
  package static var warmReadTime: Self { Self(.ofReads("warm read time", \.warm)) }

  /// p95 of the summaries that were changed just before, so that no cache can have them.
  package static var coldReadTime: Self { Self(.ofReads("cold read time", \.cold)) }
}

extension KPI {
  fileprivate static func ofReads(
    _ name: String, _ reads: @escaping @Sendable (Evidence.ReadNames) -> String
  ) -> KPI {
    ofRun(name, .milliseconds) { _, evidence in
      guard let requests = evidence.read(reads), let p95 = requests.latency.p95 else {
        return .unobservable("The \(name) cannot be known: no such summary was read.")
      }
      return .value(p95, note: sampleNote(requests.successes, .p95))
    }
  }
}

extension Evidence {
  /// The request names of reads that a cache can answer, and of those that it cannot.
  struct ReadNames: Sendable, Equatable {
    var warm: String
    var cold: String
    /// Whether both a change and a summary tell a version, by the contract.
    var tellsVersion = true
  }

  fileprivate func read(_ name: (ReadNames) -> String) -> RequestStatistics? {
    readNames.flatMap { names in statistics.requests.first { $0.name == name(names) } }
  }

  /// What a cache that forgets nothing but what was changed makes of the users' reads.
  fileprivate var expectedHitRate: Double? {
    guard let names = readNames else { return nil }
    func count(_ name: String) -> Int { statistics.requests.first { $0.name == name }?.count ?? 0 }
    let (warm, cold) = (count(names.warm), count(names.cold))
    return warm + cold > 0 ? Double(warm) / Double(warm + cold) : nil
  }
}
