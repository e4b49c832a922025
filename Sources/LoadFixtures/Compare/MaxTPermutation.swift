import LoadEngine

/// Which of many values differ between two sides, with the probability of a single false alarm over all of them held.
///
/// The step-down max-T permutation test of Westfall and Young, Resampling-Based Multiple Testing (1993), algorithm 4.1
/// by maxima in place of p-values; as `mt.maxT` in R's multtest. A permutation exchanges the labels of whole runs, for all
/// values at once, so that what values have in common stays.
///
/// Labels go freely over both sides, also where runs were made in rounds A B B A: exchanging them within rounds alone has
/// 2^6 ways for 6 rounds, and the smallest two-sided p is then 1/32, above 0.01. What it takes is that without a difference
/// runs are exchangeable. A drift breaks that, on the safe side: A B B A balances it between the sides, so that it is
/// not in the difference, and it widens the spread that the difference is measured by.
///
/// The statistic is the size of Student's t with pooled variance, by a function of it that rises with it and is the same
/// for each value: |sum over side B of z|, z the runs' numbers with mean 0 and sum of squares 1. No scale is left in it, and it is
/// bounded: a value without spread within the sides cannot be infinite, one without any spread has 0.
struct MaxTPermutation {
  /// Up to so many runs a side all ways to label them are gone through: 924 for 6.
  static let mostEnumerated = 6
  /// Permutations beyond that.
  static let drawn = 10_000

  /// By value, in the order given: the adjusted p, from the smallest that so many runs can have to 1.
  let adjusted: [Double]

  /// - Parameters:
  ///   - values: For each value the numbers of side A's runs, then of side B's; finite.
  ///   - a: Runs of side A.
  ///   - b: Runs of side B.
  ///   - seed: Of the permutations that are drawn; without effect where all are gone through.
  init(_ values: [[Double]], a: Int, b: Int, seed: UInt64) {
    precondition(a > 0 && b > 0 && values.allSatisfy { $0.count == a + b }, "a value lacks a run, or a side has none")
    let scaled = values.map(Self.scaled)
    let observed = scaled.map { abs($0[a...].reduce(0, +)) }
    let order = observed.indices.sorted { observed[$0] < observed[$1] }
    // By run, the values from the smallest statistic to the largest.
    let runs = (0..<(a + b)).map { run in order.map { scaled[$0][run] } }
    // Sums of the same numbers in another order are equal but for rounding.
    var tally = Tally(observed: order.map { observed[$0] - 1e-9 })
    if max(a, b) <= Self.mostEnumerated {
      Self.enumerate(runs, chosen: b, isBalanced: a == b, into: &tally)
    } else {
      Self.draw(runs, chosen: b, seed: seed, into: &tally)
    }
    // From the largest statistic down, p never falls: a value is not significant where a clearer one is not.
    var adjusted = [Double](repeating: 1, count: values.count)
    var highest = 0.0
    for place in order.indices.reversed() {
      highest = max(highest, Double(tally.reached[place]) / Double(tally.permutations))
      adjusted[order[place]] = highest
    }
    self.adjusted = adjusted
  }

  /// With mean 0 and sum of squares 1; all 0 where the numbers do not differ beyond rounding.
  private static func scaled(_ numbers: [Double]) -> [Double] {
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    let size = numbers.reduce(0) { max($0, abs($1)) }
    let length = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot()
    guard length > size * 1e-12 else { return numbers.map { _ in 0 } }
    return numbers.map { ($0 - mean) / length }
  }

  /// How many permutations reach what was observed.
  private struct Tally {
    /// Ascending.
    let observed: [Double]
    var reached: [Int]
    var permutations = 0

    init(observed: [Double]) {
      self.observed = observed
      reached = [Int](repeating: 0, count: observed.count)
    }

    /// The k-th value is judged by the largest of the statistics of the first k: those above it are decided already.
    @inline(__always)
    mutating func add(_ statistic: (Int) -> Double) {
      permutations += 1
      var largest = 0.0
      for place in observed.indices {
        largest = max(largest, abs(statistic(place)))
        if largest >= observed[place] { reached[place] += 1 }
      }
    }
  }

  /// All ways to choose side B. Sums of the lower and of the upper half of the runs are made once for each subset of them.
  private static func enumerate(_ runs: [[Double]], chosen: Int, isBalanced: Bool, into tally: inout Tally) {
    let half = runs.count / 2
    let (lower, upper) = (sums(Array(runs[..<half])), sums(Array(runs[half...])))
    let count = tally.observed.count
    let low = (1 << half) - 1
    for mask in 0..<(1 << runs.count) where mask.nonzeroBitCount == chosen {
      // Of equal sides, a choice and what it leaves have the same statistic: one of them is enough.
      if isBalanced, mask & 1 == 0 { continue }
      let (first, second) = ((mask & low) * count, (mask >> half) * count)
      tally.add { lower[first + $0] + upper[second + $0] }
    }
  }

  /// The sum of each subset of the runs, value by value.
  private static func sums(_ runs: [[Double]]) -> [Double] {
    let count = runs.first?.count ?? 0
    var sums = [Double](repeating: 0, count: count << runs.count)
    for mask in 1..<max(1, 1 << runs.count) {
      let (run, rest) = (runs[mask.trailingZeroBitCount], (mask & (mask - 1)) * count)
      for place in 0..<count { sums[mask * count + place] = sums[rest + place] + run[place] }
    }
    return sums
  }

  /// Random choices of side B, and the one that was made: without it, p could be 0 (Phipson and Smyth, Statistical
  /// Applications in Genetics and Molecular Biology 9, 2010).
  private static func draw(_ runs: [[Double]], chosen: Int, seed: UInt64, into tally: inout Tally) {
    var random = SplitMix64(seed: seed)
    var order = Array(runs.indices)
    var sums = [Double](repeating: 0, count: tally.observed.count)
    func add(_ side: ArraySlice<Int>) {
      for place in sums.indices { sums[place] = 0 }
      for run in side {
        for place in sums.indices { sums[place] += runs[run][place] }
      }
      tally.add { sums[$0] }
    }
    add(order.suffix(chosen))
    for _ in 0..<Self.drawn {
      for place in 0..<chosen { order.swapAt(place, Int.random(in: place..<order.count, using: &random)) }
      add(order.prefix(chosen))
    }
  }
}
