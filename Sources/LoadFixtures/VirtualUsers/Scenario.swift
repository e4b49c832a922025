/// One load test: who comes, and how many of them when.
package struct Scenario: Sendable {
  package let plan: ScenarioPlan
  package let user: any AgentUser.Type
  /// Troubles on the clock of the load.
  package let faults: FaultPlan
  /// How many users ask for one summary at the same instant before the load, see ``Stampede``; `nil` for none.
  package let stampede: Int?
  /// Whether the memory of the target's process is watched; `LOAD_ENDURANCE_DURATION` says how long then.
  package let watchesMemory: Bool
  /// Whether its troubles are left out, to show what they changed.
  package private(set) var isControl = false

  /// - Parameters:
  ///   - name: Names the record's file: letters, digits and hyphens.
  ///   - title: For people; the name when left out.
  ///   - faults: Troubles on the clock of the load, in the profile's time.
  ///   - stampede: How many users ask for one summary at the same instant before the load.
  ///   - watchesMemory: Watches the memory of the target's process, for so long as `LOAD_ENDURANCE_DURATION` says.
  package init(
    _ name: String, title: String? = nil, user: any AgentUser.Type, profile: LoadProfile, faults: [Fault] = [],
    stampede: Int? = nil, watchesMemory: Bool = false
  ) {
    plan = ScenarioPlan(name: name, title: title ?? name, profile: profile)
    self.user = user
    self.faults = FaultPlan(faults, total: profile.totalDuration, warmUp: profile.warmUp)
    self.stampede = stampede
    self.watchesMemory = watchesMemory
  }

  /// The same with a load that lasts so long; itself without a duration.
  func lasting(_ duration: Duration?) -> Scenario {
    guard let duration else { return self }
    return Scenario(
      plan.name, title: plan.title, user: user, profile: plan.profile.lasting(duration), faults: faults.faults,
      stampede: stampede, watchesMemory: watchesMemory)
  }

  /// The same load without its troubles, for what they changed.
  var control: Scenario {
    var scenario = Scenario(
      plan.name + Self.controlSuffix, title: plan.title + ", without the troubles", user: user, profile: plan.profile,
      faults: faults.faults)
    scenario.isControl = true
    return scenario
  }

  /// The name of a load that a command line or the environment describes.
  package static let customName = "custom"
  /// What a control run's name ends in.
  package static let controlSuffix = "-control"

  /// Whether it needs an agent that is a process of its own: one that can be killed, or whose memory is not the
  /// generator's.
  var needsProcess: Bool { faults.needsProcess || watchesMemory }
}
