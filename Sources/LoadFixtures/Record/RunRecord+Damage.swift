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

  private var statistics: [RequestStatistics] { [total] + requests + stages.map(\.statistics) }

  private var countsByPlace: KeyValuePairs<String, [Int]> {
    [
      "counts": [
        counts.scheduled, counts.completed, counts.failed, counts.dropped, counts.cancelled, counts.instrument,
        counts.repeats,
      ],
      "endpoints": endpoints?.map(\.connections) ?? [],
      "total, requests or stages": statistics.flatMap {
        [$0.count, $0.failures, $0.dropped ?? 0, $0.cancelled ?? 0, $0.phases.connections ?? 0]
      },
      "failureKinds": Array(failureKinds.values),
      "timeline": timeline.flatMap { [$0.second, $0.users, $0.completed, $0.failed, $0.dropped] },
      "distribution": distribution.map(\.count),
      "generator": [
        generator.eventLoops, generator.outOfRange, generator.openFileDescriptors ?? 0, generator.peakMemory ?? 0,
      ],
      "business": [
        business.conversationsStarted, business.conversationsCompleted, business.conversationsAbandoned,
        business.messagesAnswered, business.tierAnswersFitting, business.tierAnswersJudged, business.roiAnswers,
      ] + business.phasesReached.values + business.tierAnswers.values,
      "system": (system.notBelievable ?? [:]).values + system.points.compactMap(\.openCircuitsNotNamed),
    ]
  }

  private var amountsByPlace: [(String, [Double], ClosedRange<Double>)] {
    [
      ("duration or warmUp", [duration, warmUp], Believable.seconds),
      ("stages", stages.flatMap { [$0.start, $0.end] }, Believable.seconds),
      ("a latency", latencies, Believable.milliseconds),
      ("an error rate", statistics.compactMap(\.errorRate), Believable.shares),
    ]
  }

  private var latencies: [Double] {
    let kinds: [KeyPath<RequestStatistics, LatencyStatistics>] = [\.latency, \.serviceTime, \.failureLatency]
    let parts: [KeyPath<LatencyStatistics, Double?>] = [\.mean, \.min, \.p50, \.p95, \.p99, \.max]
    var latencies: [Double] = []
    for request in statistics {
      for part in parts {
        latencies += kinds.compactMap { request[keyPath: $0][keyPath: part] }
        if let cancelled = request.cancelledLatency?[keyPath: part] { latencies.append(cancelled) }
      }
    }
    for point in timeline { latencies += [point.p50, point.p95, point.p99, point.max].compactMap(\.self) }
    return latencies
  }
}
