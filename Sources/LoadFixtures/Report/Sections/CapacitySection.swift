/// What more load brings: each stage by what it offered, and each second by what it carried.
struct CapacitySection: ScenarioSection {
  let article: ScenarioArticle

  var html: HTML {
    guard record.stages.count > 1 else { return .empty }
    return section("Capacity, and stages", "capacity", [stages, grid(charts)])
  }

  var charts: [Chart] {
    let measured = record.stages.filter { !$0.warmUp && $0.statistics.hasOutcome }
    guard measured.count > 1, Set(measured.map(\.target)).count > 1 else { return [] }
    return [throughput(measured), latency(measured)] + [seconds].compactMap(\.self)
  }

  private var loadLabel: String { record.model == .open ? "arrivals a second by plan" : "users" }

  private func throughput(_ stages: [StageStatistics]) -> Chart {
    let points = stages.compactMap { stage in
      stage.statistics.throughput.map { (x: stage.target, y: $0) }
    }.sorted { $0.x < $1.x }
    let most = stages.map(\.target).max() ?? 1
    // What it would be if all loads were carried as the smallest was; arrivals as they were offered.
    let share = record.model == .open ? 1 : points.first.map { $0.x > 0 ? $0.y / $0.x : 0 } ?? 0
    let chart = XYChart(
      id: id("capacity-throughput"), title: "Throughput by load",
      summary: points.map { "\(NumberFormat.rate($0.y)) at \(NumberFormat.number($0.x))" }.joined(separator: "; "),
      x: (.linear(upTo: most), loadLabel),
      y: (.linear(upTo: max(points.map(\.y).max() ?? 1, share * most)), "req/s"),
      series: [
        .init(name: "throughput", style: "users", points: points, kind: .points),
        .init(
          name: record.model == .open ? "as offered" : "as the first stage", style: "ideal",
          points: [(0, 0), (most, share * most)], kind: .line),
      ], marks: knee)
    let table = HTMLTable(
      caption: "Throughput by load",
      columns: [.number(loadLabel.capitalizedFirst) { $0.x }, .number("Throughput (req/s)") { $0.y }], rows: points
    ).render()
    return Chart(name: "capacity-throughput", svg: chart.render(), table: table)
  }

  private var knee: [(x: Double, label: String)] {
    guard record.model == .closed, case .broken(let point) = BreakingPoint.find(in: record.stages) else { return [] }
    return [(point.users, point.isPlateau ? "knee" : "breaks")]
  }

  private func latency(_ stages: [StageStatistics]) -> Chart {
    let lines = [Percentile.p50, .p95, .p99].map { percentile in
      XYChart.Series(
        name: percentile.label, style: percentile.rawValue,
        points: stages.filter { $0.statistics.successes >= percentile.samplesNeeded }.compactMap { stage in
          stage.statistics.latency[percentile].map { (x: stage.target, y: $0) }
        }.sorted { $0.x < $1.x }, kind: .points)
    }
    let chart = XYChart(
      id: id("capacity-latency"), title: "Response time by load",
      summary: lines.map { line in
        "\(line.name): "
          + line.points.map { "\(NumberFormat.milliseconds($0.y)) at \(NumberFormat.number($0.x))" }
          .joined(separator: ", ")
      }.joined(separator: "; "),
      x: (.linear(upTo: stages.map(\.target).max() ?? 1), loadLabel),
      y: (.logarithmic(holding: lines.flatMap(\.points).map(\.y)), "ms"), series: lines, marks: knee)
    let table = HTMLTable(
      caption: "Response time by load (ms)",
      columns: [.number(loadLabel.capitalizedFirst, \.target)]
        + [Percentile.p50, .p95, .p99].map { percentile in
          .percentile(percentile.label, percentile) { ($0.statistics.latency, $0.statistics.successes) }
        }, rows: stages.sorted { $0.target < $1.target }
    ).render()
    return Chart(name: "capacity-latency", svg: chart.render(), table: table)
  }

  /// Shades from the run's beginning to its end.
  private static let shades = 5

  /// A dot a second.
  private var seconds: Chart? {
    let all = record.timeline.filter { $0.p95 != nil && $0.answered >= Percentile.p95.samplesNeeded }
    let seconds = HTMLTable<TimelinePoint>.thinned(all, to: 400)
    guard seconds.count > 5 else { return nil }
    let part = Double(seconds.count) / Double(Self.shades)
    let series = (0..<Self.shades).map { shade in
      let own = seconds[Int(Double(shade) * part)..<Int(Double(shade + 1) * part)]
      return XYChart.Series(
        name: "", style: "time\(shade + 1)", points: own.map { (Double($0.completed + $0.failed), $0.p95 ?? 0) },
        kind: .dots)
    }
    let rates = seconds.map { Double($0.completed + $0.failed) }
    let chart = XYChart(
      id: id("capacity-seconds"), title: "p95 of each second by its rate",
      summary: "\(NumberFormat.count(seconds.count)) seconds of up to \(NumberFormat.rate(rates.max()))",
      x: (.linear(upTo: rates.max() ?? 1), "calls that ended in the second"),
      y: (.logarithmic(holding: seconds.compactMap(\.p95)), "ms"), series: series, hasLegend: false)
    let table = HTMLTable(
      caption: "p95 by second",
      columns: [
        .count("Second", \.second), .count("Calls") { $0.completed + $0.failed }, .number("p95 (ms)", \.p95),
      ], rows: HTMLTable<TimelinePoint>.thinned(seconds), isPlain: true
    ).render()
    return Chart(
      name: "capacity-seconds", svg: chart.render(), table: table,
      hint:
        "From light at the beginning to dark at the end of the run, warm-up included; seconds whose answers state a p95"
        + (seconds.count < all.count ? ", \(seconds.count) of \(NumberFormat.count(all.count))." : "."))
  }

  // MARK: Table

  private var stages: HTML {
    typealias Column = HTMLTable<(offset: Int, element: StageStatistics)>.Column
    let latency = Column.latency([.p50, .p95, .p99]) {
      ($0.element.statistics.latency, $0.element.statistics.successes)
    }
    let columns: [Column] =
      [
        .text("#") { "\($0.offset + 1)" },
        .words("Stage", style: "name") { $0.element.name + ($0.element.warmUp ? " (warm-up)" : "") },
        .text("From – to (s)") { "\(Self.seconds($0.element.start)) – \(Self.seconds($0.element.end))" },
        .text(record.model == .open ? "Arrivals (1/s)" : "Users") { Self.seconds($0.element.target) },
        .count("Requests", \.element.statistics.count), .count("Failures", \.element.statistics.failures),
      ] + (record.counts.dropped > 0 ? [.count("Dropped", \.element.statistics.dropped)] : []) + [
        .share("Error rate", \.element.statistics.errorRate), .number("Requests/s", \.element.statistics.requestRate),
        .number("Throughput (req/s)", \.element.statistics.throughput),
      ]
    return HTMLTable(
      caption: "By stage, in order of time; numbers as in the charts. \(HTMLReport.rates)",
      columns: columns + latency.map { $0.grouped("Response time of successful requests (ms)") },
      rows: Array(record.stages.enumerated())
    ).render()
  }

  private static func seconds(_ value: Double) -> String { NumberFormat.trimmed(NumberFormat.number(value)) }
}
