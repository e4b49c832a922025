/// The one account that the agent accepts; the password never appears in a description.
package struct AgentCredentials: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
  package var email: String
  package var password: String

  package init(email: String, password: String) {
    self.email = email
    self.password = password
  }

  /// A fresh account with an unguessable password.
  package static func generated() -> AgentCredentials {
    AgentCredentials(email: "load-test@agent.example", password: RandomText.hexadecimal(words: 2))
  }

  package var description: String { "AgentCredentials(email: \(email), password: <hidden>)" }

  package var customMirror: Mirror { Mirror(self, children: ["email": email]) }
}
