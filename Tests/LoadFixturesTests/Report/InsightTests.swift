import Foundation
import Testing

@testable import LoadFixtures

@Suite("What a report finds in a run's figures, and what it leaves alone")
struct InsightTests {
  /// Steps of users with their throughput and p95.
  private func staircase(_ steps: [(users: Double, rate: Double, p95: Double)]) -> RunRecord {
    var record = ReportSamples.record(seconds: 60)
    record.stages = steps.enumerated().map { number, step in
      var statistics = RequestStatistics.example(count: Int(step.rate * 20))
      (statistics.throughput, statistics.latency.p95) = (step.rate, step.p95)
      return StageStatistics(
        name: "\(Int(step.users)) users", start: Double(number) * 20, end: Double(number + 1) * 20, target: step.users,
        warmUp: false, statistics: statistics)
    }
    return record
  }

  private func insights(_ record: RunRecord) -> [String: Insight] {
    Dictionary(InsightRules(record: record).all.map { ($0.code, $0) }) { first, _ in first }
  }

  @Test("A target that carries all steps has no knee, and its response times hold")
  func sound() {
    let found = insights(staircase([(50, 50, 20), (100, 100, 21), (200, 199, 22)]))
    #expect(found["capacity"]?.evidence.contains("199 req/s") == true && found["knee"] == nil)
    #expect(found["latencyHolds"] != nil && found["latencyRises"] == nil && found["scaling"] == nil)
  }

  @Test("A plateau is a knee, with the figures, and says what to look at")
  func plateau() throws {
    let found = insights(staircase([(50, 50, 20), (100, 100, 25), (150, 101, 80), (200, 100, 160)]))
    let knee = try #require(found["knee"])
    #expect(knee.sentence.contains("150 users") && knee.advice == [.pool, .replicas], "\(knee)")
    #expect(found["latencyRises"]?.evidence.contains("20 ms at 50") == true || found["latencyRises"] != nil)
    // From 100 to 150 users it grew by 1 % of 50 %; of a step that the noise may have made nothing is said.
    #expect(
      found["scaling"]?.sentence.contains("from \"150 users\" to \"200 users\" by -") == true,
      "\(String(describing: found["scaling"]))")
    let kept = insights(staircase([(100, 100, 20), (200, 150, 21)]))
    #expect(kept["scaling"]?.sentence.contains("by 50 % of what the load grew by") == true)
    #expect(insights(staircase([(100, 10, 20), (110, 10.5, 21)]))["scaling"] == nil)
  }

  @Test("A steady run without a failure has no finding")
  func quiet() {
    var record = ReportSamples.record(seconds: 60)
    record.timeline = (0..<60).map {
      TimelinePoint(second: $0, users: 10, completed: 30, failed: 0, dropped: 0, p50: 10, p95: 20, p99: 30, max: 40)
    }
    (record.failureKinds, record.requests) = ([:], [])
    #expect(InsightRules(record: record).all.isEmpty, "\(insights(record).keys)")
  }

  @Test("Failures in a row are a burst with its seconds; failures all along are none")
  func burst() throws {
    var record = ReportSamples.record(seconds: 60)
    func points(_ failed: (Int) -> Int) -> [TimelinePoint] {
      (0..<60).map {
        TimelinePoint(
          second: $0, users: 10, completed: 30, failed: failed($0), dropped: 0, p50: 10, p95: 20, p99: 30, max: 40,
          failureKinds: failed($0) > 0 ? ["status 503": failed($0)] : nil)
      }
    }
    record.timeline = points { (20..<24).contains($0) ? 10 : 0 }
    let found = try #require(insights(record)["errorBurst"])
    #expect(found.sentence.contains("from second 20 to 24") && found.evidence.contains("40 of all"))
    #expect(found.evidence.contains("status 503"))
    record.timeline = points { _ in 10 }
    #expect(insights(record)["errorBurst"] == nil)
  }

  @Test("A rate limit, a cache that misses and a breaker that opened are told with their figures")
  func target() throws {
    var record = ReportSamples.record(seconds: 60)
    record.failureKinds["status 429"] = 12
    func reading(_ second: Double, hits: Int, misses: Int, expired: Int) -> TargetMetrics.Point {
      var point = TargetMetrics.Point(second: second)
      (point.cacheHits, point.cacheMisses, point.cacheExpirations) = (hits, misses, expired)
      point.cacheHitRate = Double(hits) / Double(max(1, hits + misses))
      return point
    }
    record.system.points = [
      reading(0, hits: 0, misses: 0, expired: 0), reading(59, hits: 40, misses: 160, expired: 90),
    ]
    record.system.breakerTotals = [
      BreakerTotals(of: "llm", changes: [.init(breaker: "llm", state: .open, second: 5)], from: .closed)
    ]
    let found = insights(record)
    #expect(found["rateLimited"]?.evidence.hasPrefix("12 of ") == true && found["rateLimited"]?.advice == [.rateLimit])
    #expect(found["lowHitRate"]?.evidence.contains("20 %") == true && found["lowHitRate"]?.advice == [.timeToLive])
    #expect(found["breakerOpened"]?.evidence.contains("llm 1 times") == true)
    // Few entries expire, and still most look-ups miss.
    record.system.points[1] = reading(59, hits: 40, misses: 160, expired: 2)
    #expect(insights(record)["lowHitRate"]?.advice == [.cacheAside])
    // Of a handful nothing is said.
    record.system.points[1] = reading(59, hits: 4, misses: 16, expired: 2)
    #expect(insights(record)["lowHitRate"] == nil)
    record.system.points[1] = reading(59, hits: 160, misses: 40, expired: 2)
    #expect(insights(record)["lowHitRate"] == nil)
  }

  @Test("One request that is slow alone points at its queries")
  func slow() throws {
    var record = ReportSamples.record(seconds: 60)
    record.requests = [
      ReportSamples.statistics("fast", count: 900, failures: 0),
      ReportSamples.statistics("usual", count: 900, failures: 0),
      ReportSamples.statistics("slow", count: 500, failures: 0, scale: 4),
    ]
    let found = try #require(insights(record)["slowRequest"])
    #expect(found.sentence.hasPrefix("slow ") && found.evidence.contains("472 ms") && found.advice == [.indexes])
    record.requests[2] = ReportSamples.statistics("slow", count: 500, failures: 0, scale: 2)
    #expect(insights(record)["slowRequest"] == nil)
  }

  private static let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }

  @Test("Each advice is triggered by some rule, and README's table names it")
  func triggers() throws {
    let text = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    for advice in Advice.allCases { #expect(text.contains("`\(advice)`"), "\(advice)") }
  }
}
