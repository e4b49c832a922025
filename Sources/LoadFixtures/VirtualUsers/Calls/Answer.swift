import AgentContracts

/// A good answer to an operation: what its contract says it means.
package struct Answer {
  let operation: PreparedOperation
  /// `nil` where the operation reads none, or the answer is an expected time-out.
  let document: JSONDocument?

  /// The text that the answer has for a value.
  func text(_ value: AnswerValue) -> String? {
    operation.pointer(value).flatMap { document?.string($0) }
  }

  /// The agent's words.
  var words: JSONWords? { operation.pointer(.text).flatMap { document?.words($0) } }

  /// The text or number, as it is written.
  func textOrNumber(_ value: AnswerValue) -> String? {
    operation.pointer(value).flatMap { document?.stringOrNumber($0) }
  }

  func number(_ value: AnswerValue) -> Double? {
    operation.pointer(value).flatMap { document?.number($0) }
  }

  /// Whether the value is there, and neither `null` nor `false`.
  func has(_ value: AnswerValue) -> Bool {
    operation.pointer(value).flatMap { document?.isSet($0) } ?? false
  }
}
