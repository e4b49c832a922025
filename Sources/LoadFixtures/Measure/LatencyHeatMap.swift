import Foundation

/// How many calls took how long in which part of a run: a column a time, a row a tenth of a decade. Bounded: when it is full
/// two columns become one.
package struct LatencyHeatMap: Sendable, Equatable {
  package struct Column: Sendable, Equatable {
    /// Successful calls by row, see ``LatencyHeatMap/bound(of:)``.
    package var counts = [Int](repeating: 0, count: rows)
    package var failed = 0
    /// Of the successful calls, milliseconds; `nil` without one, and of a map that grows.
    package var p50: Double?
    package var p95: Double?
    package var max: Double?
  }

  static let mostColumns = 240
  static let rowsPerDecade = 10
  /// From 0.1 ms to 100 s; what lies beyond counts to the first or the last.
  static let rows = 6 * rowsPerDecade
  private static let lowest = 0.1

  /// Seconds that a column stands for.
  package private(set) var interval = 1
  package private(set) var columns: [Column] = []

  init() {}

  /// The upper end of a row, milliseconds.
  static func bound(of row: Int) -> Double {
    lowest * pow(10, Double(row + 1) / Double(rowsPerDecade))
  }

  fileprivate static let bounds: [Int64] = (0..<rows).map { Int64((bound(of: $0) * 1e6).rounded()) }

  /// The row that a response time counts to.
  static func row(ofNanoseconds nanoseconds: Int64) -> Int {
    var (low, high) = (0, rows - 1)
    while low < high {
      let middle = (low + high) / 2
      if nanoseconds <= bounds[middle] { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The same by the bucket of a histogram, whose upper end decides: a search for each call would cost a third of recording it.
  @inline(__always)
  static func row(ofBucket index: Int) -> Int { Int(bucketRows[index]) }

  private static let bucketRows: [UInt8] =
    (0...HDRHistogram.index(ofNanoseconds: HDRHistogram.highestTrackable)).map {
      UInt8(row(ofNanoseconds: HDRHistogram.highestNanoseconds(at: $0)))
    }

  /// The whole of a run that is over.
  ///
  /// - Parameter seconds: The response times of its successful calls and the count of the failed, in order.
  init(seconds: [(response: HDRHistogram, failed: Int)]) {
    while (seconds.count + interval - 1) / interval > Self.mostColumns { interval *= 2 }
    columns = stride(from: 0, to: seconds.count, by: interval).map { start in
      var (all, failed) = (HDRHistogram(), 0)
      for second in seconds[start..<Swift.min(start + interval, seconds.count)] {
        all.add(second.response)
        failed += second.failed
      }
      var column = Column()
      column.add(all, failed: failed)
      let values = all.values(atQuantiles: [0.5, 0.95]).map(\.milliseconds)
      (column.p50, column.p95, column.max) = (values.first, values.last, all.max?.milliseconds)
      return column
    }
  }

  /// Adds a second; those come in order.
  mutating func add(_ second: RunSecond) {
    while second.number / interval >= Self.mostColumns { thin() }
    let index = second.number / interval
    while columns.count <= index { columns.append(Column()) }
    let calls = second.tally.calls
    columns[index].add(calls.response, failed: calls.failure.count)
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

extension LatencyHeatMap.Column {
  fileprivate mutating func add(_ response: HDRHistogram, failed: Int) {
    self.failed += failed
    guard response.count > 0 else { return }
    var below = 0
    for row in 0..<LatencyHeatMap.rows {
      // The last holds all that is left.
      let upTo =
        row == LatencyHeatMap.rows - 1
        ? response.count : response.count(atOrBelow: LatencyHeatMap.bounds[row])
      counts[row] += upTo - below
      below = upTo
    }
  }
}

extension LatencyHeatMap: Codable {
  private enum CodingKeys: CodingKey {
    case interval, columns
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    interval = try container.decode(Int.self, forKey: .interval)
    columns = try container.decode([Column].self, forKey: .columns)
    guard (1...1_000_000).contains(interval), columns.count <= Self.mostColumns else {
      throw DecodingError.dataCorruptedError(
        forKey: .columns, in: container, debugDescription: "is no heat map of at most \(Self.mostColumns) columns")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(interval, forKey: .interval)
    try container.encode(columns, forKey: .columns)
  }
}

extension LatencyHeatMap.Column: Codable {
  private enum CodingKeys: CodingKey {
    case firstRow, counts, failed, p50, p95, max
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    failed = try container.decode(Int.self, forKey: .failed)
    p50 = try container.decodeIfPresent(Double.self, forKey: .p50)
    p95 = try container.decodeIfPresent(Double.self, forKey: .p95)
    max = try container.decodeIfPresent(Double.self, forKey: .max)
    let first = try container.decodeIfPresent(Int.self, forKey: .firstRow) ?? 0
    let used = try container.decodeIfPresent([Int].self, forKey: .counts) ?? []
    guard first >= 0, used.count <= LatencyHeatMap.rows, first <= LatencyHeatMap.rows - used.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .counts, in: container, debugDescription: "is beyond the \(LatencyHeatMap.rows) rows")
    }
    counts.replaceSubrange(first..<first + used.count, with: used)
  }

  /// Rows without a call at either end are left out.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(failed, forKey: .failed)
    try container.encodeIfPresent(p50, forKey: .p50)
    try container.encodeIfPresent(p95, forKey: .p95)
    try container.encodeIfPresent(max, forKey: .max)
    guard let first = counts.firstIndex(where: { $0 > 0 }), let last = counts.lastIndex(where: { $0 > 0 }) else {
      return
    }
    try container.encode(first, forKey: .firstRow)
    try container.encode(Array(counts[first...last]), forKey: .counts)
  }
}
