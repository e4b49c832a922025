import Foundation
import LoadEngine
import Testing

@testable import LoadFixtures

@Suite("The shape of what was measured: curve, phases, heat map, steadiness")
struct ShapeTests {
  private func histogram(_ milliseconds: [Double]) -> HDRHistogram {
    milliseconds.reduce(into: HDRHistogram()) { $0.record(nanoseconds: Int64($1 * 1e6)) }
  }

  // MARK: Curve

  @Test("The curve goes as far as the samples carry, rises, and holds the percentiles of the tables")
  func curve() throws {
    let all = histogram((1...1000).map(Double.init))
    let curve = all.curve(service: nil)
    // 0.975 is carried by no more than ln 0.025 / ln q samples: with 1,000 up to 99.6 %.
    let last = try #require(curve.last)
    #expect(last.quantile < 0.9964 && last.quantile >= 0.99)
    #expect(zip(curve, curve.dropFirst()).allSatisfy { $0.quantile < $1.quantile && $0.response <= $1.response })
    #expect(curve.allSatisfy { $0.low <= $0.response && $0.response <= $0.high && $0.service == nil })
    let statistics = all.statistics
    for percentile in [Percentile.p50, .p90, .p95, .p99] {
      let point = try #require(curve.first { $0.quantile == percentile.share })
      #expect(point.response == statistics[percentile])
      #expect(
        point.low == statistics.intervals?[percentile]?.low && point.high == statistics.intervals?[percentile]?.high)
    }
  }

  @Test("Too few samples make no curve, and service times stand beside where they are others")
  func fewAndService() throws {
    #expect(histogram([1, 2, 3, 4, 5]).curve(service: nil).isEmpty)
    let (response, service) = (histogram((1...100).map { Double($0) * 10 }), histogram((1...100).map(Double.init)))
    let point = try #require(response.curve(service: service).first { $0.quantile == 0.5 })
    #expect(abs(point.response - 500) < 1 && abs((point.service ?? 0) - 50) < 0.1)
  }

  // MARK: Phases

  private func record(_ call: Sample, in tally: inout PhaseTally) {
    var rows = PhaseTally.none
    rows[LatencyHeatMap.row(ofBucket: HDRHistogram.Value(nanoseconds: call.responseTime).index)].record(call)
    tally.add(PhaseTally(rows))
  }

  private func sample(_ response: Int64, start: Int64 = 0, connect: Int64 = 0, wait: Int64, receive: Int64) -> Sample {
    Sample(
      request: 0, outcome: .completed, intendedStart: 0, start: start * 1_000_000, end: response * 1_000_000,
      connect: connect * 1_000_000, wait: wait * 1_000_000, receive: receive * 1_000_000)
  }

  @Test("Phases around a percentile are means of the calls that took about as long, and add up")
  func phases() throws {
    var tally = PhaseTally()
    for _ in 0..<90 { record(sample(10, wait: 9, receive: 1), in: &tally) }
    for _ in 0..<40 { record(sample(1000, start: 600, connect: 100, wait: 250, receive: 50), in: &tally) }
    let usual = try #require(tally.profile(of: .p50, at: 10))
    #expect(usual.count == 90 && usual.wait == 9 && usual.receive == 1 && usual.start == 0 && usual.all == 10)
    #expect(usual.from < 10 && usual.to >= 10)
    let slow = try #require(tally.profile(of: .p95, at: 1000))
    #expect(slow.count == 40 && slow.start == 600 && slow.connect == 100 && slow.all == 1000)
    // Of fewer than 30 the neighbours are looked at as well.
    var few = PhaseTally()
    for _ in 0..<10 { record(sample(10, wait: 9, receive: 1), in: &few) }
    for _ in 0..<40 { record(sample(16, wait: 15, receive: 1), in: &few) }
    #expect(few.profile(of: .p50, at: 10)?.count == 50)
    #expect(PhaseTally().profile(of: .p50, at: 10) == nil)
  }

  @Test("Parts of phases make the whole, in whatever order")
  func phasesMerge() {
    var random = SplitMix64(seed: 5)
    var (whole, parts) = (PhaseTally(), [PhaseTally](repeating: PhaseTally(), count: 3))
    for number in 0..<300 {
      let wait = Int64.random(in: 1...90_000, using: &random)
      let call = sample(wait + 3, start: 1, connect: 1, wait: wait, receive: 1)
      record(call, in: &whole)
      record(call, in: &parts[number % 3])
    }
    var (sum, other) = (PhaseTally(), PhaseTally())
    for part in parts { sum.add(part) }
    for part in parts.reversed() { other.add(part) }
    #expect(sum == whole && other == whole)
  }

  @Test("A run has the phases of its measured calls, and none of its warm-up")
  func phasesOfRun() throws {
    var recorder = TestRecorder(warmUpEnd: 1000)
    let calls = (0..<40).map { _ in
      Sample(
        request: 1, outcome: .completed, intendedStart: 2_000_000_000, start: 2_000_000_000, end: 2_010_000_000,
        wait: 8_000_000, receive: 2_000_000)
    }
    let early = (0..<40).map { _ in
      Sample(request: 1, outcome: .completed, intendedStart: 0, start: 0, end: 10_000_000, wait: 10_000_000)
    }
    recorder.record(.of(early + calls, asOf: 9_000))
    let run = recorder.finish(at: 10_000_000_000)
    let profile = try #require(run.requests.first?.phaseProfiles?.first)
    #expect(profile.percentile == .p50 && profile.count == 40 && profile.wait == 8 && profile.receive == 2)
    #expect(run.total.phaseProfiles?.map(\.percentile) == [.p50], "40 samples state no p95")
    // What a timeline tells of a second does not hold them.
    let told = try JSONDecoder().decode(RunSecond.self, from: JSONEncoder().encode(recorder.seconds[2]))
    #expect(told.tally.phases == nil && recorder.seconds[2].tally.phases?.isEmpty == false)
  }

  // MARK: Heat map

  @Test("Each call falls into the row whose bound it does not exceed")
  func rows() {
    for row in 0..<LatencyHeatMap.rows - 1 {
      let bound = Int64((LatencyHeatMap.bound(of: row) * 1e6).rounded())
      #expect(
        LatencyHeatMap.row(ofNanoseconds: bound) == row && LatencyHeatMap.row(ofNanoseconds: bound + 1) == row + 1)
    }
    #expect(LatencyHeatMap.row(ofNanoseconds: .max) == LatencyHeatMap.rows - 1)
    #expect(LatencyHeatMap.row(ofNanoseconds: 0) == 0)
  }

  @Test("A map keeps all calls however long the run is, has its columns' percentiles, and is read as it was written")
  func heatMap() throws {
    let seconds = (0..<1000).map { (response: histogram([1, 2, Double($0 + 1)]), failed: $0 % 2) }
    let map = LatencyHeatMap(seconds: seconds)
    #expect(map.interval == 8 && map.columns.count == 125)
    #expect(map.columns.map { $0.counts.reduce(0, +) }.reduce(0, +) == 3000)
    #expect(map.columns.map(\.failed).reduce(0, +) == 500)
    #expect(
      map.columns[0].max == 8 && map.columns[124].max == 1000 && map.columns[3].p50.map { abs($0 - 2) < 0.01 } == true)
    #expect(try JSONDecoder().decode(LatencyHeatMap.self, from: JSONEncoder().encode(map)) == map)
    #expect(LatencyHeatMap(seconds: []).columns.isEmpty)
    for wrong in [
      #"{"interval":0,"columns":[]}"#, #"{"interval":1,"columns":[{"failed":0,"firstRow":59,"counts":[1,2]}]}"#,
      #"{"interval":1,"columns":[{"failed":0,"firstRow":-1,"counts":[1]}]}"#,
    ] {
      #expect(throws: DecodingError.self) { try JSONDecoder().decode(LatencyHeatMap.self, from: Data(wrong.utf8)) }
    }
  }

  // MARK: Steadiness

  private func steadiness(_ milliseconds: (Int) -> Double) -> Steadiness? {
    Steadiness(
      (0..<60).map { second in
        (second, histogram((0..<20).map { milliseconds(second) * (1 + Double($0) / 100) }))
      })
  }

  @Test("The same throughout is steady; a second half that is slower, or a trend, is not")
  func steady() throws {
    let same = try #require(steadiness { _ in 50 })
    #expect(same.isSteady && abs(same.change) < 0.001 && same.from == 0 && same.to == 60)
    let step = try #require(steadiness { $0 < 30 ? 50 : 60 })
    #expect(!step.isSteady && abs(step.change - 0.2) < 0.01)
    // Up and down within each half, and more slowly in all: the halves alone would not tell.
    let trend = try #require(steadiness { 50 + Double($0) / 8 })
    #expect(trend.hasTrend && !trend.isSteady && abs((trend.slope ?? 0) - 60 / 8 * 1.1) < 0.2)
    let noise = try #require(steadiness { $0 % 2 == 0 ? 50 : 52 })
    #expect(noise.isSteady)
  }

  @Test("Too few answers say nothing of steadiness")
  func unsteadyUnknown() {
    #expect(Steadiness([]) == nil)
    #expect(Steadiness([(0, histogram([1])), (1, histogram([1]))]) == nil)
  }

  @Test("A run tells of its failures' times, of its generator by the second, and of its steadiness without the warm-up")
  func ofRun() throws {
    var recorder = TestRecorder(stages: [.of("all", 0, 20_000)], warmUpEnd: 4000, hasArrivals: true)
    var calls: [Sample] = []
    for second in 0..<20 as Range<Int64> {
      for call in 0..<40 as Range<Int64> {
        let due = second * 1000 + call * 20
        calls.append(.call(due: due, start: due + (second == 7 ? 9 : 0), end: due + (second < 4 ? 700 : 20)))
      }
    }
    calls.append(.call(start: 9000, end: 9400, failure: .timeout))
    recorder.record(.of(calls, asOf: 20_000))
    let run = recorder.finish(at: 20_000_000_000)
    #expect(run.failureDistribution?.map(\.count).reduce(0, +) == 1)
    let steady = try #require(run.steadiness)
    #expect(steady.from == 5 && steady.to == 20 && steady.isSteady, "\(steady)")
    #expect(run.timeline[7].lateness.map { abs($0 - 9) < 0.1 } == true && run.timeline[8].lateness == 0)
    #expect(run.heatMap?.columns.count == 20 && run.curve?.isEmpty == false)
  }
}
