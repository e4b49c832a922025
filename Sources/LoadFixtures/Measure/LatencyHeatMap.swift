import Foundation

/// How many calls took how long in which part of a run: a column a time, a row a tenth of a decade. Bounded: when it is full
/// two columns become one.
struct LatencyHeatMap: Sendable {
  struct Column: Sendable {
    /// Successful calls by row, see ``LatencyHeatMap/bound(of:)``.
    var counts = [Int](repeating: 0, count: rows)
    var failed = 0
  }

  static let mostColumns = 240
  static let rowsPerDecade = 10
  /// From 0.1 ms to 100 s; what lies beyond counts to the first or the last.
  static let rows = 6 * rowsPerDecade
  private static let lowest = 0.1

  /// Seconds that a column stands for.
  private(set) var interval = 1
  private(set) var columns: [Column] = []

  /// The upper end of a row, milliseconds.
  static func bound(of row: Int) -> Double {
    lowest * pow(10, Double(row + 1) / Double(rowsPerDecade))
  }

  private static let bounds: [Int64] = (0..<rows).map { Int64((bound(of: $0) * 1e6).rounded()) }

  /// Adds a second; those come in order.
  mutating func add(_ second: RunSecond) {
    while second.number / interval >= Self.mostColumns { thin() }
    let index = second.number / interval
    while columns.count <= index { columns.append(Column()) }
    let calls = second.tally.calls
    columns[index].failed += calls.failure.count
    guard calls.response.count > 0 else { return }
    var below = 0
    for row in 0..<Self.rows {
      // The last holds all that is left.
      let upTo = row == Self.rows - 1 ? calls.response.count : calls.response.count(atOrBelow: Self.bounds[row])
      columns[index].counts[row] += upTo - below
      below = upTo
    }
  }

  private mutating func thin() {
    interval *= 2
    columns = stride(from: 0, to: columns.count, by: 2).map { start in
      var column = columns[start]
      if start + 1 < columns.count {
        for row in 0..<Self.rows { column.counts[row] += columns[start + 1].counts[row] }
        column.failed += columns[start + 1].failed
      }
      return column
    }
  }

  /// The rows between the fastest and the slowest call; `nil` where there was none.
  var usedRows: ClosedRange<Int>? {
    let used = (0..<Self.rows).filter { row in columns.contains { $0.counts[row] > 0 } }
    guard let first = used.first, let last = used.last else { return nil }
    return first...last
  }
}
