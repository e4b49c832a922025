import Testing

@testable import LoadFixtures

@Suite("KPIs of what only the target or its system tells")
struct TargetKPITests {
  /// Readings of a process that begins at 100 MiB, has filled its caches after a fifth of the time, and then grows.
  private static func readings(
    seconds: Int = 180, growthAMinute: Double, noise: Double = 0.5, seed: UInt64 = 1
  ) -> [(second: Double, bytes: Double)] {
    var random = SeededRandom(seed: seed, user: 0)
    return (0..<seconds).map { second in
      let filled = min(1, Double(second) / Double(seconds) * 5) * 40
      let mebibytes =
        100 + filled + growthAMinute * Double(second) / 60 + noise * Double.random(in: -1...1, using: &random)
      return (Double(second), mebibytes * 1_048_576)
    }
  }

  private static func assessment(
    _ readings: [(second: Double, bytes: Double)], readAsLast last: Double = .infinity, atMost limit: Double
  ) throws -> Assessment {
    var evidence = Evidence.example(stages: [.example("50 users", target: 50, length: 10_000)])
    evidence.targetMetrics.points = readings.map {
      var point = TargetMetrics.Point(second: $0.second)
      point.residentMemory = $0.second <= last ? Int($0.bytes) : nil
      return point
    }
    return try #require(SLA([.must(.memoryGrowth, atMost: limit)]).assess(evidence).assessments.first)
  }

  @Test("A process whose caches fill and that grows no more has not grown")
  func plateau() throws {
    for seed: UInt64 in 1...20 {
      let trend = try #require(MemoryTrend(Self.readings(growthAMinute: 0, seed: seed)))
      #expect(abs(trend.growth) < 0.01, "seed \(seed): \(trend)")
    }
    #expect(try Self.assessment(Self.readings(growthAMinute: 0), atMost: 0.2).met)
  }

  @Test("The slope is the one that is there, and lies in its interval")
  func slope() throws {
    var inside = 0
    for seed: UInt64 in 1...100 {
      let trend = try #require(MemoryTrend(Self.readings(growthAMinute: 20, noise: 5, seed: seed)))
      #expect(abs(trend.slope * 60 / 1_048_576 - 20) < 2)
      // From second 45 to 179, where the line is at 140 + 15 MiB.
      let truth = 20 * (179.0 - 45) / 60 / 155
      #expect(abs(trend.growth - truth) < 0.02)
      if trend.interval.contains(truth) { inside += 1 }
    }
    // 95 of a hundred are expected; fewer than 88 come about once in a thousand times (binomial).
    #expect(inside >= 88)
  }

  @Test("A leak is a breach with its pace, a large one severe, and a limit within the interval is not judged")
  func leak() throws {
    let leak = try Self.assessment(Self.readings(growthAMinute: 20), atMost: 0.2)
    #expect(leak.isBreach && leak.note?.hasPrefix("20.0 MiB a minute") == true, "\(leak)")
    let severe = try Self.assessment(Self.readings(growthAMinute: 60), atMost: 0.2)
    #expect(severe.isBreach && severe.note?.hasPrefix("severe") == true, "\(severe)")
    let near = try Self.assessment(Self.readings(growthAMinute: 14, noise: 30), atMost: 0.2)
    #expect(!near.met && !near.isBreach && near.unjudged?.contains("run longer") == true, "\(near)")
  }

  @Test("Too few readings are no number")
  func few() throws {
    #expect(MemoryTrend(Self.readings(seconds: 20, growthAMinute: 0)) == nil)
    #expect(try Self.assessment([], atMost: 0.2).unjudged?.contains("0 readings") == true)
  }

  @Test("A process that ends in mid-run is not judged by what it had until then; one reading that failed is no end")
  func gone() throws {
    let readings = Self.readings(growthAMinute: 0)
    let gone = try Self.assessment(readings, readAsLast: 150, atMost: 0.2)
    #expect(!gone.met && gone.unjudged?.contains("after second 150 the process was gone") == true, "\(gone)")
    #expect(try Self.assessment(readings, readAsLast: 178, atMost: 0.2).met)
  }

  private static func counted(_ before: Int?, _ after: Int?, _ counts: CallCounts) -> Evidence {
    var evidence = Evidence.example()
    evidence.reach = RequestReach(before: before, after: after, counts: counts)
    evidence.targetMetrics.metrics = .offered
    return evidence
  }

  @Test("Requests that reached the target over those that were sent: exactly 1, unless somebody repeats or loses them")
  func amplification() throws {
    let counts = CallCounts(scheduled: 110, completed: 90, failed: 6, dropped: 10, cancelled: 4, repeats: 2)
    let sla: SLA = [.must(.retryAmplification, atMost: 1), .must(.retryAmplification, atLeast: 1)]
    #expect(sla.assess(Self.counted(1000, 1102, counts)).assessments.allSatisfy { $0.met })
    let more = sla.assess(Self.counted(1000, 1103, counts)).breaches
    #expect(more.map(\.comparison) == [.atMost] && more.first?.note == "103 reached it of 102 sent")
    #expect(sla.assess(Self.counted(1000, 1101, counts)).breaches.map(\.comparison) == [.atLeast])
    // Started anew, or silent: nothing is known.
    for (before, after) in [(1000, 3), (nil, 1100), (1000, nil)] as [(Int?, Int?)] {
      #expect(sla.assess(Self.counted(before, after, counts)).assessments.allSatisfy { $0.isNotOffered == true })
    }
  }

  @Test("Repeats count where a trouble lasted, and only there")
  func repeats() throws {
    var evidence = Evidence.example()
    evidence.statistics.timeline = (0..<10).map { second in
      TimelinePoint(
        second: second, users: 1, completed: 1, failed: 0, dropped: 0, repeats: [2, 5, 9].contains(second) ? 1 : nil)
    }
    let sla: SLA = [.must(.repeatsInFaults, atMost: 0)]
    #expect(sla.assess(evidence).status == .invalid)
    evidence.faults = [
      FaultOutcome(name: "cache lost", carrier: "a test", plannedStart: 5, plannedEnd: 8, begun: 5.2, ended: 8.1)
    ]
    #expect(sla.assess(evidence).assessments.first?.observed == 1)
  }
}
