/// Whole numbers summed up: exact in whatever order they were added.
package struct Amounts: Codable, Sendable, Equatable {
  package private(set) var count = 0
  package private(set) var sum = 0
  /// `nil` without a number.
  package private(set) var least: Int?
  package private(set) var most: Int?

  package init() {}

  /// Takes a number; one that no sum could hold is cut to what it can.
  package mutating func add(_ amount: Int) {
    let amount = max(-Self.largest, min(Self.largest, amount))
    count += 1
    sum = sum.addingReportingOverflow(amount).partialValue
    least = Swift.min(least ?? amount, amount)
    most = Swift.max(most ?? amount, amount)
  }

  package mutating func add(_ other: Amounts) {
    count += other.count
    sum = sum.addingReportingOverflow(other.sum).partialValue
    if let low = other.least { least = Swift.min(least ?? low, low) }
    if let high = other.most { most = Swift.max(most ?? high, high) }
  }

  package var mean: Double? { count > 0 ? Double(sum) / Double(count) : nil }

  /// Twelve days in microseconds, and eight million of them fit into a sum.
  private static let largest = 1 << 40
}
