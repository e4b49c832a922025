/// One record as the two tables that Locust writes with `--csv`: whatever reads those reads these.
///
/// The columns are those of Locust 2.47 (`locust/stats.py`, `StatsCSV` and `StatsCSVFileWriter`), times are
/// milliseconds. Where the two differ in what they know:
/// - Response times are of successful requests; Locust mixes failed ones in.
/// - Percentiles have their decimals; Locust rounds to two digits and cuts to whole milliseconds. A percentile that the
///   samples do not carry, or that the record lacks, is `N/A`, which is Locust's word.
/// - Any other number that a record lacks, as the size of answers, is `NaN`: a number for every reader, and no wrong
///   one.
/// - A row of the history is one second by itself, warm-up included; Locust's is the mean of the last ten.
struct LocustTables {
  let record: RunRecord

  private static let percentiles: [(share: Double, title: String)] = [
    (0.5, "50%"), (0.66, "66%"), (0.75, "75%"), (0.8, "80%"), (0.9, "90%"), (0.95, "95%"), (0.98, "98%"), (0.99, "99%"),
    (0.999, "99.9%"), (0.9999, "99.99%"), (1, "100%"),
  ]
  private static let notAvailable = "N/A"
  /// The row, and the name, of all requests together.
  private static let aggregated = "Aggregated"

  /// `<scenario>_stats.csv`: a row for each request, by name, and one for all; warm-up left out.
  var stats: String {
    let titles =
      [
        "Type", "Name", "Request Count", "Failure Count", "Median Response Time", "Average Response Time",
        "Min Response Time", "Max Response Time", "Average Content Size", "Requests/s", "Failures/s",
      ] + Self.percentiles.map(\.title)
    let requests = record.requests.map { request in
      let label = Self.label(request.name)
      return (label, Self.row(label, request, curve: []))
    }
    let rows = requests.sorted { ($0.0.name, $0.0.type) < ($1.0.name, $1.0.type) }.map(\.1)
    let all = Self.row((type: "", name: Self.aggregated), record.total, curve: record.curve ?? [])
    return Self.table([titles] + rows + [all])
  }

  /// `<scenario>_stats_history.csv`: a row for each second, and none left out.
  var history: String {
    let titles =
      ["Timestamp", "User Count", "Type", "Name", "Requests/s", "Failures/s"] + Self.percentiles.map(\.title) + [
        "Total Request Count", "Total Failure Count", "Total Median Response Time", "Total Average Response Time",
        "Total Min Response Time", "Total Max Response Time", "Total Average Content Size",
      ]
    let origin = record.originTime
    var (requests, failures) = (0, 0)
    var slowest: Double?
    let rows = record.timeline.map { point in
      let ended = point.completed + point.failed
      requests += ended
      failures += point.failed
      slowest = point.max.map { max($0, slowest ?? $0) } ?? slowest
      // The second is over then, as with Locust.
      let timestamp =
        origin.map { PlainNumber.text($0.rounded(.down) + Double(point.second) + 1) } ?? PlainNumber.unknown
      let known = [0.5: point.p50, 0.95: point.p95, 0.99: point.p99, 1: point.max]
      let percentiles = Self.percentiles.map { share, _ in
        // As everywhere: what so few answers do not carry is not stated. The maximum is what it is.
        let needed = Percentile.allCases.first { $0.share == share }?.samplesNeeded ?? 1
        return point.answered < needed
          ? Self.notAvailable
          : known[share].flatMap { $0 }.map { PlainNumber.text($0) } ?? Self.notAvailable
      }
      var row = [timestamp, String(point.users), "", Self.aggregated, String(ended), String(point.failed)]
      row += percentiles
      row += [String(requests), String(failures)]
      row += [String](repeating: PlainNumber.unknown, count: 3)
      row += [PlainNumber.text(slowest), PlainNumber.unknown]
      return row
    }
    return Self.table([titles] + rows)
  }

  private static func row(
    _ label: (type: String, name: String), _ request: RequestStatistics, curve: [CurvePoint]
  ) -> [String] {
    let latency = request.latency
    let median = percentile(0.5, of: request, curve: [])
    let perCall = request.count > 0 ? Double(request.failures) / Double(request.count) : 0
    // Type and name alone are from elsewhere.
    var row = [cell(label.type), cell(label.name), String(request.count), String(request.failures)]
    row += [median, latency.mean, latency.min, latency.max].map { PlainNumber.text($0) } + [PlainNumber.unknown]
    row += [request.requestRate, request.requestRate.map { $0 * perCall }].map { PlainNumber.text($0, decimals: 6) }
    row += percentiles.map { share, _ in
      percentile(share, of: request, curve: curve).map { PlainNumber.text($0) } ?? notAvailable
    }
    return row
  }

  /// The record's own percentile as far as its samples carry it, else the smallest value of the curve at or above it.
  private static func percentile(_ share: Double, of request: RequestStatistics, curve: [CurvePoint]) -> Double? {
    if share == 1 { return request.latency.max }
    if let percentile = Percentile.allCases.first(where: { $0.share == share }) {
      return request.successes >= percentile.samplesNeeded ? request.latency[percentile] : nil
    }
    return curve.first { $0.quantile >= share }?.response
  }

  /// Locust has method and name apart; a label that begins with no method is some HTTP request's.
  private static func label(_ name: String) -> (type: String, name: String) {
    let words = name.split(separator: " ", maxSplits: 1).map(String.init)
    guard words.count == 2, methods.contains(words[0]) else { return ("HTTP", name) }
    return (words[0], words[1])
  }

  private static let methods: Set = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT",
  ]

  private static func table(_ rows: [[String]]) -> String {
    rows.map { $0.joined(separator: ",") + "\n" }.joined()
  }

  /// One cell (RFC 4180), made inert: a spreadsheet takes what begins with one of these signs for a formula.
  static func cell(_ text: String) -> String {
    var cell = InertText.of(text)
    if let first = cell.unicodeScalars.first, "=+-@".unicodeScalars.contains(first) { cell = "'" + cell }
    // By scalars: a comma with an accent is still one to who reads bytes.
    guard cell.unicodeScalars.contains(where: { $0 == "," || $0 == "\"" }) else { return cell }
    let doubled = cell.unicodeScalars.flatMap { $0 == "\"" ? [$0, $0] : [$0] }
    return "\"" + String(String.UnicodeScalarView(doubled)) + "\""
  }
}
