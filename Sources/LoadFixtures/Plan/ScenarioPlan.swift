/// What a scenario is called and how its load develops, without the users that make it.
package struct ScenarioPlan: Sendable, Equatable {
  /// Names files: letters, digits and hyphens.
  package let name: String
  /// For people.
  package let title: String
  package let profile: LoadProfile

  package init(name: String, title: String, profile: LoadProfile) {
    self.name = name
    self.title = title
    self.profile = profile
  }

  /// The plan itself when it can be run; throws ``PlanError`` for a name that cannot name a file, or a profile that
  /// cannot be run.
  package func validated() throws(PlanError) -> ScenarioPlan {
    let fitting = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    // A leading hyphen would be read as an option by every command that is given the file.
    guard fitting, !name.isEmpty, name.utf8.count <= 64, !name.hasPrefix("-") else {
      throw PlanError(
        .scenarioName,
        """
        The scenario name \(name.debugDescription) names files: use 1 to 64 letters a-z, digits and hyphens, \
        no hyphen first.
        """)
    }
    return ScenarioPlan(name: name, title: title, profile: try profile.validated())
  }
}
