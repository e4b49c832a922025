/// One load test: who comes, and how many of them when.
package struct Scenario: Sendable {
  package let plan: ScenarioPlan
  package let user: any AgentUser.Type
  /// Troubles on the clock of the load.
  package let faults: FaultPlan
  /// How many users ask for one summary at the same instant before the load, see ``Stampede``; `nil` for none.
  package let stampede: Int?

  /// - Parameters:
  ///   - name: Names the record's file: letters, digits and hyphens.
  ///   - title: For people; the name when left out.
  ///   - faults: Troubles on the clock of the load, in the profile's time.
  ///   - stampede: How many users ask for one summary at the same instant before the load.
  package init(
    _ name: String, title: String? = nil, user: any AgentUser.Type, profile: LoadProfile, faults: [Fault] = [],
    stampede: Int? = nil
  ) {
    plan = ScenarioPlan(name: name, title: title ?? name, profile: profile)
    self.user = user
    self.faults = FaultPlan(faults, total: profile.totalDuration, warmUp: profile.warmUp)
    self.stampede = stampede
  }
}
