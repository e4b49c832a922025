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
  var ended: Date
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

extension MetricBucket {
  fileprivate var isBelievable: Bool {
    from.isFinite && to.isFinite && from <= to && count > 0 && sum.isFinite && min.isFinite && max.isFinite
  }
}
