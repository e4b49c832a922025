/// A setting that stops a run before its first request.
///
/// It never holds a secret: the parsers hand in values that are already redacted.
package struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What stands where a secret was.
  package static let redacted = Secrets.redacted

  /// The environment variable or option.
  package let variable: String
  /// What it was set to, on one line and at most 200 characters; `nil` when it is unset.
  package let value: String?
  /// What is wrong with it, when that is more than "not allowed".
  package let reason: String?
  /// What it may be set to.
  package let allowed: String

  /// - Parameter value: redacted by the caller where it is or may hold a secret.
  package init(variable: String, value: String?, reason: String? = nil, allowed: String) {
    self.variable = variable
    self.value = value.map { Self.shown($0, limit: 200) }
    self.reason = reason.map { Self.shown($0, limit: 500) }
    self.allowed = allowed
  }

  init(_ variable: EnvironmentVariable, value: String? = nil, reason: String? = nil, allowed: String) {
    self.init(variable: variable.rawValue, value: value, reason: reason, allowed: allowed)
  }

  package var description: String {
    let setting = value.map { "is \"\($0)\"" } ?? "is unset"
    return "\(variable) \(setting): \(reason ?? "this is not allowed"). Allowed: \(allowed)."
  }

  private static func shown(_ text: String, limit: Int) -> String {
    let text = text.neutralised
    return text.count <= limit ? text : text.prefix(limit) + "..."
  }
}
