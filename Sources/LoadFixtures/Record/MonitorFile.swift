import Foundation

/// As much of what a monitor left as a report shows.
package struct MonitorFile: Sendable, Decodable {
  struct Series: Sendable, Decodable {
    var source: MonitorMetric.Source
    var metric: String
    var unit: Unit
    var samples: [MetricBucket]

    /// For people.
    var title: String { source.prefix + metric }
  }

  /// Seconds of the samples and alerts are since then.
  var began: Date
  var target: String
  var series: [Series]
  var alerts: [Alert]

  /// Far more than any target tells of.
  private static let mostSeries = 200

  /// `nil` for a file that is none, or holds what no monitor writes.
  static func load(at path: String) -> MonitorFile? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .custom { decoder in
      let text = try decoder.singleValueContainer().decode(String.self)
      return try Date(text, strategy: Date.ISO8601FormatStyle.withFractionalSeconds)
    }
    guard var file = try? decoder.decode(MonitorFile.self, from: data), file.series.count <= mostSeries,
      file.series.allSatisfy({ $0.samples.allSatisfy(\.isBelievable) })
    else { return nil }
    for index in file.series.indices { file.series[index].metric = file.series[index].metric.cut(to: 200) }
    return file
  }
}

extension Date.ISO8601FormatStyle {
  /// As a monitor writes its instants.
  static var withFractionalSeconds: Self { Self(includingFractionalSeconds: true) }
}

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

extension MetricBucket {
  fileprivate var isBelievable: Bool {
    from.isFinite && to.isFinite && from <= to && count > 0 && sum.isFinite && min.isFinite && max.isFinite
  }
}

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
