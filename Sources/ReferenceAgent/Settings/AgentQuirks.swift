/// What the deployed agent does that no contract says; none is on unless asked for.
package struct AgentQuirks: OptionSet, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// So many requests of each log-in, or of all that come without, are answered and the others refused as 500
  /// `UNKNOWN_ERROR`, without saying when to come again. Health checks and unknown routes count as well.
  package static let rateLimit = AgentQuirks(rawValue: 1)
  /// A POST without the header `X-CSRF-Token` is refused as 500 `UNKNOWN_ERROR`.
  package static let csrf = AgentQuirks(rawValue: 2)
  /// A body that validation rejects gets no answer at all.
  package static let hangs = AgentQuirks(rawValue: 4)

  /// By the names of the command line.
  package static let named: [(name: String, quirk: AgentQuirks)] = [
    ("rate-limit", .rateLimit), ("csrf", .csrf), ("hang", .hangs),
  ]
}
