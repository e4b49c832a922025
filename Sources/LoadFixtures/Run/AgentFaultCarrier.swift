import ReferenceAgent

/// The switches of the embedded agent.
struct AgentFaultCarrier: FaultCarrier {
  let agent: ReferenceAgent

  var name: String { "switches of the embedded agent" }

  func carries(_ kind: Fault.Kind) -> Bool {
    switch kind {
    case .lose(.cache), .lose(.llm), .lose(.database), .memoryPressure: true
    case .lose(.agent), .freeze, .network: false
    }
  }

  func begin(_ kind: Fault.Kind) async throws -> SideCommandOutcome? {
    set(kind, to: true)
    return nil
  }

  func end(_ kind: Fault.Kind) async throws -> SideCommandOutcome? {
    set(kind, to: false)
    return nil
  }

  private func set(_ kind: Fault.Kind, to isOn: Bool) {
    agent.change { faults in
      switch kind {
      case .lose(.cache): faults.cacheDown = isOn
      case .lose(.llm): faults.llmDown = isOn
      case .lose(.database): faults.databaseDown = isOn
      case .lose(.agent), .freeze, .network: break
      case .memoryPressure: faults.memoryIsShort = isOn
      }
    }
  }
}
