/// How a process's memory changed over a run of constant load: a line through its readings, with how sure it is.
///
/// The first quarter is left out: caches fill, and an allocator takes what it will keep. The line is that of the least
/// squares through the means of up to thirty blocks in a row, which lie further apart than what one reading has in common
/// with the next; the interval is that of its slope by Student's t.
struct MemoryTrend: Sendable, Equatable {
  /// Bytes at the line's beginning.
  let start: Double
  /// Bytes a second.
  let slope: Double
  /// Of the line's end over its beginning, less 1.
  let growth: Double
  /// Where the growth lies with 95 %.
  let interval: ClosedRange<Double>

  /// No line is drawn through fewer readings.
  static let fewestReadings = 20
  private static let mostBlocks = 30
  /// Of Student's t, two-sided 95 %, by degrees of freedom from 1 (Abramowitz and Stegun, table 26.10).
  private static let quantiles = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
    2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048,
  ]

  /// - Parameter readings: Seconds and bytes, in order of time, of the load without its ramp.
  init?(_ readings: [(second: Double, bytes: Double)]) {
    guard let first = readings.first?.second, let last = readings.last?.second else { return nil }
    let steady = readings.filter { $0.second >= first + (last - first) / 4 }
    guard steady.count >= Self.fewestReadings else { return nil }
    let size = max(1, (steady.count + Self.mostBlocks - 1) / Self.mostBlocks)
    let blocks = stride(from: 0, to: steady.count, by: size).map { start in
      let block = steady[start..<min(start + size, steady.count)]
      let count = Double(block.count)
      return (x: block.reduce(0) { $0 + $1.second } / count, y: block.reduce(0) { $0 + $1.bytes } / count)
    }
    let count = Double(blocks.count)
    let (x, y) = (blocks.reduce(0) { $0 + $1.x } / count, blocks.reduce(0) { $0 + $1.y } / count)
    let squares = blocks.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
    guard squares > 0 else { return nil }
    let slope = blocks.reduce(0) { $0 + ($1.x - x) * ($1.y - y) } / squares
    let residuals = blocks.reduce(0) { sum, block in
      let error = block.y - y - slope * (block.x - x)
      return sum + error * error
    }
    let freedom = blocks.count - 2
    let quantile = Self.quantiles[min(freedom, Self.quantiles.count) - 1]
    let margin = quantile * (residuals / Double(freedom) / squares).squareRoot()
    let beginning = steady.first?.second ?? first
    let (time, start) = (last - beginning, y + slope * (beginning - x))
    guard start > 0 else { return nil }
    (self.start, self.slope) = (start, slope)
    growth = slope * time / start
    interval = (slope - margin) * time / start...(slope + margin) * time / start
  }
}
