import LoadFixtures

/// Holds what a record says against what is known to be true.
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
  /// The percentiles that a record has, by their share.
  static let quantiles: [(share: Double, name: String, path: KeyPath<LatencyStatistics, Double?> & Sendable)] = [
    (0.5, "p50", \.p50), (0.9, "p90", \.p90), (0.95, "p95", \.p95), (0.99, "p99", \.p99), (0.999, "p99.9", \.p999),
  ]

  /// Validity check 26: percentiles rise with their share and never pass the extremes.
  var isMonotone: Bool {
    let values = [min] + Self.quantiles.map { self[keyPath: $0.path] } + [max]
    let known = values.compactMap(\.self)
    return known.count == values.count && known == known.sorted()
  }
}
