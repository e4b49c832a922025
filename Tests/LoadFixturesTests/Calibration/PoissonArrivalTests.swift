import Foundation
import Testing

@testable import LoadFixtures

/// Validity check 6.
///
/// Catches: gaps drawn evenly from 0 to 2 instead of exponentially (A^2 of 550 and more; the counts pass).
@Suite("Calibration: random arrivals")
struct PoissonArrivalTests {
  static let eightSeeds: [UInt64] = [1, 2, 3, 4, 5, 6, 7, 8]

  private static func offsets(_ stages: [OpenProfile.Stage], seed: UInt64) -> [Double] {
    OpenProfile(stages, maxInFlight: 1, spacing: .poisson).arrivals(seed: seed).map { Double($0) / 1e9 }
  }

  @Test("A constant rate: the count within 3 sqrt N, the gaps exponential", arguments: eightSeeds)
  func constant(seed: UInt64) {
    let arrivals = Self.offsets([.rate(500, for: .seconds(20))], seed: seed)
    #expect(abs(Double(arrivals.count) - 10_000) <= 3 * 100)
    let gaps = zip(arrivals, [0] + arrivals).map { ($0 - $1) * 500 }
    #expect(AndersonDarling.exponential(gaps) < AndersonDarling.onePercent)
  }

  @Test(
    "Several stages: each has its count, and all gaps together are exponential in expected arrivals",
    arguments: eightSeeds)
  func stages(seed: UInt64) {
    let stages: [OpenProfile.Stage] = [
      .rate(200, for: .seconds(10)), .rampRate(from: 200, to: 1000, for: .seconds(5)), .rate(1000, for: .seconds(4)),
      .rampRate(from: 1000, to: 50, for: .seconds(4)), .rate(50, for: .seconds(20)),
    ]
    let expected: [Double] = [2000, 3000, 4000, 2100, 1000]
    let arrivals = Self.offsets(stages, seed: seed)
    var (start, before) = (0.0, 0.0)
    var clock: [Double] = []
    for (stage, count) in zip(stages, expected) {
      let length = stage.duration / .seconds(1)
      let own = arrivals.filter { $0 >= start && $0 < start + length }
      #expect(abs(Double(own.count) - count) <= 3 * count.squareRoot(), "stage \(stage)")
      // The integral of the rate: on this clock arrivals come once a unit, whatever the stage.
      for arrival in own {
        let t = arrival - start
        clock.append(before + stage.from * t + (stage.to - stage.from) / length * t * t / 2)
      }
      start += length
      before += count
    }
    #expect(clock.count == arrivals.count)
    #expect(AndersonDarling.exponential(zip(clock, [0] + clock).map { $0 - $1 }) < AndersonDarling.onePercent)
  }

  @Test("Seeds give different arrivals, and the same seed the same")
  func seeds() {
    let stage = OpenProfile.Stage.rate(100, for: .seconds(10))
    #expect(Self.offsets([stage], seed: 1) == Self.offsets([stage], seed: 1))
    #expect(Self.offsets([stage], seed: 1) != Self.offsets([stage], seed: 2))
  }

  @Test("The test itself refuses gaps that are even, uniform, or exponential of another mean", arguments: eightSeeds)
  func oracle(seed: UInt64) {
    var generator = SeededRandom(seed: seed, user: 0)
    let exponential = (0..<5000).map { _ in -log(1 - generator.unit()) }
    #expect(AndersonDarling.exponential(exponential) < AndersonDarling.onePercent)
    #expect(AndersonDarling.exponential(Array(repeating: 1, count: 5000)) > AndersonDarling.onePercent)
    #expect(AndersonDarling.exponential((0..<5000).map { _ in 2 * generator.unit() }) > AndersonDarling.onePercent)
    #expect(AndersonDarling.exponential(exponential.map { $0 * 1.1 }) > AndersonDarling.onePercent)
  }

  @Test("A small sample worked out by hand")
  func byHand() {
    // n = 1 at the median: -1 - (log 0.5 + log 0.5).
    #expect(abs(AndersonDarling.exponential([log(2.0)]) - (2 * log(2.0) - 1)) < 1e-12)
  }
}
