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
    guard let line = LeastSquares(blocks) else { return nil }
    let beginning = steady.first?.second ?? first
    let (time, start) = (last - beginning, line.value(at: beginning))
    guard start > 0 else { return nil }
    (self.start, slope) = (start, line.slope)
    growth = line.slope * time / start
    interval = (line.slope - line.margin) * time / start...(line.slope + line.margin) * time / start
  }
}
