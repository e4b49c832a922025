import LoadEngine

/// Serves what a monitor knows: a live page, and metrics.
package actor MonitorLive {
  private var state: MonitorState?
  private var servers: [LiveServer] = []

  package init() {}

  /// Listens until ``stop()``.
  ///
  /// - Parameters:
  ///   - page: Where the page is served; `nil` for nowhere.
  ///   - metrics: Where the metrics are.
  /// - Returns: Where they are, in words.
  /// - Throws: ``ConfigurationError`` when a port cannot be had.
  package func start(page: LiveAddress?, metrics: LiveAddress?) async throws -> [String] {
    var urls: [String] = []
    if let page {
      let server = try await LiveServer.start(
        at: page, named: "--web", page: { [weak self] in await self?.page ?? LivePage(nil) })
      servers.append(server)
      urls.append("live page: \(server.url)/")
    }
    if let metrics {
      let server = try await LiveServer.start(
        at: metrics, named: "--prometheus", metrics: { [weak self] in await self?.families ?? [] })
      servers.append(server)
      urls.append("metrics: \(server.url)/metrics")
    }
    return urls
  }

  package func take(_ state: MonitorState) { self.state = state }

  package func stop() async {
    for server in servers { await server.stop() }
  }

  private var families: [MetricFamily] { state.map(MonitorMetrics.families) ?? [] }

  private var page: LivePage { state.map { LivePage($0) } ?? LivePage(nil) }
}

extension LivePage {
  /// What a monitor knows: the load test that it follows, if any, the target, and the alerts.
  init(_ state: MonitorState) {
    let run = state.sources[.load]?.reading.run
    if run == nil {
      self.init()
      // Of a run that is gone nothing stays.
      for place in [Place.verdict, .users, .rate, .latency, .heat] { set(place, .empty) }
      set(
        .head,
        HTML([
          .tag("h1", [:], HTML(text: state.target)),
          .tag("p", ["class": "sub"], HTML(text: "watched for \(NumberFormat.duration(seconds: state.second))")),
        ]))
    } else {
      self.init(run)
    }
    set(.alerts, Self.alerts(state))
    set(.target, HTML([Self.sources(state), Self.metrics(state)]))
  }

  private static func alerts(_ state: MonitorState) -> HTML {
    let past = state.pastAlerts.count + state.alertsLeftOut
    guard !state.alerts.isEmpty else {
      return past == 0 ? .empty : .hint("No alert now, \(NumberFormat.count(past)) cleared.")
    }
    return HTML(
      state.alerts.map { alert in
        .tag(
          "p", ["class": "notice badge \(alert.level >= .high ? "failed" : "warned")"],
          HTML(text: MonitorScreen.sentence(alert, state)))
      })
  }

  private static func sources(_ state: MonitorState) -> HTML {
    let rows = MonitorMetric.Source.allCases.compactMap { kind in state.sources[kind].map { (kind, $0) } }
    return HTMLTable(
      caption: "What is watched",
      columns: [
        .words("Source", style: "name", \.0.title),
        .cells("State") { row in
          switch row.1.reading.state {
          case .offered: .badge(row.1.reading.word ?? "answers", "passed")
          case .unreachable: .badge("unreachable since \(MonitorScreen.clock(row.1.since))", "failed")
          case .waiting, .notOffered: .badge(row.1.reading.state.word, "pending")
          }
        },
        .words("Note", style: "note") { row in
          let open = row.1.reading.openCircuits.map { $0.isEmpty ? [] : ["open: " + $0.joined(separator: ", ")] } ?? []
          return ([row.1.reading.state.detail].filter { !$0.isEmpty } + row.1.reading.parts + open).joined(
            separator: ", ")
        },
      ], rows: rows
    ).render()
  }

  private static func metrics(_ state: MonitorState) -> HTML {
    let rows = state.metrics.compactMap { metric in state.series[metric].map { (metric, $0) } }
    guard !rows.isEmpty else { return .empty }
    func text(_ heading: String, _ value: @escaping (MonitorMetric, MetricSeries) -> Double?)
      -> HTMLTable<(MonitorMetric, MetricSeries)>.Column
    {
      .text(heading) { MonitorScreen.value(value($0.0, $0.1), $0.0.unit) }
    }
    return HTMLTable(
      caption: "Since the monitor began; – was not told",
      columns: [
        .words("Metric", style: "name") { "\($0.0.source.prefix)\($0.0.name)" },
        text("Now") { metric, _ in state.latest(metric) }, text("Mean") { $1.mean }, text("Min") { $1.lowest },
        text("Max") { $1.highest }, text("p95") { $1.p95 }, .words("Trend") { $0.1.trend.arrow },
      ], rows: rows
    ).render()
  }
}
