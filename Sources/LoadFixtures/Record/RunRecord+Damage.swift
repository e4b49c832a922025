extension RunRecord {
  /// Where the record holds a number that no run leaves, a sentence; `nil` in a whole record.
  ///
  /// Counts are summed up and subtracted wherever a report is made: what is not believable goes no further than here.
  var damage: String? {
    for (place, numbers) in countsByPlace {
      if let wrong = numbers.first(where: { !Believable.counts.contains($0) }) {
        return "\(place) holds the count \(wrong)"
      }
    }
    for (place, numbers, range) in amountsByPlace {
      if let wrong = numbers.first(where: { !range.contains($0) }) { return "\(place) holds \(wrong)" }
    }
    return nil
  }

  private var measured: [RequestStatistics] { [self.total] + self.requests + self.stages.map(\.statistics) }

  private var countsByPlace: KeyValuePairs<String, [Int]> {
    [
      "counts": [
        self.counts.scheduled, self.counts.completed, self.counts.failed, self.counts.dropped, self.counts.cancelled,
        self.counts.instrument,
        self.counts.repeats, self.counts.expected,
      ],
      "endpoints": self.endpoints?.map(\.connections) ?? [],
      "expected": measured.flatMap { $0.expected?.map(\.count) ?? [] }
        + self.timeline.flatMap { $0.expected.map { Array($0.values) } ?? [] },
      "total, requests or stages": measured.flatMap {
        [$0.count, $0.failures, $0.dropped ?? 0, $0.cancelled ?? 0, $0.phases.connections ?? 0]
      },
      "failureKinds": Array(self.failureKinds.values),
      "timeline": self.timeline.flatMap {
        [
          $0.second, $0.users, $0.completed, $0.failed, $0.dropped, $0.answers ?? 0, $0.makeshifts ?? 0,
          $0.repeats ?? 0,
        ]
      },
      "distribution": self.distribution.map(\.count) + (self.failureDistribution ?? []).map(\.count),
      "heatMap": (self.heatMap?.columns ?? []).flatMap { $0.counts + [$0.failed] },
      "phaseProfiles": measured.flatMap { $0.phaseProfiles ?? [] }.map(\.count),
      "generator": [
        self.generator.eventLoops, self.generator.outOfRange, self.generator.openFileDescriptors ?? 0,
        self.generator.peakMemory ?? 0,
      ],
      "business": self.business.allCounts + (self.businessByLocale?.values.flatMap(\.allCounts) ?? []),
      "answers": self.answers?.flatMap { [$0.count, $0.judged, $0.distinct] } ?? [],
      "turns": self.turns?.flatMap { [$0.turn, $0.count] } ?? [],
      "failures": self.failures?.map(\.count) ?? [],
      "warmUpCalls, polled or before": [self.warmUpCalls?.completed ?? 0, self.warmUpCalls?.failed ?? 0]
        + (self.polled.map { Array($0.values) } ?? []) + [self.before?.metrics?.openCircuitsNotNamed ?? 0],
      "data": [self.data?.rows ?? 0],
      "distinctTexts": [self.distinctTexts ?? 0],
      "stampede": [self.stampede?.users ?? 0, self.stampede?.answered ?? 0, self.stampede?.computations ?? 0],
      "a breaker's change": (self.system.circuitChanges ?? []).compactMap(\.failures),
      "a breaker's totals": (self.system.breakerTotals ?? []).flatMap { [$0.openings, $0.closings, $0.probing] },
      "faults": (self.faults ?? []).compactMap(\.touched),
      "reach": [self.reach?.reached ?? 0, self.reach?.sent ?? 0],
      "system": (self.system.notBelievable ?? [:]).values + self.system.points.flatMap(\.counts),
    ]
  }

  private var amountsByPlace: [(String, [Double], ClosedRange<Double>)] {
    [
      ("duration or warmUp", [self.duration, self.warmUp], Believable.seconds),
      // Up to the year 5138.
      ("loadBegan", [self.loadBegan ?? 0], 0...1e11),
      ("stages", self.stages.flatMap { [$0.start, $0.end] }, Believable.seconds),
      (
        "faults",
        (self.faults ?? []).flatMap {
          [
            $0.plannedStart, $0.plannedEnd, $0.begun ?? 0, $0.ended ?? 0, $0.detected ?? 0, $0.recovered ?? 0,
          ]
        },
        Believable.seconds
      ),
      ("a breaker's totals", (self.system.breakerTotals ?? []).compactMap(\.longestOpen), Believable.seconds),
      ("a breaker's change", (self.system.circuitChanges ?? []).map(\.second), Believable.seconds),
      ("a latency", latencies, Believable.milliseconds),
      // 1 would be at no end of the curve's axis.
      ("curve", (self.curve ?? []).map(\.quantile), 0...1.nextDown),
      ("a second's CPU", self.timeline.compactMap(\.cpu), 0...1000),
      ("steadiness", self.steadiness.map { [$0.from, $0.to] } ?? [], Believable.seconds),
      ("an error rate", measured.compactMap(\.errorRate), Believable.shares),
    ]
  }

  private var latencies: [Double] {
    let kinds: [KeyPath<RequestStatistics, LatencyStatistics>] = [\.latency, \.serviceTime, \.failureLatency]
    let sets = measured.flatMap { request in
      kinds.map { request[keyPath: $0] } + [request.cancelledLatency ?? .init()]
        + (request.expected?.map(\.latency) ?? [])
    }
    let numbers =
      sets.flatMap { set in [set.mean, set.min, set.max] + Percentile.allCases.map { set[$0] } }
      + self.timeline.flatMap { [$0.p50, $0.p95, $0.p99, $0.max] }
    return numbers.compactMap(\.self) + shapeTimes
  }

  /// Of curve, heat map, phases, seconds and steadiness.
  private var shapeTimes: [Double] {
    var times: [Double?] = []
    for point in self.curve ?? [] { times += [point.response, point.low, point.high, point.service] }
    for column in self.heatMap?.columns ?? [] { times += [column.p50, column.p95, column.max] }
    for profile in measured.flatMap({ $0.phaseProfiles ?? [] }) {
      times += [profile.from, profile.to, profile.start, profile.connect, profile.tls, profile.wait, profile.receive]
    }
    for point in self.timeline { times += [point.lateness, point.loopLag] }
    times += [self.steadiness?.firstHalf, self.steadiness?.secondHalf]
    return times.compactMap(\.self)
  }
}

extension TargetMetrics.Point {
  fileprivate var counts: [Int] {
    [
      activeConnections, openCircuitsNotNamed, cacheKeys, cacheHits, cacheMisses, cacheComputations, cacheExpirations,
      halfOpenProbes, circuitRejections, requestsTotal, residentMemory,
    ].compactMap(\.self)
  }
}
