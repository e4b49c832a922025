import LoadEngine

/// A proxy between users and target, in this process.
struct WireFaultCarrier: FaultCarrier {
  let proxy: FaultProxy

  var name: String { "a proxy before the target" }

  func carries(_ kind: Fault.Kind) -> Bool {
    if case .network = kind { true } else { false }
  }

  func begin(_ kind: Fault.Kind) async throws -> SideCommandOutcome? {
    guard case .network(let wire) = kind else { return nil }
    try await proxy.set(WireFaults(wire))
    return nil
  }

  func end(_ kind: Fault.Kind) async throws -> SideCommandOutcome? {
    try await proxy.set(WireFaults())
    return nil
  }

  func touched(by kind: Fault.Kind) async -> Int? {
    switch kind {
    case .network(.reset), .network(.blackHole):
      await proxy.counts().touched
    default: nil
    }
  }
}

extension WireFaults {
  init(_ wire: Fault.Wire) {
    self.init()
    switch wire {
    case .latency(let time): (toTarget.latency, toClient.latency) = (time / 2, time / 2)
    case .jitter(let time): (toTarget.jitter, toClient.jitter) = (time / 2, time / 2)
    case .bandwidth(let bits): (toTarget.bytesPerSecond, toClient.bytesPerSecond) = (bits / 8, bits / 8)
    case .reset(let share): resetShare = share
    case .blackHole(let share): blackHoleShare = share
    case .refused: refuses = true
    }
  }
}
