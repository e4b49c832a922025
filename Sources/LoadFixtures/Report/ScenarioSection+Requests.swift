extension ScenarioSection {
  /// Latencies by request name; in an open model the service times as well.
  var requests: HTML {
    var parts = [requestTable.render(), hint(connectHint)]
    if record.model == .open {
      parts.append(serviceTable.render())
      parts.append(
        hint(
          "Response time counts from when a call was due, service time from when it was made; the SLA sees the first."))
    }
    return section("Requests", parts)
  }

  /// Statistics of each stage, when there is more than one.
  var stages: HTML {
    guard record.stages.count > 1 else { return .empty }
    let target = record.model == .open ? "Arrivals (1/s)" : "Users"
    var table = HTMLTable(
      caption: "By stage, in order of time; numbers as in the charts. \(HTMLReport.rates)",
      groups: [.group("", span: hasDrops ? 10 : 9), .group("Response time of successful requests (ms)", span: 5)],
      headings: [
        .numberHeading("#"), .words("Stage"), .numberHeading("From – to (s)"), .numberHeading(target),
        .numberHeading("Requests"), .numberHeading("Failures"),
      ] + (hasDrops ? [.numberHeading("Dropped")] : []) + [
        .numberHeading("Error rate"), .numberHeading("Requests/s"), .numberHeading("Throughput (req/s)"),
        .numberHeading("Mean"), .numberHeading("p50"), .numberHeading("p95"), .numberHeading("p99"),
        .numberHeading("Max"),
      ])
    for (index, stage) in record.stages.enumerated() {
      let numbers = stage.statistics
      let latency = numbers.latency
      table.rows.append(
        [
          .number("\(index + 1)"), .words(stage.name + (stage.warmUp ? " (warm-up)" : ""), style: "name"),
          .number("\(seconds(stage.start)) – \(seconds(stage.end))"), .number(seconds(stage.target)),
          .number(NumberFormat.count(numbers.count)), .number(NumberFormat.count(numbers.failures)),
        ] + (hasDrops ? [.number(NumberFormat.count(numbers.dropped))] : []) + [
          .number(NumberFormat.share(numbers.errorRate)), .number(NumberFormat.number(numbers.requestRate)),
          .number(NumberFormat.number(numbers.throughput)), .number(NumberFormat.number(latency.mean)),
          .percentile(latency.p50, 0.5, samples: numbers.successes),
          .percentile(latency.p95, 0.95, samples: numbers.successes),
          .percentile(latency.p99, 0.99, samples: numbers.successes), .number(NumberFormat.number(latency.max)),
        ])
    }
    return section("Stages", [table.render()])
  }

  private var hasDrops: Bool { record.counts.dropped > 0 }

  private var requestTable: HTMLTable {
    var table = HTMLTable(
      caption: "By request, warm-up left out. \(HTMLReport.rates)"
        + (hasDrops ? " The error rate of all requests counts dropped arrivals as failures." : ""),
      groups: [
        .group("", span: 6), .group("Response time of successful requests (ms)", span: 7),
        .group("Of it, mean (ms)", span: hasTLS ? 4 : 3),
      ],
      headings: [
        .words("Request"), .numberHeading("Count"), .numberHeading("Failures"), .numberHeading("Error rate"),
        .numberHeading("Requests/s"), .numberHeading("Throughput (req/s)"), .numberHeading("Mean"),
        .numberHeading("p50"), .numberHeading("p90"), .numberHeading("p95"), .numberHeading("p99"),
        .numberHeading("p99.9"), .numberHeading("Max"), .numberHeading("Connect"),
      ] + (hasTLS ? [.numberHeading("TLS")] : []) + [.numberHeading("Wait"), .numberHeading("Receive")])
    table.rows = record.requests.map { requestRow($0, name: $0.name) }
    table.total = requestRow(record.total, name: "all requests")
    return table
  }

  private func requestRow(_ request: RequestStatistics, name: String) -> [HTMLTable.Cell] {
    let latency = request.latency
    let samples = request.successes
    return [
      .words(name, style: "name"), .number(NumberFormat.count(request.count)),
      .number(NumberFormat.count(request.failures)), .number(NumberFormat.share(request.errorRate)),
      .number(NumberFormat.number(request.requestRate)), .number(NumberFormat.number(request.throughput)),
      .number(NumberFormat.number(latency.mean)),
      .percentile(latency.p50, 0.5, samples: samples), .percentile(latency.p90, 0.9, samples: samples),
      .percentile(latency.p95, 0.95, samples: samples), .percentile(latency.p99, 0.99, samples: samples),
      .percentile(latency.p999, 0.999, samples: samples), .number(NumberFormat.number(latency.max)),
      .number(NumberFormat.number(request.phases.connect)),
    ] + (hasTLS ? [.number(NumberFormat.number(request.phases.tls))] : []) + [
      .number(NumberFormat.number(request.phases.wait)), .number(NumberFormat.number(request.phases.receive)),
    ]
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

  private var serviceTable: HTMLTable {
    var table = HTMLTable(
      caption: "Service time of successful requests (ms), warm-up left out",
      headings: [
        .words("Request"), .numberHeading("Mean"), .numberHeading("p50"), .numberHeading("p95"),
        .numberHeading("p99"), .numberHeading("Max"),
      ])
    func row(_ request: RequestStatistics, name: String) -> [HTMLTable.Cell] {
      latencyCells(request.serviceTime, samples: request.successes, name: name)
    }
    table.rows = record.requests.map { row($0, name: $0.name) }
    table.total = row(record.total, name: "all requests")
    return table
  }

  /// Name, mean, p50, p95, p99 and maximum.
  func latencyCells(_ latency: LatencyStatistics, samples: Int, name: String) -> [HTMLTable.Cell] {
    [
      .words(name, style: "name"), .number(NumberFormat.number(latency.mean)),
      .percentile(latency.p50, 0.5, samples: samples), .percentile(latency.p95, 0.95, samples: samples),
      .percentile(latency.p99, 0.99, samples: samples), .number(NumberFormat.number(latency.max)),
    ]
  }

  private func seconds(_ value: Double) -> String {
    NumberFormat.trimmed(NumberFormat.number(value))
  }
}
