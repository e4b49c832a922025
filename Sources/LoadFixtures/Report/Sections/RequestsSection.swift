/// Latencies by request name; in an open model the service times as well.
struct RequestsSection: ScenarioSection {
  let article: ScenarioArticle

  var html: HTML {
    var parts = [requests.render(), .hint(connectHint), grid(charts), expected]
    if record.model == .open {
      parts.append(service.render())
      parts.append(
        .hint(
          "Response time counts from when a call was due, service time from when it was made; the SLA sees the first."))
    }
    return section("Requests", "requests", parts)
  }

  /// Requests whose phases are drawn, those that took most of the time.
  private static let mostBars = 12

  var charts: [Chart] {
    let drawn = record.requests.sorted {
      InsightRules.timeShare(of: $0, in: record) ?? 0 > InsightRules.timeShare(of: $1, in: record) ?? 0
    }.prefix(Self.mostBars)
    let rows = ([record.allRequests] + drawn).flatMap { request in
      (request.phaseProfiles ?? []).map { PhaseBars.Row(name: request.name, profile: $0) }
    }
    guard !rows.isEmpty else { return [] }
    let bars = PhaseBars(id: id("phases"), title: "Where the time of a call goes", rows: rows)
    return [
      Chart(
        name: "phases", svg: bars.render(), table: bars.table,
        hint:
          "Means over the calls that took about as long as p50, and as p95, said: percentiles of phases do not add up. What "
          + "lies between them, as writing the request, is in none.")
    ]
  }

  private var requests: HTMLTable<RequestStatistics> {
    typealias Column = HTMLTable<RequestStatistics>.Column
    let latency = Column.latency(Percentile.allCases) { ($0.latency, $0.successes) }
    let phases: [Column] =
      [.number("Connect", \.phases.connect)] + (hasTLS ? [.number("TLS", \.phases.tls)] : [])
      + [.number("Wait", \.phases.wait), .number("Receive", \.phases.receive)]
    return table(
      "By request, warm-up left out. \(HTMLReport.rates)"
        + (record.counts.dropped > 0 ? " The error rate of all requests counts dropped arrivals as failures." : ""),
      [
        .count("Count", \.count), .count("Failures", \.failures),
      ] + (record.total.expected == nil ? [] : [.count("Expected", \.expectedCount)]) + [
        .share("Error rate", \.errorRate),
        .share("Share of time") { request in
          request.name == record.allRequests.name ? nil : InsightRules.timeShare(of: request, in: record)
        },
        .number("Requests/s", \.requestRate), .number("Throughput (req/s)", \.throughput),
      ]
        + latency.map { $0.grouped("Response time of successful requests (ms)") }
        + phases.map { $0.grouped("Of it, mean (ms)") })
  }

  private var service: HTMLTable<RequestStatistics> {
    table(
      "Service time of successful requests (ms), warm-up left out",
      HTMLTable.Column.latency([.p50, .p95, .p99]) { ($0.serviceTime, $0.successes) })
  }

  /// What users asked for and got, although it is no success.
  private var expected: HTML {
    let rows = record.requests.flatMap { request in (request.expected ?? []).map { (request.name, $0) } }
    guard !rows.isEmpty else { return .empty }
    return HTMLTable<(String, ExpectedOutcome)>(
      caption: "Expected outcomes, warm-up left out: what users asked for, neither success nor failure; time in ms",
      columns: [
        .words("Request", style: "name", \.0), .words("Outcome", style: "name", \.1.kind), .count("Count", \.1.count),
      ] + HTMLTable.Column.latency([.p50, .p95, .p99]) { ($0.1.latency, $0.1.count) },
      rows: rows
    ).render()
  }

  private func table(
    _ caption: String, _ columns: [HTMLTable<RequestStatistics>.Column]
  ) -> HTMLTable<RequestStatistics> {
    HTMLTable(caption: caption, columns: [.name] + columns, rows: record.requests, total: record.allRequests)
  }

  private var hasTLS: Bool { record.total.phases.tls != nil }

  private var connectHint: String {
    let insufficient =
      "\"insufficient (n)\": n samples are too few for a finite 95 % confidence interval of that percentile."
    guard let connections = record.total.phases.connections.map(NumberFormat.count) else {
      return "The transport does not tell where a call's time went. " + insufficient
    }
    return (hasTLS ? "Connect and TLS (the handshake) are means" : "Connect is the mean")
      + " over the \(connections) calls that opened a connection. " + insufficient
  }
}

extension RunRecord {
  /// The total as the last row of a table calls it.
  var allRequests: RequestStatistics {
    var total = self.total
    total.name = "all requests"
    return total
  }
}
