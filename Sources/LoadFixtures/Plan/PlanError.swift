/// Why a plan cannot be run: what is wrong, with which value, and what to do about it.
package struct PlanError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of mistake it is, for code that has to tell them apart.
  package enum Code: String, Sendable {
    case noStages, noLoad, stageName, stageEnd, duration, users, spawnRate, targetOutOfReach, arrivalRate
    case maxInFlight, warmUp, scale, pause, scenarioName, fault
  }

  package let code: Code
  /// One or two sentences for the person who wrote the scenario.
  package let description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
