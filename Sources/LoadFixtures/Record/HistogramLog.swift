import Foundation

/// The observer that writes `<scenario>.hlog` while the run goes on: an interval a second, tagged by request.
package actor HistogramLog: RunObserver {
  package nonisolated let name = "the histogram log"
  private let directory: ResultsDirectory
  private var lines: HistogramLogLines?
  private var requests: [String] = []
  private var file: GrowingFile?

  package init(in directory: ResultsDirectory) {
    self.directory = directory
  }

  package func observe(_ event: RunEvent) throws {
    switch event {
    case .began(let beginning):
      let lines = HistogramLogLines(startedAt: beginning.startTime)
      self.lines = lines
      requests = beginning.plan.requestNames
      file = try GrowingFile(
        ResultsDirectory.fileName(forScenario: beginning.metadata.scenario, .histogramLog), in: directory)
      try append(lines.header)
    case .second(let moment):
      guard let lines else { return }
      var histograms = [HDRHistogram](repeating: HDRHistogram(), count: requests.count)
      for (cell, calls) in moment.second.tally.cells { histograms[cell % requests.count].add(calls.response) }
      try append(
        zip(requests, histograms).filter { $0.1.count > 0 }.map { name, histogram in
          lines.line(tag: name, start: Int64(moment.second.number) * 1000, length: 1000, histogram: histogram)
        })
    case .warning, .fault: break
    case .ended: file = nil
    }
  }

  private func append(_ lines: [String]) throws {
    guard !lines.isEmpty else { return }
    try file?.append(lines.map { $0 + "\n" }.joined())
  }
}

/// The lines of an HdrHistogram log (`.hlog`, format version 1.3): one for each interval and request name.
///
/// Times of a line are seconds since the run's origin, its maximum is milliseconds, and the values inside its
/// histogram are microseconds. HdrHistogram's tools take it as it is.
struct HistogramLogLines: Sendable {
  private let startedAt: Double

  /// - Parameter startedAt: When the run began, seconds since 1970.
  init(startedAt: Double) {
    self.startedAt = startedAt
  }

  /// What a log begins with, without line ends.
  var header: [String] {
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
  func line(tag: String, start: Int64, length: Int64, histogram: HDRHistogram) -> String {
    let maximum = Self.decimal(thousandths: ((histogram.max ?? 0) + 500) / 1000)
    return "Tag=\(Self.tag(tag)),\(Self.decimal(thousandths: start)),\(Self.decimal(thousandths: length)),"
      + "\(maximum),\(HistogramPayload.base64(histogram))"
  }

  /// Commas, blanks and line breaks end a tag for a reader.
  static func tag(_ name: String) -> String {
    // By scalars: a comma with an accent is another character, and a comma all the same.
    String(String.UnicodeScalarView(name.unicodeScalars.map { $0 == "," || $0.properties.isWhitespace ? "_" : $0 }))
  }

  /// Three decimals without a locale: 1234 is "1.234".
  static func decimal(thousandths: Int64) -> String {
    let fraction = String(thousandths.magnitude % 1000)
    let padding = String(repeating: "0", count: 3 - fraction.count)
    return "\(thousandths < 0 ? "-" : "")\(thousandths.magnitude / 1000).\(padding)\(fraction)"
  }
}
