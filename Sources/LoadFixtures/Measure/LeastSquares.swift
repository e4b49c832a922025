/// The line of the least squares through some points, with how sure its slope is: the interval by Student's t, which takes
/// what the points lie off the line to be independent of each other.
struct LeastSquares: Sendable {
  let slope: Double
  /// The slope lies within so much of ``slope`` with 95 %.
  let margin: Double
  private let centre: (x: Double, y: Double)

  /// Of Student's t, two-sided 95 %, by degrees of freedom from 1 (Abramowitz and Stegun, table 26.10).
  private static let quantiles = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
    2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048,
  ]

  /// - Returns: `nil` for fewer than three points, and where all have one `x`.
  init?(_ points: [(x: Double, y: Double)]) {
    guard points.count > 2 else { return nil }
    let count = Double(points.count)
    let (x, y) = (points.reduce(0) { $0 + $1.x } / count, points.reduce(0) { $0 + $1.y } / count)
    let squares = points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
    guard squares > 0 else { return nil }
    let slope = points.reduce(0) { $0 + ($1.x - x) * ($1.y - y) } / squares
    let residuals = points.reduce(0) { sum, point in
      let error = point.y - y - slope * (point.x - x)
      return sum + error * error
    }
    let freedom = points.count - 2
    margin =
      Self.quantiles[min(freedom, Self.quantiles.count) - 1] * (residuals / Double(freedom) / squares).squareRoot()
    (self.slope, centre) = (slope, (x, y))
  }

  func value(at x: Double) -> Double { centre.y + slope * (x - centre.x) }
}
