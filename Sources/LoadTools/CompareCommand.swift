import Foundation
import LoadFixtures

/// `compare`: runs one scenario against two targets in turns, A B B A, and compares the runs.
struct CompareCommand {
  let terminal: Terminal

  private static let help = """
    usage: scripts/compare --a URL --b URL --scenario NAME [options] [-- options of run-load-tests]

    Runs a scenario against two targets, or two revisions of one, in turns A B B A ..., with the same seed within a round,
    and compares the runs. Each run has a directory of its own.

      --rounds N            runs a side; 4 are the fewest that can settle anything, from 6 on the gate is at 0.01 (6)
      --a-command COMMAND   starts the target A before each of its runs; it is ended after it
      --b-command COMMAND   the same of B
      --output DIR          where the runs and comparison.html, .md and .json go (results/<time>)
      --seed N              of the first round; the others follow (1)
      --force               compares although runs differ in more than their target
      --help                this text
    Exit codes: 0 same or better, 99 worse, 98 open, 104 bad arguments, 105 interrupted.
    """

  /// What is compared.
  private struct Side {
    var name: String
    var url: String
    var program: TargetProgram?
  }

  func run(_ arguments: [String], environment: [String: String]) async throws -> ExitCode {
    var (urls, commands): ([String: String], [String: String]) = ([:], [:])
    var (scenario, output): (String?, String?) = (nil, nil)
    var (rounds, seed, isForced): (Int, UInt64, Bool) = (6, 1, false)
    var (arguments, package) = (arguments, ".")
    // The script's own word, behind all of the user's.
    if let place = arguments.lastIndex(of: "--package"), place + 1 < arguments.count {
      package = arguments[place + 1]
      arguments.removeSubrange(place...place + 1)
    }
    let mark = arguments.firstIndex(of: "--") ?? arguments.endIndex
    let rest = Array(arguments[mark...].dropFirst())
    var options = OptionReader(Array(arguments[..<mark]))
    while let word = try options.next() {
      switch word {
      case "--help", "-h":
        terminal.write(Self.help, to: .output)
        return .met
      case "--a", "--b": urls[word] = try options.text(of: word, allowed: "a base URL")
      case "--a-command", "--b-command":
        commands[String(word.prefix(3))] = try options.text(of: word, allowed: "a program and its arguments")
      case "--scenario": scenario = try options.text(of: word, allowed: "a scenario's name")
      case "--output": output = try options.text(of: word, allowed: "a directory's path")
      case "--rounds": rounds = try options.whole(of: word, in: 1...50)
      case "--seed": seed = try options.whole(of: word, in: 0...UInt64.max / 2)
      case "--force": isForced = true
      default: throw OptionReader.refusal(of: word, allowed: "--a URL --b URL --scenario NAME; see --help")
      }
    }
    guard let scenario else {
      throw ConfigurationError(
        variable: "--scenario", value: nil, reason: "it is missing", allowed: "a scenario's name")
    }
    // Refused here, and not by each of the runs.
    _ = try RunArguments(["--scenarios", scenario] + rest, environment: environment)
    let sides = try ["--a", "--b"].map { try side($0, urls[$0], commands[$0]) }
    let base = try output.map { try ResultsDirectory(path: $0) } ?? ResultsDirectory.standard(in: package + "/results")
    var directories: (a: [String], b: [String]) = ([], [])
    for round in 0..<rounds {
      for side in round.isMultiple(of: 2) ? sides : sides.reversed() {
        let path = "\(base.path)/\(side.name.lowercased())-\(round + 1)"
        terminal.write("round \(round + 1) of \(rounds), \(side.name)", to: .error)
        let code = try await runOnce(
          side, ["--scenarios", scenario, "--output", path, "--package", package] + rest,
          environment.merging([EnvironmentVariable.seed.rawValue: "\(seed + UInt64(round))"]) { $1 })
        switch code {
        case ExitCode.interrupted.rawValue, 128...: return .interrupted
        case ExitCode.badConfiguration.rawValue: return .badConfiguration
        default: break
        }
        // Without a record nothing can be said of the round, nor, most likely, of the next.
        guard try ResultsDirectory(path: path).readRecords().records.contains(where: { $0.scenario == scenario }) else {
          terminal.write("no record of \(side.name) in round \(round + 1)", to: .error)
          return .invalid
        }
        if side.name == "A" { directories.a.append(path) } else { directories.b.append(path) }
      }
    }
    let comparison = try CompareRunsCommand.compare(directories, scenario: scenario, seed: seed, isForced: isForced)
    return try CompareRunsCommand.tell(comparison, output: base.path, on: terminal)
  }

  private func side(_ option: String, _ url: String?, _ command: String?) throws -> Side {
    guard let url else {
      throw ConfigurationError(variable: option, value: nil, reason: "it is missing", allowed: "a base URL")
    }
    let target = try TargetURL(url, named: option)
    return Side(
      name: option.dropFirst(2).uppercased(), url: url,
      program: try command.map { try TargetProgram($0, at: target, option: option + "-command") })
  }

  /// One run in a process of its own, with its target started and ended where a command says how.
  private func runOnce(_ side: Side, _ arguments: [String], _ environment: [String: String]) async throws -> Int32 {
    let tool = Bundle.main.executableURL?.path ?? CommandLine.arguments[0]
    let process = TestProcess(terminal: terminal)
    let command = [tool, "run", "--host", side.url] + arguments
    guard let program = side.program else { return try await process.run(command, environment: environment) }
    return try await program.run { try await process.run(command, environment: environment) }
  }
}
