/// Pearson's statistic of observed counts against expected weights.
func chiSquare(_ counts: [Int], weights: [Int]) -> Double {
  let drawn = Double(counts.reduce(0, +))
  let sum = Double(weights.reduce(0, +))
  return zip(counts, weights).reduce(0) { total, pair in
    let expected = drawn * Double(pair.1) / sum
    let difference = Double(pair.0) - expected
    return total + difference * difference / expected
  }
}

/// Values that chi-square exceeds by chance once in 10,000 (upper 0.0001 quantile), by degrees of freedom.
///
/// Source: tables of the chi-square distribution.
let chiSquareLimits = [1: 15.14, 2: 18.42, 3: 21.11, 4: 23.51, 5: 25.74, 7: 29.88, 9: 33.72, 11: 37.37]
