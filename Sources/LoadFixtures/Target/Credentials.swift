/// What a user logs in with: e-mail and password, or a token that makes logging in unnecessary.
///
/// It prints as `<redacted>` however it is printed, and it is deliberately not `Codable`: credentials are never
/// written anywhere.
public struct Credentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// `nil` when there is a token, as is `password`.
  public let email: String?
  public let password: String?
  public let token: String?

  public init(email: String, password: String) {
    self.email = email
    self.password = password
    token = nil
  }

  public init(token: String) {
    email = nil
    password = nil
    self.token = token
  }

  public var description: String { ConfigurationError.redacted }
  public var debugDescription: String { ConfigurationError.redacted }
  public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
