import Foundation
import Testing

@testable import LoadFixtures

/// The statistics of comparisons against small cases that a hand can check.
@Suite("Comparison: statistics")
struct ComparisonStatisticsTests {
  /// Each choice of ranks for the first sample, gone through one by one.
  @Test(
    "U's distribution is that of all choices of ranks", arguments: [(1, 1), (2, 3), (3, 2), (4, 4), (5, 6), (1, 7)])
  func distribution(m: Int, n: Int) {
    var counts = [Double](repeating: 0, count: m * n + 1)
    for mask in 0..<(1 << (m + n)) where mask.nonzeroBitCount == m {
      var (u, seen) = (0, 0)
      for rank in 0..<(m + n) {
        if mask >> rank & 1 == 1 { u += seen } else { seen += 1 }
      }
      counts[u] += 1
    }
    let total = counts.reduce(0, +)
    let found = MannWhitneyDistribution(m, n).probabilities
    #expect(found.count == counts.count)
    for (found, count) in zip(found, counts) { #expect(abs(found - count / total) < 1e-12) }
  }

  /// Two-sided 5 % critical values of U as published tables have them: 0, 2, 5, 13, 23, 127. Values up to these are cut off.
  @Test("critical values", arguments: zip([4, 5, 6, 8, 10, 20], [0, 2, 5, 13, 23, 127]))
  func criticalValues(runs: Int, critical: Int) {
    #expect(MannWhitneyDistribution(runs, runs).cut(tail: 0.025)?.rank == critical + 1)
  }

  @Test("the shift is the median difference, and too small samples have no interval")
  func hodgesLehmann() throws {
    // Differences: 3 2 1, 4 3 2, 5 4 3. P(U = 0) of 3 and 3 is 1/20, twice that is 10 %.
    let small = try #require(HodgesLehmann([1, 2, 3], [4, 5, 6]))
    #expect(small.shift == 3)
    #expect(small.interval(level: 0.95) == nil)
    let interval = try #require(small.interval(level: 0.9))
    #expect(interval.range == 1...5)
    #expect(abs(interval.level - 0.9) < 1e-12)
    #expect(HodgesLehmann([], [1]) == nil)
    let tied = try #require(HodgesLehmann([1, 1, 1, 1], [1, 1, 1, 1])?.interval(level: 0.95))
    #expect(tied.range == 0...0)
  }

  @Test("p of a clean split is one of all ways to split, whatever the scale or spread")
  func separated() {
    let apart: [Double] = [1, 2, 3, 4, 11, 12, 13, 14]
    let noSpread: [Double] = [5, 5, 5, 5, 6, 6, 6, 6]
    let constant = [Double](repeating: 0.1, count: 8)
    let even: [Double] = [1, 2, 3, 4, 1, 2, 3, 4]
    // 70 splits of 4 and 4, each with its mirror.
    let p = MaxTPermutation([apart, noSpread, constant, even], a: 4, b: 4, seed: 1).adjusted
    #expect(abs(p[0] - 1.0 / 35) < 1e-12)
    #expect(abs(p[1] - 1.0 / 35) < 1e-12)
    #expect(p[2] == 1 && p[3] == 1)
    let scaled = MaxTPermutation([apart.map { $0 * 1e9 }, noSpread, constant, even], a: 4, b: 4, seed: 1).adjusted
    #expect(scaled == p)
  }

  @Test("unequal sides count each split, and drawn permutations repeat with their seed")
  func otherSizes() {
    // 10 ways to choose 2 of 5; the observed sum is the largest, and {1, 2} is less far from the mean.
    #expect(abs(MaxTPermutation([[1, 2, 3, 11, 12]], a: 3, b: 2, seed: 1).adjusted[0] - 0.1) < 1e-12)
    let values = [(0..<14).map { Double($0) }, (0..<14).map { Double($0 * 5 % 14) }]
    let first = MaxTPermutation(values, a: 7, b: 7, seed: 3).adjusted
    #expect(first == MaxTPermutation(values, a: 7, b: 7, seed: 3).adjusted)
    // 2 of 3,432 splits; never 0.
    #expect(first[0] >= 1.0 / 10_001 && first[0] < 0.003)
    #expect(first[1] > 0.05)
  }

  private static func judge(_ b: [Double], margin: Double = 0.05, p: Double, isHigherBetter: Bool = false) -> Change? {
    let a = b.indices.map { 0.01 * Double($0) }
    return Change.judge(a: a, b: b, margin: margin, adjustedP: p, values: 1, isHigherBetter: isHigherBetter)
  }

  @Test("each of the four words, and three a side settle nothing")
  func words() throws {
    let (slower, equal) = ([0.2, 0.21, 0.22, 0.23], [0.0, 0.01, 0.02, 0.03])
    #expect(Self.judge(slower, p: 0.03)?.word == .worse)
    #expect(Self.judge(slower, p: 0.03, isHigherBetter: true)?.word == .better)
    #expect(Self.judge(equal, p: 1)?.word == .same)
    // Significant, but within the margin, and its interval beyond it.
    #expect(Self.judge(slower, margin: 0.205, p: 0.03)?.word == .inconclusive)
    let open = try #require(Self.judge(slower, p: 0.06))
    #expect(open.word == .inconclusive && open.smallestSeen.map { $0 >= 0.05 } == true && open.moreRuns == 1)
    #expect(Self.judge(Array(slower.prefix(3)), p: 0.001)?.word == .inconclusive)
    #expect(Self.judge(Array(equal.prefix(3)), p: 1)?.word == .inconclusive)
    // From 6 a side 0.05 is not enough.
    #expect(Self.judge([0.2, 0.21, 0.22, 0.23, 0.24, 0.25], p: 0.03)?.word == .inconclusive)
  }
}
