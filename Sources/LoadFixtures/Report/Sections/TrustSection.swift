/// Whether the numbers can be trusted: the generator over time, and whether what was measured stayed the same.
struct TrustSection: ScenarioSection {
  let article: ScenarioArticle

  var html: HTML {
    section(
      "May it be trusted?", "trust",
      [
        steadiness, grid(charts),
        .tag("div", ["class": "cards"], .tag("div", [:], .facts(generator)), .tag("div", [:], lateness)),
      ])
  }

  var charts: [Chart] {
    let charts = TimelineCharts(record, anchor: article.anchor)
    let series = charts.series
    guard series.lateness.contains(where: { $0 != nil }) || series.cpu.contains(where: { $0 != nil }) else { return [] }
    var late = charts.line(
      "lateness", "How late the generator was, p99 of each second", unit: .milliseconds,
      [
        .init(name: "start after due", style: "users", values: series.lateness),
        .init(name: "event loop heartbeat", style: "flight", values: series.loopLag),
      ].filter { $0.values.contains { $0 != nil } })
    let limit = GeneratorLimits(
      isOpen: record.model == .open, hasPauses: true, isEmbedded: record.target.embedded, sharesMachine: false
    ).lateness
    (late.level, late.levelName) = (limit, "bound of starts, \(NumberFormat.value(limit, unit: .milliseconds))")
    let cpu = charts.chart(
      "cpu", "CPU of the generator" + (record.target.embedded ? ", target included" : ""), unit: .count,
      unitLabel: "%",
      [.init(name: "of the usable cores", style: "users", values: series.cpu.map { $0.map { $0 * 100 } })])
    var drawn = [charts.figure(late, name: "lateness"), cpu]
    if record.model == .open {
      drawn.append(
        charts.chart(
          "pending", "Calls in flight, and arrivals that were dropped", unit: .count, unitLabel: "calls, 1/s",
          [
            .init(name: "in flight", style: "users", values: series.users),
            .init(name: "dropped", style: "bad", values: series.dropped),
          ]))
    }
    return drawn
  }

  private var steadiness: HTML {
    guard let steady = record.steadiness else {
      return .hint("Too little was measured to say whether it was steady.")
    }
    if record.changesByPlan {
      return .hint("The load changed by plan, and with it the numbers: \(Self.words(steady))")
    }
    return steady.isSteady
      ? .tag("p", [:], .tag("span", ["class": "badge passed"], "Steady:"), HTML(text: " " + Self.words(steady)))
      : .tag("p", [:], .tag("span", ["class": "badge warned"], "Not steady:"), HTML(text: " " + Self.words(steady)))
  }

  /// The figures of a part's steadiness, a sentence.
  static func words(_ steady: Steadiness) -> String {
    let change = (steady.isApart ? "" : "within chance: ") + NumberFormat.share(abs(steady.change))
    let trend: String =
      if let slope = steady.slope, let margin = steady.margin {
        ", p50 \(slope < 0 ? "falls" : "rises") by \(NumberFormat.number(abs(slope))) ± \(NumberFormat.number(margin)) ms a "
          + "minute (95 %)"
      } else {
        ""
      }
    return "p95 \(NumberFormat.milliseconds(steady.firstHalf)) in the first half and "
      + "\(NumberFormat.milliseconds(steady.secondHalf)) in the second (\(change) \(steady.change < 0 ? "less" : "more"), "
      + "limit \(NumberFormat.share(Steadiness.tolerance)))\(trend)."
  }

  private var generator: [(String, String)] {
    let health = record.generator
    let descriptors =
      "\(NumberFormat.count(health.openFileDescriptors)) of \(NumberFormat.count(health.fileDescriptorLimit)) at most"
    return [
      ("Event loops", NumberFormat.count(health.eventLoops) + (health.loopsInWords.map { ": " + $0 } ?? "")),
      (
        "CPU",
        "\(NumberFormat.share(health.cpuShare)) of \(NumberFormat.cores(health.usableCores))"
          + (record.target.embedded ? ", target included" : "")
      ),
      ("Other programs", "\(NumberFormat.share(health.othersShare)) of the same"),
      ("File descriptors", descriptors), ("Memory", NumberFormat.bytes(health.peakMemory) + " at most"),
      ("Out of range", "\(NumberFormat.count(health.outOfRange)) latencies beyond 1 µs to 1 h"),
    ]
  }

  private var lateness: HTML {
    HTMLTable(
      caption: "How late the generator was (ms)",
      columns: [
        .words("", \.name), .number("Mean", \.lateness.mean), .number("p50", \.lateness.p50),
        .number("p99", \.lateness.p99), .number("Max", \.lateness.max),
      ],
      rows: [
        (name: "Start after due", lateness: record.generator.startLateness),
        ("Event loop heartbeat", record.generator.eventLoopLag),
      ]
    ).render()
  }
}

extension GeneratorHealth {
  /// The worst of the loops: "busiest 45 % of a core, waiting for one 1.2 % (worst 5 s)". `nil` when nobody looked.
  var loopsInWords: String? {
    guard let running = worst(\.running) else { return nil }
    let waiting = worst(\.waiting).map { NumberFormat.share($0.window.share) } ?? "not told by this system"
    return "busiest \(NumberFormat.share(running.window.share)) of a core, waiting for one \(waiting) (worst 5 s)"
  }
}
