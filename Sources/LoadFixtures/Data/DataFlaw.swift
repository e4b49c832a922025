/// What is wrong with a file of values, and where. It holds no value of the file: that of a file of accounts is a secret.
struct DataFlaw: Error, Equatable {
  /// From 1; `nil` when it is the file as a whole.
  let line: Int?
  let reason: String
  let allowed: String

  init(line: Int? = nil, _ reason: String, allowed: String) {
    self.line = line
    self.reason = reason
    self.allowed = allowed
  }

  /// The refusal of the setting that named the file.
  func refusal(of path: String, variable: String) -> ConfigurationError {
    ConfigurationError(
      variable: variable, value: path, reason: line.map { "line \($0) \(reason)" } ?? reason, allowed: allowed)
  }
}
