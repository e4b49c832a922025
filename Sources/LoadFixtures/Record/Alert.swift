/// Something that was beyond its threshold for a while.
package struct Alert: Sendable, Codable, Equatable {
  /// How bad it is, from the least.
  package enum Level: String, Sendable, Codable, CaseIterable, Comparable {
    case low = "LOW"
    case medium = "MEDIUM"
    case high = "HIGH"
    case critical = "CRITICAL"

    package static func < (left: Self, right: Self) -> Bool {
      allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
    }
  }

  package let metric: MonitorMetric
  package let threshold: Double
  /// The worst value so far, and its level.
  package var worst: Double
  package var level: Level
  /// Seconds since the monitor began.
  package let raised: Double
  /// `nil` while it lasts.
  package var cleared: Double?
}
