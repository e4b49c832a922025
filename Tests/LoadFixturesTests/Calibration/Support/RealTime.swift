import Foundation
import Testing

@testable import LoadFixtures

/// Gives a test the machine: what measures real time passes the scenarios' gate and waits for calm as they do.
enum RealTime {
  /// Whether the checks that take a minute run as well: `LOAD_LONG_CHECKS=1`, as `.ci/run` sets it.
  static let hasLongChecks = ProcessInfo.processInfo.environment["LOAD_LONG_CHECKS"] == "1"

  private static let machine = CalmMachine(log: Log(level: .error))

  /// Runs `body` while neither a scenario nor another such test runs.
  static func alone<R: Sendable>(_ body: () async throws -> R) async throws -> R {
    try await Serializer.scenarios.run {
      _ = await machine.wait()
      return try await body()
    }
  }

  /// Makes a check that one stall of the machine can break up to four times, until nothing is wrong.
  ///
  /// An instrument that is wrong is wrong each time; a neighbour on the machine comes and goes.
  ///
  /// - Parameter check: Returns what is wrong, a sentence each.
  static func holds(
    sourceLocation: SourceLocation = #_sourceLocation, _ check: () async throws -> [String]
  ) async throws {
    var history: [[String]] = []
    for _ in 1...4 {
      let wrong = try await alone(check)
      if wrong.isEmpty { return }
      history.append(wrong)
    }
    Issue.record("wrong in each of four runs: \(history)", sourceLocation: sourceLocation)
  }
}
