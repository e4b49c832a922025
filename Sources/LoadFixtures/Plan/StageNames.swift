/// Names of stages: given by the scenario or made from the load, unique either way.
enum StageNames {
  /// How a requirement that names no stage calls its scope; no stage may bear it.
  static let wholeRun = "whole run"

  /// Gives every stage a name. A made-up name that is taken gets a number: `10 users`, `10 users (2)`.
  static func resolve(_ stages: [(given: String?, fallback: String)]) -> [String] {
    var taken = Set(stages.compactMap(\.given))
    return stages.map { stage in
      if let given = stage.given { return given }
      var name = stage.fallback
      var occurrence = 1
      while !taken.insert(name).inserted {
        occurrence += 1
        name = "\(stage.fallback) (\(occurrence))"
      }
      return name
    }
  }

  /// Throws where there is no stage, and for a name that is empty, too long, unprintable, reserved or used twice.
  static func check(_ names: [String]) throws(PlanError) {
    guard !names.isEmpty else {
      throw PlanError(.noStages, "The profile has no stage; give it one.")
    }
    var seen: Set<String> = []
    for name in names {
      let printable = name.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
      guard printable, !name.allSatisfy(\.isWhitespace), name.count <= 64 else {
        throw PlanError(
          .stageName, "The stage name \(name.debugDescription) needs 1 to 64 printable characters.")
      }
      guard name != wholeRun else {
        throw PlanError(.stageName, "No stage may be named \"\(wholeRun)\": reports use it for all stages together.")
      }
      guard seen.insert(name).inserted else {
        throw PlanError(.stageName, "Two stages are named \"\(name)\"; give each a name of its own.")
      }
    }
  }

  /// A number as it reads in a name: `50`, `0.5`.
  static func text(_ number: Double) -> String {
    abs(number) < 1e15 && number == number.rounded() ? "\(Int(number))" : "\(number)"
  }
}
