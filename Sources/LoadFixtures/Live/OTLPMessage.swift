import Foundation

/// Metrics as an OpenTelemetry collector takes them over HTTP: an `ExportMetricsServiceRequest` in the JSON encoding of
/// protocol buffers (opentelemetry.io/docs/specs/otlp, "JSON Protobuf Encoding"; whole numbers of 64 bits as text).
struct OTLPMessage: Encodable {
  struct Attribute: Encodable, Equatable {
    struct Value: Encodable, Equatable {
      var stringValue: String?
      var intValue: String?
    }

    var key: String
    var value: Value

    init(_ key: String, _ text: String) { (self.key, value) = (key, Value(stringValue: text)) }

    init(_ key: String, _ number: Int) { (self.key, value) = (key, Value(intValue: String(number))) }
  }

  fileprivate struct ResourceMetrics: Encodable {
    struct Resource: Encodable {
      var attributes: [Attribute]
    }
    struct Scope: Encodable {
      var name = "ngx-load-tests"
      var version = SuiteHeaders.version
    }
    struct ScopeMetrics: Encodable {
      var scope = Scope()
      var metrics: [Metric]
    }

    var resource: Resource
    var scopeMetrics: [ScopeMetrics]
  }

  fileprivate struct Metric: Encodable {
    struct Gauge: Encodable {
      var dataPoints: [Point]
    }
    struct Sum: Encodable {
      var dataPoints: [Point]
      /// Delta: since the message before.
      var aggregationTemporality = 1
      var isMonotonic = true
    }
    struct Histogram: Encodable {
      var dataPoints: [Point]
      var aggregationTemporality = 1
    }

    var name: String
    var description: String
    var unit: String
    var gauge: Gauge?
    var sum: Sum?
    var histogram: Histogram?
  }

  /// Of a number or of a histogram.
  fileprivate struct Point: Encodable {
    var attributes: [Attribute]
    var startTimeUnixNano: String
    var timeUnixNano: String
    var asDouble: Double?
    var count: String?
    var sum: Double?
    var bucketCounts: [String]?
    var explicitBounds: [Double]?
  }

  private let resourceMetrics: [ResourceMetrics]
  /// How many points it has.
  let points: Int

  private enum CodingKeys: CodingKey {
    case resourceMetrics
  }

  /// What changed since the last message.
  ///
  /// - Parameters:
  ///   - resource: Who says it.
  ///   - everywhere: What each response time has beside its labels.
  ///   - start: Since when, of what only counts up.
  init(
    _ families: [MetricFamily], since last: [MetricFamily], resource: [Attribute], everywhere: [Attribute],
    from start: Date, to end: Date
  ) {
    let before = Dictionary(
      last.flatMap { family in family.series.map { (Self.key(family, $0.labels), $0.value) } },
      uniquingKeysWith: { $1 })
    func nanoseconds(_ date: Date) -> String { String(Int64(date.timeIntervalSince1970 * 1e9)) }
    let (from, to) = (nanoseconds(start), nanoseconds(end))
    var count = 0
    let metrics = families.compactMap { family -> Metric? in
      let points = family.series.compactMap { labels, value -> Point? in
        var point = Point(
          attributes: labels.compactMap(Self.attribute) + (family.convention == nil ? [] : everywhere),
          startTimeUnixNano: from, timeUnixNano: to)
        switch (value, family.kind == .gauge ? nil : before[Self.key(family, labels)]) {
        case (.number(let now), .number(let before)): point.asDouble = now - before
        case (.number(let now), _): point.asDouble = now
        case (.distribution(let now), let before): point.set(now, since: before)
        }
        let isNews = family.kind == .gauge || point.count.map { $0 != "0" } ?? (point.asDouble != 0)
        return isNews ? point : nil
      }
      guard !points.isEmpty else { return nil }
      count += points.count
      var metric = Metric(
        name: family.convention ?? Self.name(family), description: family.help, unit: family.unit?.code ?? "1")
      switch family.kind {
      case .gauge: metric.gauge = .init(dataPoints: points)
      case .counter: metric.sum = .init(dataPoints: points)
      case .histogram: metric.histogram = .init(dataPoints: points)
      }
      return metric
    }
    points = count
    resourceMetrics = [.init(resource: .init(attributes: resource), scopeMetrics: [.init(metrics: metrics)])]
  }

  private static func key(_ family: MetricFamily, _ labels: MetricFamily.Labels) -> [String] {
    [family.name] + labels.flatMap { [$0.name, $0.value] }
  }

  /// By the conventions a unit is no part of a name, and a name is made of spaces.
  private static func name(_ family: MetricFamily) -> String {
    var name = family.name
    if let unit = family.unit, name.hasSuffix("_" + unit.rawValue) { name.removeLast(unit.rawValue.count + 1) }
    return name.hasPrefix("loadtest_") ? "loadtest." + name.dropFirst(9) : name
  }

  /// The scenario stands on the resource.
  private static func attribute(_ label: (name: String, value: String)) -> Attribute? {
    switch label.name {
    case "scenario": nil
    case "kind": Attribute("error.type", label.value)
    default: Attribute("loadtest." + label.name, label.value)
    }
  }
}

extension OTLPMessage.Point {
  /// Buckets here are each their own, and not sums.
  fileprivate mutating func set(_ now: MetricFamily.Distribution, since before: MetricFamily.Value?) {
    var last: MetricFamily.Distribution?
    if case .distribution(let value) = before { last = value }
    let counts = now.buckets.enumerated().map { $1.count - (last?.buckets[$0].count ?? 0) }
    let all = now.count - (last?.count ?? 0)
    (count, sum) = (String(all), now.sum - (last?.sum ?? 0))
    explicitBounds = now.buckets.map(\.bound)
    bucketCounts = zip(counts + [all], [0] + counts).map { String($0 - $1) }
  }
}

extension MetricFamily.BaseUnit {
  /// As UCUM has it.
  fileprivate var code: String {
    switch self {
    case .seconds: "s"
    case .bytes: "By"
    case .ratio: "1"
    }
  }
}
