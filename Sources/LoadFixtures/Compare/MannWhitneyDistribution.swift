/// The exact null distribution of the Mann-Whitney statistic U of two samples without ties.
///
/// U is the number of pairs in which the second sample's value is the smaller one. Mann and Whitney, "On a test of whether
/// one of two random variables is stochastically larger than the other", Annals of Mathematical Statistics 18 (1947).
struct MannWhitneyDistribution {
  /// The probability of U = 0, 1, ... m n; they add up to 1.
  let probabilities: [Double]

  /// - Parameters: The sizes, at least 1; 50 and 50 take 12 million additions.
  init(_ m: Int, _ n: Int) {
    precondition(m > 0 && n > 0, "a sample is empty")
    // counts[j][u]: subsets of j of the ranks so far whose sum exceeds the smallest possible by u. Additions of positive
    // numbers alone: a Double holds the counts of 50 and 50, some 1e29, with a relative error of a few roundings.
    let most = m * n
    var counts = [[Double]](repeating: [Double](repeating: 0, count: most + 1), count: m + 1)
    counts[0][0] = 1
    for rank in 1...(m + n) {
      for size in stride(from: min(m, rank), through: 1, by: -1) where rank - size <= n {
        // As the largest of its subset, a rank stands so many places above the least it could be.
        let step = rank - size
        for u in step...most { counts[size][u] += counts[size - 1][u - step] }
      }
    }
    let total = counts[m].reduce(0, +)
    probabilities = counts[m].map { $0 / total }
  }

  /// The largest number of values that may be cut off either end, so that at most `tail` lies in each, with the probability
  /// of one tail; `nil` when even the outermost value is more likely than that.
  func cut(tail: Double) -> (rank: Int, probability: Double)? {
    // A level like 0.9 is no binary fraction: 1 - 0.9 must still hold the 0.1 of 3 and 3.
    let allowed = tail * (1 + 1e-9)
    var sum = 0.0
    var cut: (rank: Int, probability: Double)?
    for (u, probability) in probabilities.enumerated() {
      sum += probability
      guard sum <= allowed else { break }
      cut = (u + 1, sum)
    }
    return cut
  }
}
