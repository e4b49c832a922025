import ReferenceAgent

/// The switches of the embedded agent.
struct AgentFaultCarrier: FaultCarrier {
  let agent: ReferenceAgent

  var name: String { "switches of the embedded agent" }

  func carries(_ kind: Fault.Kind) -> Bool { kind.agentSwitch != nil }

  func begin(_ kind: Fault.Kind) async throws -> SideCommandOutcome? {
    set(kind, to: true)
    return nil
  }

  func end(_ kind: Fault.Kind) async throws -> SideCommandOutcome? {
    set(kind, to: false)
    return nil
  }

  private func set(_ kind: Fault.Kind, to isOn: Bool) {
    guard let path = kind.agentSwitch.flatMap({ AgentFaults.switches[$0] }) else { return }
    agent.change { $0[keyPath: path] = isOn }
  }
}

extension Fault.Kind {
  /// The name in `AgentFaults.switches` of what a reference agent can do to itself; `nil` for what comes from outside.
  var agentSwitch: String? {
    switch self {
    case .lose(.agent), .freeze, .network: nil
    case .lose(let dependency): dependency.rawValue
    case .memoryPressure: "memory"
    }
  }
}
