/// What one of the target's circuit breakers came to over a run.
package struct BreakerTotals: Codable, Sendable, Equatable {
  package var breaker: String
  /// How often it opened out of the closed state.
  package var openings: Int
  /// How often it closed.
  package var closings: Int
  /// How often it tried whether it can close.
  package var probing: Int
  /// From an opening out of the closed state to the next closing, seconds: the longest. Absent where it did not close.
  package var longestOpen: Double?
  /// Whether it was not closed at the end.
  package var isLeftOpen: Bool

  /// What its changes come to.
  ///
  /// - Parameter before: Its state when the run began.
  init(
    of breaker: String, changes: [TargetMetrics.CircuitChange], from before: TargetMetrics.CircuitChange.State
  ) {
    self.breaker = breaker
    (openings, closings, probing) = (0, 0, 0)
    // Open already when the run began: for so long at least.
    var opened: Double? = before == .closed ? nil : 0
    var state = before
    for change in changes where change.breaker == breaker {
      switch change.state {
      case .open:
        if state == .closed {
          openings += 1
          opened = change.second
        }
      case .halfOpen: probing += 1
      case .closed:
        closings += 1
        if let opened { longestOpen = max(longestOpen ?? 0, change.second - opened) }
        opened = nil
      }
      state = change.state
    }
    isLeftOpen = state != .closed
  }
}

extension TargetMetrics {
  /// Adds what the breakers came to.
  func summed() -> TargetMetrics {
    guard let circuitChanges else { return self }
    var metrics = self
    let names = Set(circuitChanges.map(\.breaker)).union((circuitsBefore ?? [:]).keys)
    metrics.breakerTotals = names.sorted().map {
      BreakerTotals(of: $0, changes: circuitChanges, from: circuitsBefore?[$0] ?? .closed)
    }
    return metrics
  }
}
