/// One load test: who comes, and how many of them when.
package struct Scenario: Sendable {
  package let plan: ScenarioPlan
  package let user: any AgentUser.Type

  /// - Parameters:
  ///   - name: Names the record's file: letters, digits and hyphens.
  ///   - title: For people; the name when left out.
  package init(_ name: String, title: String? = nil, user: any AgentUser.Type, profile: LoadProfile) {
    plan = ScenarioPlan(name: name, title: title ?? name, profile: profile)
    self.user = user
  }
}
