/// Troubles that can be switched on and off while the agent runs.
public struct AgentFaults: Sendable, Equatable {
  /// Multiplies every service time; 1 changes nothing.
  public var latencyFactor: Double
  /// Added to every answer but those of the monitoring routes; takes no place in the bound on parallel work.
  public var extraDelay: Duration
  /// The language model fails: messages get fallback answers and the breaker opens.
  public var llmDown: Bool
  /// The cache is lost: all is read from the database, every look-up is a miss.
  public var cacheDown: Bool
  /// The database is lost: what the cache does not hold is answered 503, the rest is marked `_degraded`.
  public var databaseDown: Bool

  public init(
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
