/// What a user logs in with: e-mail and password, or a token that makes logging in unnecessary.
///
/// It prints as `<redacted>` however it is printed, and it is deliberately not `Codable`: credentials are never
/// written anywhere.
package struct Credentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// `nil` when there is a token, as is `password`.
  package let email: String?
  package let password: String?
  package let token: String?

  package init(email: String, password: String) {
    self.email = email
    self.password = password
    token = nil
  }

  package init(token: String) {
    email = nil
    password = nil
    self.token = token
  }

  package var description: String { ConfigurationError.redacted }
  package var debugDescription: String { ConfigurationError.redacted }
  package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

extension Secrets {
  convenience init(_ credentials: Credentials) {
    self.init([credentials.email, credentials.password, credentials.token].compactMap(\.self))
    // By its beginning as well: what a target says may have been cut before it comes here.
    if let token = credentials.token { learn(token) }
  }
}
