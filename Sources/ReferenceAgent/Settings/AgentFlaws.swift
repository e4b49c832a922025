/// What a resilient agent must not do, to be switched on where a test has to find it out; none is on unless asked for.
package struct AgentFlaws: OptionSet, Sendable {
  package let rawValue: UInt16

  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The breaker never opens, however often the model fails.
  package static let neverOpens = AgentFlaws(rawValue: 1)
  /// The breaker never closes again.
  package static let neverCloses = AgentFlaws(rawValue: 2)
  /// The half-open breaker lets ten calls through at a time.
  package static let tenProbes = AgentFlaws(rawValue: 4)
  /// A change leaves the cached summary as it was.
  package static let staleCache = AgentFlaws(rawValue: 8)
  /// Each look-up that misses computes the summary, also while another does.
  package static let stampede = AgentFlaws(rawValue: 16)
  /// All that was cached within a quarter of a lifetime expires in the same instant.
  package static let commonExpiry = AgentFlaws(rawValue: 32)
  /// After a trouble all stays five times as slow as before.
  package static let neverRecovers = AgentFlaws(rawValue: 64)
  /// Each request leaves 32 KiB behind.
  package static let leak = AgentFlaws(rawValue: 128)

  /// By the names of the command line.
  package static let named: [(name: String, flaw: AgentFlaws)] = [
    ("never-opens", .neverOpens), ("never-closes", .neverCloses), ("ten-probes", .tenProbes),
    ("stale-cache", .staleCache), ("stampede", .stampede), ("common-expiry", .commonExpiry),
    ("never-recovers", .neverRecovers), ("leak", .leak),
  ]
}

extension BreakerLimits {
  /// The limits of a breaker with these flaws.
  func with(_ flaws: AgentFlaws) -> BreakerLimits {
    var limits = self
    if flaws.contains(.neverOpens) { limits.failures = .max }
    if flaws.contains(.neverCloses) { limits.successes = .max }
    if flaws.contains(.tenProbes) { limits.halfOpenCalls = 10 }
    return limits
  }
}
