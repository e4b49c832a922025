/// A metric with all its series, as Prometheus has them.
struct MetricFamily: Sendable {
  enum Kind: String, Sendable {
    case counter, gauge, histogram
  }

  /// The units of Prometheus' conventions that are in use here.
  enum BaseUnit: String, Sendable {
    case seconds, bytes, ratio
  }

  /// What a series is told from the others by.
  typealias Labels = [(name: String, value: String)]

  struct Distribution: Sendable {
    /// Upper bounds in the family's unit, rising, with how many values are at or below each.
    var buckets: [(bound: Double, count: Int)]
    var count: Int
    var sum: Double
  }

  enum Value: Sendable {
    case number(Double)
    case distribution(Distribution)
  }

  /// With its unit, and without what a counter's name ends in.
  var name: String
  var kind: Kind
  /// One sentence.
  var help: String
  /// `nil` for a plain number.
  var unit: BaseUnit?
  /// Its name by OpenTelemetry's conventions, where those have one.
  var convention: String?
  var series: [(labels: Labels, value: Value)] = []

  mutating func add(_ value: Double?, _ labels: Labels = []) {
    // What is not known is left out, and never 0.
    guard let value, value.isFinite else { return }
    series.append((labels, .number(value)))
  }

  mutating func add(_ value: Distribution, _ labels: Labels) { series.append((labels, .distribution(value))) }
}

/// How metrics are written.
enum ExpositionFormat: Sendable {
  /// Prometheus' text format 0.0.4.
  case prometheus
  /// OpenMetrics 1.0, which asks for the unit and for an end.
  case openMetrics

  var contentType: String {
    switch self {
    case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
    case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
    }
  }

  /// What a client takes that says so.
  init(accept: String?) { self = accept?.contains("application/openmetrics-text") == true ? .openMetrics : .prometheus }

  /// The families that have a series, as text.
  func text(_ families: [MetricFamily]) -> String {
    var text = ""
    for family in families where !family.series.isEmpty { write(family, to: &text) }
    if self == .openMetrics { text += "# EOF\n" }
    return text
  }

  private func write(_ family: MetricFamily, to text: inout String) {
    let sample = family.name + (family.kind == .counter ? "_total" : "")
    // In 0.0.4 a counter is described by the name of its samples.
    let described = self == .openMetrics ? family.name : sample
    text += "# HELP \(described) \(escaped(family.help))\n# TYPE \(described) \(family.kind.rawValue)\n"
    if self == .openMetrics, let unit = family.unit { text += "# UNIT \(described) \(unit.rawValue)\n" }
    for (labels, value) in family.series {
      switch value {
      case .number(let number): line(sample, labels, number, to: &text)
      case .distribution(let distribution):
        for bucket in distribution.buckets {
          line(sample + "_bucket", labels + [("le", Self.number(bucket.bound))], Double(bucket.count), to: &text)
        }
        line(sample + "_bucket", labels + [("le", "+Inf")], Double(distribution.count), to: &text)
        line(sample + "_sum", labels, distribution.sum, to: &text)
        line(sample + "_count", labels, Double(distribution.count), to: &text)
      }
    }
  }

  private func line(_ name: String, _ labels: MetricFamily.Labels, _ value: Double, to text: inout String) {
    text += name
    if !labels.isEmpty {
      text += "{" + labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }.joined(separator: ",") + "}"
    }
    text += " \(Self.number(value))\n"
  }

  private func escaped(_ text: String, quotes: Bool = false) -> String {
    // By scalars: a line break or a quotation mark may be a part of a longer character.
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": escaped.append(contentsOf: "\\n".unicodeScalars)
      case "\"" where quotes || self == .openMetrics: escaped.append(contentsOf: "\\\"".unicodeScalars)
      case "\\": escaped.append(contentsOf: "\\\\".unicodeScalars)
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }

  /// The shortest that reads back as the same number; whole ones without a point.
  private static func number(_ value: Double) -> String {
    Int(exactly: value).map { String($0) } ?? "\(value)"
  }
}
