import Foundation

/// What one run was asked for, written to `run.plan` before its first call: the report names what has no record.
package struct RunPlan: Codable, Sendable, Equatable {
  /// No record ends in this: a scenario may have any name.
  package static let fileName = "run.plan"

  /// The run's id, which stands on its records as well.
  package var run: String
  /// Names, in the order in which they were asked for.
  package var scenarios: [String]
  /// Scenarios that could not be run as the settings want them, with the reason; absent when there is none.
  package var refused: [String: String]?
  /// Scenarios that the target does not allow, with the reason: neither passed nor failed; absent when there is none.
  package var notRun: [String: String]?

  package init(run: String, scenarios: [String]) {
    self.run = run
    self.scenarios = scenarios
  }
}

extension ResultsDirectory {
  /// The plan of the run that wrote here last; `nil` when there is none, as in folders of earlier versions.
  package func loadPlan() throws(ResultsError) -> RunPlan? {
    let file = "\(path)/\(RunPlan.fileName)"
    guard FileManager.default.fileExists(atPath: file) else { return nil }
    do {
      return try JSONDecoder().decode(RunPlan.self, from: Data(contentsOf: URL(filePath: file)))
    } catch {
      throw ResultsError(operation: "read", path: file, reason: "it is no plan of a run (\(error)); remove it")
    }
  }

  /// Writes the plan.
  package func save(_ plan: RunPlan) throws(ResultsError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    do {
      try write(Array(encoder.encode(plan)), named: RunPlan.fileName)
    } catch let error as ResultsError {
      throw error
    } catch {
      throw ResultsError(operation: "write", path: "\(path)/\(RunPlan.fileName)", reason: "\(error)")
    }
  }
}
