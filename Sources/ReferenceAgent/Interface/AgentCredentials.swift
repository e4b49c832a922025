/// The one account that the agent accepts; the password never appears in a description.
public struct AgentCredentials: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
  public var email: String
  public var password: String

  public init(email: String, password: String) {
    self.email = email
    self.password = password
  }

  /// A fresh account with an unguessable password.
  public static func generated() -> AgentCredentials {
    AgentCredentials(email: "load-test@agent.example", password: RandomText.hexadecimal(words: 2))
  }

  public var description: String { "AgentCredentials(email: \(email), password: <hidden>)" }

  public var customMirror: Mirror { Mirror(self, children: ["email": email]) }
}
