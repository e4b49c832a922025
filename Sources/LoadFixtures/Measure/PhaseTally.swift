/// Where the time of successful calls went, by how long they took: percentiles of phases do not add up, sums do, whatever
/// the parts that a run is divided into.
struct PhaseTally: Sendable, Equatable {
  /// The calls of one row of the heat map, nanoseconds.
  struct Row: Sendable, Codable, Equatable {
    var count = 0
    var start: Int64 = 0
    var connect: Int64 = 0
    var tls: Int64 = 0
    var wait: Int64 = 0
    var receive: Int64 = 0

    /// Without a look at overflows, which one process cannot reach: 292 years of waiting in a second.
    @inline(__always)
    mutating func record(_ sample: Sample) {
      count &+= 1
      start &+= max(0, sample.start &- sample.intendedStart)
      connect &+= sample.connect
      tls &+= sample.tls
      wait &+= sample.wait
      receive &+= sample.receive
    }

    mutating func add(_ other: Row) {
      count += other.count
      start = start.adding(other.start)
      connect = connect.adding(other.connect)
      tls = tls.adding(other.tls)
      wait = wait.adding(other.wait)
      receive = receive.adding(other.receive)
    }
  }

  /// One for each of the map, or none at all.
  private var rows: [Row] = []

  static let none = [Row](repeating: Row(), count: LatencyHeatMap.rows)

  init() {}

  var isEmpty: Bool { rows.isEmpty }

  /// - Parameter rows: All of a map; none of them may have a call.
  init(_ rows: some Collection<Row>) {
    if rows.contains(where: { $0.count > 0 }) { self.rows = Array(rows) }
  }

  mutating func add(_ other: PhaseTally) {
    guard !other.isEmpty else { return }
    if rows.isEmpty { rows = Self.none }
    for (number, row) in other.rows.enumerated() where row.count > 0 { rows[number].add(row) }
  }

  /// So few calls are looked at together with their neighbours.
  private static let fewest = 30

  /// The mean phases of the calls that took about as long as a percentile; `nil` where the transport does not tell them.
  ///
  /// - Parameter milliseconds: The percentile's value.
  func profile(of percentile: Percentile, at milliseconds: Double) -> PhaseProfile? {
    guard !rows.isEmpty else { return nil }
    let middle = LatencyHeatMap.row(ofNanoseconds: Int64(milliseconds * 1e6))
    var (first, last) = (middle, middle)
    func sum() -> Row { (first...last).reduce(into: Row()) { $0.add(rows[$1]) } }
    while sum().count < Self.fewest, first > 0 || last < LatencyHeatMap.rows - 1 {
      first = max(0, first - 1)
      last = min(LatencyHeatMap.rows - 1, last + 1)
    }
    let row = sum()
    guard row.count > 0, row.wait > 0 else { return nil }
    func mean(_ sum: Int64) -> Double { Double(sum) / Double(row.count) / 1e6 }
    return PhaseProfile(
      percentile: percentile, count: row.count, from: first == 0 ? 0 : LatencyHeatMap.bound(of: first - 1),
      to: LatencyHeatMap.bound(of: last), start: mean(row.start), connect: mean(row.connect), tls: mean(row.tls),
      wait: mean(row.wait), receive: mean(row.receive))
  }
}

extension PhaseTally: Codable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let told = try container.decode([Int: Row].self)
    guard told.keys.allSatisfy(Self.none.indices.contains), told.values.allSatisfy({ $0.count >= 0 }) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "is beyond the rows of a heat map")
    }
    if !told.isEmpty { rows = Self.none }
    for (number, row) in told { rows[number] = row }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    let used = rows.enumerated().filter { $0.element.count > 0 }.map { ($0.offset, $0.element) }
    try container.encode(Dictionary(uniqueKeysWithValues: used))
  }
}

/// Where the time of the calls around a percentile went: means of milliseconds over all of them, which add up.
package struct PhaseProfile: Codable, Sendable, Equatable {
  package var percentile: Percentile
  /// How many calls were looked at, and between which response times they lay, milliseconds.
  package var count: Int
  package var from: Double
  package var to: Double
  /// From the instant at which they were due to their start.
  package var start: Double
  /// 0 for those that found an open connection.
  package var connect: Double
  package var tls: Double
  /// From the request's last byte to the answer's first.
  package var wait: Double
  package var receive: Double
}

extension Int64 {
  /// Stays at the end of its range: 2.5 million waits of an hour are more than it holds.
  fileprivate func adding(_ other: Int64) -> Int64 {
    let (sum, isOver) = addingReportingOverflow(other)
    return isOver ? (other < 0 ? .min : .max) : sum
  }
}
