import LoadFixtures

/// `compare-runs A_DIR ... -- B_DIR ...`: holds runs that exist against each other.
struct CompareRunsCommand {
  let terminal: Terminal

  private static let help = """
    usage: scripts/compare-runs A_DIR ... -- B_DIR ... [options]

    Compares runs of one scenario, two sides of them: what changed from A to B, and how sure that is. The sides take turns
    (A B B A ...), or a drift of machine or target may be the reason of a change; `scripts/compare` makes such runs.

      --scenario NAME  where the runs have several in common
      --output DIR     writes comparison.html, .md and .json there
      --force          compares runs that differ in machine, scales, build, contract or users as well, and says so
      --seed N         of the permutations, beyond 6 runs a side (1)
      --help           this text
    Exit codes: 0 same or better, 99 worse, 98 open, 104 bad arguments.
    """

  func run(_ arguments: [String]) throws -> ExitCode {
    var sides: (a: [String], b: [String]) = ([], [])
    var (scenario, output): (String?, String?) = (nil, nil)
    var (isForced, isSecond, seed): (Bool, Bool, UInt64) = (false, false, 1)
    var options = OptionReader(arguments)
    while let word = try options.next() {
      switch word {
      case "--help", "-h":
        terminal.write(Self.help, to: .output)
        return .met
      case "--": isSecond = true
      case "--force": isForced = true
      case "--scenario": scenario = try options.text(of: word, allowed: "a scenario's name")
      case "--output": output = try options.text(of: word, allowed: "a directory's path")
      case "--seed": seed = try options.whole(of: word, in: 0...UInt64.max)
      case let path where !path.hasPrefix("-"): if isSecond { sides.b.append(path) } else { sides.a.append(path) }
      default: throw OptionReader.refusal(of: word, allowed: "A_DIR ... -- B_DIR ...; see --help")
      }
    }
    guard !sides.a.isEmpty, !sides.b.isEmpty else {
      throw ConfigurationError(
        variable: "arguments", value: nil, reason: "a side has no directory", allowed: "A_DIR ... -- B_DIR ...")
    }
    let comparison = try Self.compare(sides, scenario: scenario, seed: seed, isForced: isForced)
    return try Self.tell(comparison, output: output, on: terminal)
  }

  /// Reads the records of both sides.
  ///
  /// - Throws: ``ConfigurationError`` for a directory without a record of the scenario; ``ComparisonRefusal``.
  static func compare(
    _ sides: (a: [String], b: [String]), scenario: String?, seed: UInt64, isForced: Bool
  ) throws -> RunComparison {
    let records = try (sides.a + sides.b).map { path in
      guard ResultsDirectory.exists(at: path) else {
        throw ConfigurationError(
          variable: "directory", value: path, reason: "there is no such directory",
          allowed: "one that a run has written")
      }
      return (path: path, records: try ResultsDirectory(path: path).lastRun().records)
    }
    let names = records.map { Set($0.records.map(\.scenario)) }
    let common = names.dropFirst().reduce(names.first ?? []) { $0.intersection($1) }
    guard let chosen = scenario ?? (common.count == 1 ? common.first : nil) else {
      throw ConfigurationError(
        variable: "--scenario", value: nil,
        reason: common.isEmpty ? "the directories have no scenario in common" : "they have several in common",
        allowed: common.isEmpty ? "directories of runs of one scenario" : common.sorted().joined(separator: ", "))
    }
    let runs = try records.map { entry in
      guard let record = entry.records.first(where: { $0.scenario == chosen }) else {
        throw ConfigurationError(
          variable: "directory", value: entry.path, reason: "it has no record of \(chosen)",
          allowed: "a directory with one")
      }
      return RunComparison.Run(record: record, path: entry.path)
    }
    return try RunComparison(
      a: Array(runs.prefix(sides.a.count)), b: Array(runs.dropFirst(sides.a.count)), seed: seed, isForced: isForced)
  }

  /// Shows a comparison and writes its page.
  static func tell(_ comparison: RunComparison, output: String?, on terminal: Terminal) throws -> ExitCode {
    terminal.write(comparison.table(color: terminal.usesColour(.output)), to: .output)
    if let output {
      let page = try ResultsDirectory(path: output).write(comparison)
      terminal.write("comparison: \(page.neutralised)\n", to: .output)
    }
    return comparison.exitCode
  }
}
