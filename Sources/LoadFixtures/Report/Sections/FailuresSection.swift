/// Failures by kind, and how long failed calls took.
struct FailuresSection: ScenarioSection {
  let article: ScenarioArticle

  var html: HTML {
    let counts = record.counts
    let failed = counts.failed + counts.dropped
    guard failed > 0 || !record.failureKinds.isEmpty else {
      return section("Failures", "failures", [.tag("p", [:], "No call failed.")] + cutOffs + [traces])
    }
    let all = counts.completed + failed
    var rows = record.failureKinds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let known = rows.reduce(0) { $0 + $1.value }
    if known != failed { rows.append(("not accounted for", failed - known)) }
    let seen = seen
    let table = HTMLTable(
      caption: "By kind, over the whole run, warm-up included",
      columns: [
        .words("Kind", style: "name", \.key), .count("Count", \.value),
        .text("First seen (s)") { NumberFormat.count(seen[$0.key]?.first) },
        .text("Last seen (s)") { NumberFormat.count(seen[$0.key]?.last) },
        .share("Share of failures") { failed > 0 ? Double($0.value) / Double(failed) : nil },
        .share(counts.dropped > 0 ? "Share of calls and dropped" : "Share of finished calls") {
          all > 0 ? Double($0.value) / Double(all) : nil
        },
      ],
      rows: rows)
    return section("Failures", "failures", [table.render(), grid(charts), byRequest, latency] + cutOffs + [traces])
  }

  /// The seconds in which each kind came first and last.
  private var seen: [String: (first: Int, last: Int)] {
    var seen: [String: (first: Int, last: Int)] = [:]
    for point in record.timeline {
      let dropped = point.dropped > 0 ? [FailureKind.droppedLabel] : []
      for kind in (point.failureKinds ?? [:]).keys + dropped {
        seen[kind] = (min(seen[kind]?.first ?? point.second, point.second), max(seen[kind]?.last ?? 0, point.second))
      }
    }
    return seen
  }

  var charts: [Chart] {
    let charts = TimelineCharts(record, anchor: article.anchor)
    var lines = charts.series.failures.enumerated().map { number, failure in
      LineChart.Series(name: failure.kind, style: "bad bad\(number + 1)", values: failure.values, kind: .area)
    }
    if record.counts.dropped > 0 {
      lines.append(.init(name: "dropped", style: "dropped", values: charts.series.dropped, kind: .area))
    }
    guard !lines.isEmpty else { return [] }
    return [charts.chart("failures-strip", "Failures a second by kind", unit: .perSecond, lines)]
  }

  /// What can be looked up in the target's tracing.
  private var traces: HTML {
    guard let calls = record.tracedCalls, !calls.isEmpty else { return .empty }
    return HTMLTable(
      caption: "To look up in the target's tracing: the slowest calls, and the first that failed",
      columns: [
        .words("Trace", style: "name", \.traceID), .words("Request", \.request), .number("Due at (s)", \.second),
        .number("Response time (ms)", \.responseTime), .words("Failed", style: "short") { $0.failure ?? "" },
        .words("Kept") { $0.isSampled ? "asked to be" : "not asked to be" },
      ], rows: calls
    ).render()
  }

  /// What each request failed of, with what the first of them said.
  private var byRequest: HTML {
    guard let failures = record.failures, !failures.isEmpty else { return .empty }
    return HTMLTable(
      caption: "By request and kind, the most frequent first",
      columns: [
        .words("Request", style: "name", \.request), .words("Kind", style: "name", \.kind), .count("Count", \.count),
        .words("What was wrong, the first time") { $0.example ?? "" },
      ], rows: failures
    ).render()
  }

  /// Calls in flight at the end: no failures, but not to be forgotten either.
  private var cutOffs: [HTML] {
    guard let count = record.total.cancelled, count > 0, let elapsed = record.total.cancelledLatency else { return [] }
    return [
      .hint(
        "\(NumberFormat.count(count)) calls were in flight at the end and cut off after "
          + "\(NumberFormat.number(elapsed.min)) to \(NumberFormat.number(elapsed.max)) ms; they are no failures.")
    ]
  }

  private var latency: HTML {
    let failing = record.requests.filter { $0.failures > 0 }
    guard !failing.isEmpty else { return .hint("None of them after the warm-up.") }
    return HTMLTable(
      caption: "Response time of failed requests (ms), kept apart from the successful; warm-up left out",
      columns: [.name] + HTMLTable.Column.latency([.p50, .p95, .p99]) { ($0.failureLatency, $0.failures) }
        + [.count("Failures", \.failures)],
      rows: failing, total: failing.count > 1 ? record.allRequests : nil
    ).render()
  }
}
