/// A command line that cannot be used; the description says which argument, its value and what is allowed.
package struct AgentArgumentError: Error, Sendable, Equatable, CustomStringConvertible {
  package let argument: String
  /// Nil when the argument is unknown or has no value.
  package let value: String?
  package let allowed: String

  init(_ argument: String, _ value: String?, _ allowed: String) {
    self.argument = argument
    self.value = value
    self.allowed = allowed
  }

  package var description: String {
    if let value { return "\(argument): got \"\(value)\", allowed is \(allowed)." }
    return "\(argument): unknown or without a value, allowed is \(allowed)."
  }
}
