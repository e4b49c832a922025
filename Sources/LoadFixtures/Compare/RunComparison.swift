import Foundation

/// Two sides of runs of one scenario, value by value: what changed from side A to side B, and how sure that is.
///
/// The unit is the run: calls of one run share its machine, caches and minute, and are no samples of their own. Of latencies
/// and throughput the logarithm is compared, so that a change is a ratio; of error rates the difference.
package struct RunComparison: Codable, Sendable {
  /// Raised whenever a key changes its name or meaning.
  package static let currentSchemaVersion = 1

  /// One run, with where its record lies.
  package struct Run: Sendable {
    package var record: RunRecord
    package var path: String

    package init(record: RunRecord, path: String) {
      self.record = record
      self.path = path
    }
  }

  /// What is compared of a request.
  package enum Value: String, Codable, Sendable, CaseIterable {
    case p50, p95, p99, throughput, errorRate

    package var label: String {
      switch self {
      case .throughput: "throughput"
      case .errorRate: "error rate"
      default: rawValue
      }
    }

    var unit: Unit {
      switch self {
      case .throughput: .perSecond
      case .errorRate: .share
      default: .milliseconds
      }
    }

    /// Whether it is compared by ratio.
    var isRatio: Bool { self != .errorRate }
  }

  package struct Row: Codable, Sendable {
    /// The request; `nil` for all of them.
    package var request: String?
    package var value: Value
    /// The medians of the sides' runs, in the value's own unit.
    package var a: Double
    package var b: Double
    package var change: Change

    package var name: String { "\(request ?? "all requests"), \(value.label)" }
  }

  /// One run that was compared.
  package struct Member: Codable, Sendable {
    package var side: String
    package var path: String
    package var startedAt: String
    package var seed: UInt64
    package var verdict: Verdict.Status
  }

  package var schemaVersion = currentSchemaVersion
  package var scenario: String
  package var runs: [Member]
  /// Of A and of B, of those that are used.
  package var runsA: Int
  package var runsB: Int
  /// Whether each two runs that follow each other in time were one of A and one of B: then a drift of the machine or the
  /// target is in both alike.
  package var isInterleaved: Bool
  /// The level of significance, over all values together.
  package var alpha: Double
  package var rows: [Row]
  /// What the sides differ in besides, runs that were left out, values that cannot be compared; a sentence each.
  package var notes: [String]
  /// Of each side, all used runs' percentile curves; for the page.
  let curves: (a: [[CurvePoint]], b: [[CurvePoint]])

  private enum CodingKeys: CodingKey {
    case schemaVersion, scenario, runs, runsA, runsB, isInterleaved, alpha, rows, notes
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    schemaVersion = try container.decode(Int.self, forKey: .schemaVersion)
    scenario = try container.decode(String.self, forKey: .scenario)
    runs = try container.decode([Member].self, forKey: .runs)
    (runsA, runsB) = (try container.decode(Int.self, forKey: .runsA), try container.decode(Int.self, forKey: .runsB))
    isInterleaved = try container.decode(Bool.self, forKey: .isInterleaved)
    alpha = try container.decode(Double.self, forKey: .alpha)
    rows = try container.decode([Row].self, forKey: .rows)
    notes = try container.decode([String].self, forKey: .notes)
    curves = ([], [])
  }

  /// - Parameters:
  ///   - seed: Of the permutations, where not all are gone through.
  ///   - isForced: Compares sides that differ in more than what is compared, and says so.
  /// - Throws: ``ComparisonRefusal`` for sides that cannot be compared.
  package init(a: [Run], b: [Run], seed: UInt64 = 1, isForced: Bool = false) throws(ComparisonRefusal) {
    guard let first = a.first?.record, !b.isEmpty else {
      throw ComparisonRefusal(reasons: ["side \(a.isEmpty ? "A" : "B") has no run"])
    }
    let differences = Self.differences(between: (a + b).map(\.record))
    guard differences.isEmpty || isForced else { throw ComparisonRefusal(reasons: differences) }
    scenario = first.scenario
    notes = differences.map { "Compared although the runs differ: \($0)." }
    let sides = Self.usable(Self.inOrder(a), Self.inOrder(b), notes: &notes)
    let (left, right) = (sides.a.map(\.record), sides.b.map(\.record))
    guard !left.isEmpty, !right.isEmpty else {
      throw ComparisonRefusal(reasons: notes + ["no run is left on side \(left.isEmpty ? "A" : "B")"])
    }
    (runsA, runsB) = (left.count, right.count)
    runs = sides.a.map { Self.member($0, "A") } + sides.b.map { Self.member($0, "B") }
    isInterleaved = Self.areInterleaved(left, right)
    if !isInterleaved { notes.append("Not interleaved: a drift of the machine or the target is not excluded.") }
    let few = min(left.count, right.count)
    alpha = Change.alpha(runs: few)
    if few < Change.fewestRuns {
      notes.append("Fewer than \(Change.fewestRuns) runs a side settle nothing, whatever they show.")
    }
    let found = Self.values(left, right, notes: &notes)
    let tested = MaxTPermutation(found.map { $0.a + $0.b }, a: left.count, b: right.count, seed: seed)
    rows = zip(found, tested.adjusted).compactMap { value, adjusted in
      Change.judge(
        a: value.a, b: value.b, margin: value.margin, adjustedP: adjusted, values: found.count,
        isHigherBetter: value.kind == .throughput
      ).map {
        Row(
          request: value.request, value: value.kind, a: value.shown(value.a), b: value.shown(value.b), change: $0)
      }
    }
    curves = (left.compactMap(\.curve), right.compactMap(\.curve))
  }

  // MARK: What can be compared

  /// In what the runs differ besides what is compared, a sentence's part each.
  private static func differences(between records: [RunRecord]) -> [String] {
    let facts: [(name: String, value: (RunRecord) -> String)] = [
      ("scenario", \.scenario), ("contract", \.contract), ("user class", \.userType),
      ("machine", { $0.machine ?? "not told" }), ("build", \.buildConfiguration), ("transport", \.transport),
      ("time scale", { "\($0.timeScale)" }), ("think time scale", { "\($0.thinkTimeScale)" }),
      ("users scale", { "\($0.usersScale)" }), ("model", \.model.rawValue),
      ("event loops", { "\($0.generator.eventLoops)" }),
      ("usable cores", { $0.generator.usableCores.map { "\($0)" } ?? "not told" }),
    ]
    return facts.compactMap { fact in
      let values = Set(records.map(fact.value)).sorted()
      return values.count > 1 ? "\(fact.name): \(values.joined(separator: " and "))" : nil
    }
  }

  private static func inOrder(_ runs: [Run]) -> [Run] {
    runs.sorted { ($0.record.originTime ?? 0, $0.path) < ($1.record.originTime ?? 0, $1.path) }
  }

  /// The runs whose numbers may be used. Of sides of one size the n-th runs are a round, which stays or goes as a whole.
  private static func usable(_ a: [Run], _ b: [Run], notes: inout [String]) -> (a: [Run], b: [Run]) {
    func flaw(_ run: Run) -> String? {
      if run.record.interrupted { return "interrupted" }
      return run.record.verdict.status == .invalid ? "invalid" : nil
    }
    for (side, run) in a.map({ ("A", $0) }) + b.map({ ("B", $0) }) {
      guard let flaw = flaw(run) else { continue }
      let round = a.count == b.count ? ", and with it its round" : ""
      notes.append("Left out\(round): the \(flaw) run of side \(side) in \(run.path).")
    }
    guard a.count == b.count else { return (a.filter { flaw($0) == nil }, b.filter { flaw($0) == nil }) }
    let rounds = zip(a, b).filter { flaw($0) == nil && flaw($1) == nil }
    return (rounds.map(\.0), rounds.map(\.1))
  }

  private static func areInterleaved(_ a: [RunRecord], _ b: [RunRecord]) -> Bool {
    let times = (a.map { ($0.originTime, "A") } + b.map { ($0.originTime, "B") })
    guard a.count == b.count, times.allSatisfy({ $0.0 != nil }) else { return false }
    let order = times.sorted { ($0.0 ?? 0) < ($1.0 ?? 0) }.map(\.1)
    return stride(from: 0, to: order.count, by: 2).allSatisfy { order[$0] != order[$0 + 1] }
  }

  private static func member(_ run: Run, _ side: String) -> Member {
    Member(
      side: side, path: run.path, startedAt: run.record.startedAt, seed: run.record.seed,
      verdict: run.record.verdict.status)
  }

  // MARK: Values

  /// A value of all runs, on the scale on which it is compared.
  private struct Compared {
    var request: String?
    var kind: Value
    var a: [Double]
    var b: [Double]

    /// A median in the value's own unit.
    func shown(_ side: [Double]) -> Double { kind.isRatio ? exp(Self.median(side)) : Self.median(side) }

    /// Within it a change is nothing that matters: 5 %, twice the spread of equal runs, and of latencies a millisecond; of
    /// error rates a thousandth in place of the 5 % of what is mostly 0.
    var margin: Double {
      let spread = 2 * Spread.pooled(a, b)
      switch kind {
      case .errorRate: return max(0.001, 0.05 * Self.median(a), spread)
      case .throughput: return max(log(1.05), spread)
      default: return max(log(1.05), spread, log(1 + 1 / exp(Self.median(a))))
      }
    }

    static func median(_ values: [Double]) -> Double {
      let sorted = values.sorted()
      guard !sorted.isEmpty else { return .nan }
      return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
  }

  private static func values(_ a: [RunRecord], _ b: [RunRecord], notes: inout [String]) -> [Compared] {
    let named = (a + b).map { record in Set(record.requests.map(\.name)) }
    let everywhere = named.dropFirst().reduce(named.first ?? []) { $0.intersection($1) }
    let missing = named.reduce(Set()) { $0.union($1) }.subtracting(everywhere).sorted()
    if !missing.isEmpty {
      notes.append("Not compared, because some run has none of it: \(missing.joined(separator: ", ")).")
    }
    var (found, few): ([Compared], [String]) = ([], [])
    let order = a[0].requests.map(\.name).filter(everywhere.contains)
    for request in [nil] + order.map(Optional.some) {
      for kind in Value.allCases {
        func side(_ records: [RunRecord]) -> [Double]? {
          let values = records.compactMap { record -> Double? in
            let statistics = request.map { name in record.requests.first { $0.name == name } } ?? record.total
            return statistics.flatMap { number(kind, of: $0) }
          }
          return values.count == records.count ? values : nil
        }
        if let a = side(a), let b = side(b) {
          found.append(Compared(request: request, kind: kind, a: a, b: b))
        } else {
          few.append("\(request ?? "all requests") \(kind.label)")
        }
      }
    }
    if !few.isEmpty {
      notes.append("Not compared, because some run has too few samples for it: \(few.joined(separator: ", ")).")
    }
    return found
  }

  /// On the scale on which it is compared; `nil` where the samples do not carry it.
  private static func number(_ kind: Value, of statistics: RequestStatistics) -> Double? {
    func logarithm(_ value: Double?) -> Double? { value.flatMap { $0 > 0 && $0.isFinite ? log($0) : nil } }
    switch kind {
    case .throughput: return logarithm(statistics.throughput)
    case .errorRate: return statistics.errorRate
    case .p50, .p95, .p99:
      guard let percentile = Percentile(rawValue: kind.rawValue), statistics.successes >= percentile.samplesNeeded
      else {
        return nil
      }
      return logarithm(statistics.latency[percentile])
    }
  }
}

extension RunComparison {
  /// Worse when any value is; else what the values of all requests together say: a request of its own may stay open.
  package var word: Change.Word {
    if rows.contains(where: { $0.change.word == .worse }) { return .worse }
    let totals = rows.filter { $0.request == nil }.map(\.change.word)
    if totals.isEmpty || totals.contains(.inconclusive) { return .inconclusive }
    return rows.contains { $0.change.word == .better } ? .better : .same
  }

  /// Worse is 99, or 98 where a drift may have done it; what is open is 98.
  package var exitCode: ExitCode {
    switch word {
    case .worse: isInterleaved ? .breached : .invalid
    case .inconclusive: .invalid
    case .same, .better: .met
    }
  }

  /// The outcome in a sentence.
  package var sentence: String {
    let worse = rows.filter { $0.change.word == .worse }.map(\.name)
    let better = rows.filter { $0.change.word == .better }.map(\.name)
    func list(_ names: [String]) -> String {
      names.prefix(4).joined(separator: "; ") + (names.count > 4 ? "; and \(names.count - 4) more" : "")
    }
    switch word {
    case .worse:
      return "B is worse: \(list(worse))."
        + (isInterleaved ? "" : " The runs are not interleaved, so that a drift may be the reason: it decides nothing.")
    case .better: return "B is better: \(list(better))."
    case .same:
      // The margin grows with the spread of equal runs: a "same" says no more than it does.
      let widest = rows.filter { $0.request == nil && $0.value.isRatio }.map(\.change.margin).max()
      return
        "A and B are the same, within margins of up to \(text(widest, of: .p50).dropFirst()) of all requests' values."
    case .inconclusive: return "These runs do not settle it." + more
    }
  }

  private var more: String {
    let open = rows.filter { $0.request == nil && $0.change.word == .inconclusive }
    guard let runs = open.compactMap(\.change.moreRuns).max() else { return "" }
    return " \(runs) more a side would probably."
  }
}

/// Why sides cannot be compared.
package struct ComparisonRefusal: Error, Sendable, CustomStringConvertible {
  /// A sentence's part each.
  package let reasons: [String]

  package var description: String {
    "not compared: " + reasons.map(\.neutralised).joined(separator: "; ") + " (--force compares runs that differ)"
  }
}
