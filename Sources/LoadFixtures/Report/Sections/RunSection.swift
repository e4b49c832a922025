/// What was run, and how the generator fared.
struct RunSection: ScenarioSection {
  let article: ScenarioArticle

  var html: HTML {
    .section(
      "Run and generator",
      [
        .tag(
          "div", ["class": "cards"], .tag("div", [:], runFacts),
          .tag("div", [:], .facts(generatorFacts), generatorLatency)),
        record.skippedCalls.isEmpty
          ? .empty
          : .tag("div", [:], .hint("Calls that the target or its contract lacks:"), .list(record.skippedCalls)),
      ])
  }

  private var runFacts: HTML {
    let counts = record.counts
    let sum = counts.completed + counts.failed + counts.dropped + counts.cancelled
    let balance =
      "\(NumberFormat.count(counts.scheduled)) scheduled = \(NumberFormat.count(counts.completed)) completed + "
      + "\(NumberFormat.count(counts.failed)) failed + \(NumberFormat.count(counts.dropped)) dropped + "
      + "\(NumberFormat.count(counts.cancelled)) cancelled"
      + (sum == counts.scheduled ? "" : " (they add up to \(NumberFormat.count(sum)): this run is not consistent)")
    return .facts(
      [
        ("Target", record.target.url + (record.target.embedded ? " (embedded reference agent)" : "")),
        ("Addresses", addresses), ("Contract", record.contract),
        ("Model", record.model == .open ? "open: arrivals over time" : "closed: users over time"),
        ("User", record.userType), ("Seed", String(record.seed)),
        (
          "Scales",
          "time \(scale(record.timeScale)), think time \(scale(record.thinkTimeScale)), users \(scale(record.usersScale))"
        ),
        ("Transport", record.transport), ("Build", record.buildConfiguration), ("Start", record.startedAt),
        (
          "Duration",
          "\(NumberFormat.duration(seconds: record.duration)), "
            + "of it \(NumberFormat.duration(seconds: record.warmUp)) warm-up"
        ),
        ("Calls", balance),
        ("Instrument's own", "\(NumberFormat.count(counts.instrument)) calls, in none of the above"),
      ] + repeats)
  }

  private var repeats: [(String, String)] {
    let repeats = record.counts.repeats
    return repeats == 0
      ? [] : [("Repeats", "\(NumberFormat.count(repeats)) requests sent once more: their idle connection had closed")]
  }

  /// Where the connections went.
  private var addresses: String {
    guard let endpoints = record.endpoints, !endpoints.isEmpty else { return "one" }
    return endpoints.map { "\($0.address) (\(NumberFormat.count($0.connections)) connections)" }.joined(separator: ", ")
  }

  private var generatorFacts: [(String, String)] {
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

  private var generatorLatency: HTML {
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

  private func scale(_ value: Double) -> String {
    NumberFormat.trimmed(NumberFormat.number(value)) + " x"
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
