/// Troubles that can be switched on and off while the agent runs.
package struct AgentFaults: Sendable, Equatable {
  /// Multiplies every service time; 1 changes nothing.
  package var latencyFactor: Double
  /// Added to every answer but those of the monitoring routes; takes no place in the bound on parallel work.
  package var extraDelay: Duration
  /// The language model fails: messages get fallback answers and the breaker opens.
  package var llmDown: Bool
  /// The cache is lost: all is read from the database, every look-up is a miss.
  package var cacheDown: Bool
  /// The database is lost: what the cache does not hold is answered 503, the rest is marked `_degraded`.
  package var databaseDown: Bool

  package init(
    latencyFactor: Double = 1, extraDelay: Duration = .zero, llmDown: Bool = false, cacheDown: Bool = false,
    databaseDown: Bool = false
  ) {
    precondition(latencyFactor >= 0 && latencyFactor.isFinite, "latencyFactor must be 0 or more, got \(latencyFactor)")
    self.latencyFactor = latencyFactor
    self.extraDelay = extraDelay
    self.llmDown = llmDown
    self.cacheDown = cacheDown
    self.databaseDown = databaseDown
  }
}
