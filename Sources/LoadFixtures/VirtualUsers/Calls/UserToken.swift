import LoadEngine

/// The token that a user calls with.
final class UserToken: Sendable {
  /// The header that shows it.
  let header: HeaderLines
  /// What it can be renewed with.
  let refresh: String?
  /// From when on it is renewed before the next call; `nil`: it holds.
  let renewal: MonotonicTime?
  /// Given from outside: there is nothing to log in with when it is refused.
  let isGiven: Bool

  init(header: HeaderLines, refresh: String? = nil, renewal: MonotonicTime? = nil, isGiven: Bool = false) {
    self.header = header
    self.refresh = refresh
    self.renewal = renewal
    self.isGiven = isGiven
  }

  var needsRenewal: Bool { renewal.map { $0 <= .now } ?? false }
}
