/// What was run, against what, by what, and how to run it again.
struct ProvenanceSection: ScenarioSection {
  let article: ScenarioArticle

  var html: HTML {
    section(
      "Provenance", "provenance",
      [
        runFacts, again,
        listed("Operations that the contract lacks:", record.skippedCalls),
        listed("Tasks that went with them; the others have their weight:", record.tasksLeftOut ?? []),
        command("Prepared by", record.prepared), command("Cleaned up by", record.cleanedUp),
      ])
  }

  private func listed(_ title: String, _ items: [String]) -> HTML {
    items.isEmpty ? .empty : .tag("div", [:], .hint(title), .list(items))
  }

  private func command(_ title: String, _ outcome: SideCommandOutcome?) -> HTML {
    guard let outcome else { return .empty }
    let ending =
      outcome.timedOut
      ? "ended after its time was over"
      : outcome.exitCode.map { "exit code \($0)" } ?? outcome.signal.map { "signal \($0)" } ?? "no exit code"
    return .tag(
      "div", [:],
      .hint("\(title) \(outcome.command): \(ending), \(NumberFormat.duration(seconds: outcome.seconds))."),
      outcome.output.isEmpty ? .empty : .tag("pre", [:], HTML(text: outcome.output)))
  }

  /// What was known of the target before the load.
  private var before: [(String, String)] {
    guard let before = record.before else { return [] }
    let parts = [
      before.busyShare.map { "\(NumberFormat.share($0)) of this machine's usable cores in use" },
      before.availableMemory.map { "\(NumberFormat.bytes($0)) of memory free" },
      before.freeDescriptors.map { "\(NumberFormat.count($0)) descriptors free" },
      before.metrics?.cacheHitRate.map { "cache hit rate \(NumberFormat.share($0))" },
      before.metrics?.averageResponseTime.map { "mean response time \(NumberFormat.milliseconds($0))" },
      before.metrics?.openCircuits.map { "\($0.count + (before.metrics?.openCircuitsNotNamed ?? 0)) circuits open" },
    ].compactMap(\.self)
    return parts.isEmpty ? [] : [("Before the load", parts.joined(separator: ", "))]
  }

  /// What is said only where it was asked for.
  private var asked: [(String, String)] {
    let warmUp = record.warmUpCalls.map {
      "\(NumberFormat.duration(seconds: $0.seconds)): \(NumberFormat.count($0.completed)) calls answered, "
        + "\(NumberFormat.count($0.failed)) failed"
    }
    let data = record.data.map {
      "\($0.name), \(NumberFormat.count($0.rows)) rows, \($0.order), then \($0.end); SHA-256 \($0.sha256)"
    }
    let locale = record.locale.map { "\($0), texts \(record.texts ?? "")" }
    return [("Note", record.note), ("Customers", locale), ("Values", data), ("Warm-up calls", warmUp)]
      .compactMap { name, text in text.map { (name, $0) } }
  }

  /// The calls that are in no count.
  private var instrumentsOwn: String {
    let polled = record.polled?.sorted { $0.key < $1.key }.map { "\($0.key) \(NumberFormat.count($0.value))" } ?? []
    return "\(NumberFormat.count(record.counts.instrument)) calls, in none of the above"
      + (record.trial.map { "; tried before the load: \($0.joined(separator: ", "))" } ?? "")
      + (polled.isEmpty ? "" : "; the target's metrics: \(polled.joined(separator: ", "))")
  }

  private var runFacts: HTML {
    let counts = record.counts
    let sum = counts.completed + counts.failed + counts.dropped + counts.cancelled
    let balance =
      "\(NumberFormat.count(counts.scheduled)) scheduled = \(NumberFormat.count(counts.completed)) completed"
      + (counts.expected > 0 ? " (\(NumberFormat.count(counts.expected)) expected outcomes) + " : " + ")
      + "\(NumberFormat.count(counts.failed)) failed + \(NumberFormat.count(counts.dropped)) dropped + "
      + "\(NumberFormat.count(counts.cancelled)) cancelled"
      + (sum == counts.scheduled ? "" : " (they add up to \(NumberFormat.count(sum)): this run is not consistent)")
    return .facts(
      [
        ("Target", record.target.url + (record.target.embedded ? " (embedded reference agent)" : "")),
        ("Addresses", addresses), ("Contract", record.contract + (record.contractReason.map { " (\($0))" } ?? "")),
        ("Model", record.model == .open ? "open: arrivals over time" : "closed: users over time"),
        ("User", record.userType), ("Seed", String(record.seed)),
        (
          "Scales",
          "time \(scale(record.timeScale)), think time \(scale(record.thinkTimeScale)), users \(scale(record.usersScale))"
        ),
        ("Transport", record.transport), ("Build", record.buildConfiguration),
        ("Machine", record.machine ?? "not told"), ("Start", record.startedAt),
        (
          "Duration",
          "\(NumberFormat.duration(seconds: record.duration)), "
            + "of it \(NumberFormat.duration(seconds: record.warmUp)) warm-up"
        ),
        ("Calls", balance),
        ("Instrument's own", instrumentsOwn),
      ] + repeats + asked + before)
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

  private var again: HTML {
    // Its options are not on the record: a command without them would be another load.
    guard record.scenario != Scenario.customName else {
      return .hint("A load of one's own: the record does not hold the options that described it.")
    }
    return HTML([
      .hint("To run it again, with the contract, users, accounts, files and commands that its environment named:"),
      .tag("pre", ["tabindex": "0"], HTML(text: repeating)),
    ])
  }

  /// The command that runs the same once more; credentials come from the environment and are not repeated.
  private var repeating: String {
    var words = ["LOAD_SEED=\(record.seed)"]
    if record.thinkTimeScale != (record.target.embedded ? 0.1 : 1) {
      words.append("LOAD_THINK_TIME_SCALE=\(record.thinkTimeScale)")
    }
    if record.usersScale != 1 { words.append("LOAD_USERS_SCALE=\(record.usersScale)") }
    if record.transport != "socket" { words.append("LOAD_TRANSPORT=\(Self.quoted(record.transport))") }
    words.append("scripts/run-load-tests")
    if !record.target.embedded { words.append("--host \(Self.quoted(record.target.url))") }
    words.append("--scenarios \(Self.quoted(record.scenario.replacing(Scenario.controlSuffix, with: "")))")
    if record.scenario.hasSuffix(Scenario.controlSuffix) { words.append("--control") }
    words.append("--time-scale \(record.timeScale)")
    return words.joined(separator: " ")
  }

  /// As a shell takes it for one word.
  private static func quoted(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy {
      $0.isASCII
        && ($0.properties.isAlphabetic || $0.properties.numericType != nil || "-_./:@%".unicodeScalars.contains($0))
    }
    return isPlain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }

  private func scale(_ value: Double) -> String {
    NumberFormat.trimmed(NumberFormat.number(value)) + " x"
  }
}
