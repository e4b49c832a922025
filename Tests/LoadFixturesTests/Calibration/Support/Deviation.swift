import LoadFixtures

/// Compares what a record has with what is known to be true.
struct Deviation {
  /// Of the true value.
  let share: Double
  /// Milliseconds.
  let absolute: Double

  /// What is wrong with a value, milliseconds; `nil` when it is near enough.
  func complaint(_ name: String, _ observed: Double?, expected: Double) -> String? {
    guard let observed else { return "\(name) is missing" }
    let allowed = share * expected + absolute
    guard abs(observed - expected) > allowed else { return nil }
    return "\(name) is \(observed) ms instead of \(expected) +- \(allowed) ms"
  }
}

extension LatencyStatistics {
  /// Validity check 26: percentiles rise with their share and never pass the extremes.
  var isMonotone: Bool {
    let values = [min] + Percentile.allCases.map { self[$0] } + [max]
    let known = values.compactMap(\.self)
    return known.count == values.count && known == known.sorted()
  }
}
