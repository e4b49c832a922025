#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The lines of an HdrHistogram log (`.hlog`, format version 1.3): one for each interval and request name.
///
/// Times of a line are seconds since the run's origin, its maximum is milliseconds, and the values inside its
/// histogram are microseconds. HdrHistogram's tools take it as it is.
public struct HistogramLogWriter: Sendable {
  private let startedAt: Double

  /// - Parameter startedAt: When the run began, seconds since 1970.
  public init(startedAt: Double) {
    self.startedAt = startedAt
  }

  /// What a log begins with, without line ends.
  public var header: [String] {
    let seconds = Self.decimal(thousandths: Int64((startedAt * 1000).rounded()))
    let date = Date(timeIntervalSince1970: startedAt).formatted(.iso8601)
    return [
      "#[Histogram log format version 1.3]",
      "#[StartTime: \(seconds) (seconds since epoch), \(date)]",
      "#[BaseTime: \(seconds) (seconds since epoch)]",
      "#[Response times of successful requests, warm-up included; values in microseconds, Interval_Max in milliseconds]",
      "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"",
    ]
  }

  /// One interval of one request name, without line end.
  ///
  /// - Parameters:
  ///   - tag: The request name; what the format forbids in a tag becomes an underscore.
  ///   - start: Milliseconds since the run's origin.
  ///   - length: Milliseconds.
  public func line(tag: String, start: Int64, length: Int64, histogram: HDRHistogram) -> String {
    let maximum = Self.decimal(thousandths: ((histogram.max ?? 0) + 500) / 1000)
    return "Tag=\(Self.tag(tag)),\(Self.decimal(thousandths: start)),\(Self.decimal(thousandths: length)),"
      + "\(maximum),\(HistogramPayload.base64(histogram))"
  }

  /// Commas, blanks and line breaks end a tag for a reader.
  static func tag(_ name: String) -> String {
    String(name.map { $0 == "," || $0.isWhitespace ? "_" : $0 })
  }

  /// Three decimals without a locale: 1234 is "1.234".
  static func decimal(thousandths: Int64) -> String {
    let fraction = String(thousandths.magnitude % 1000)
    let padding = String(repeating: "0", count: 3 - fraction.count)
    return "\(thousandths < 0 ? "-" : "")\(thousandths.magnitude / 1000).\(padding)\(fraction)"
  }
}
