/// Samples in a row that were made one; most often a single one.
struct MetricBucket: Sendable, Codable, Equatable {
  /// Seconds since the monitor began, of the first and the last of them.
  var from: Double
  var to: Double
  var count = 1
  var sum: Double
  var min: Double
  var max: Double

  var mean: Double { sum / Double(count) }

  init(at second: Double, _ value: Double) {
    (from, to, sum, min, max) = (second, second, value, value, value)
  }

  mutating func add(_ next: MetricBucket) {
    to = next.to
    count += next.count
    sum += next.sum
    min = Swift.min(min, next.min)
    max = Swift.max(max, next.max)
  }
}
