import AgentContracts

/// A good answer to an operation: what its contract says it means.
package struct Answer {
  let operation: PreparedOperation
  /// `nil` where the operation reads none, or the answer is an expected time-out.
  let document: JSONDocument?

  /// The text that the answer has for a value.
  func text(_ value: AnswerValue) -> String? {
    guard let document, let pointer = operation.pointer(value) else { return nil }
    return document.string(pointer)
  }

  /// Whether the answer has that text for a value, letter by letter.
  func says(_ value: AnswerValue, _ text: String) -> Bool {
    guard let document, let pointer = operation.pointer(value) else { return false }
    return document.isEqual(pointer, .string(text))
  }

  /// The agent's words.
  var words: JSONWords? {
    guard let document, let pointer = operation.pointer(.text) else { return nil }
    return document.words(pointer)
  }

  /// The text or number, as it is written.
  func textOrNumber(_ value: AnswerValue) -> String? {
    operation.pointer(value).flatMap { document?.stringOrNumber($0) }
  }

  func number(_ value: AnswerValue) -> Double? {
    operation.pointer(value).flatMap { document?.number($0) }
  }

  /// Whether the value is there, and neither `null` nor `false`.
  func has(_ value: AnswerValue) -> Bool {
    guard let document, let pointer = operation.pointer(value) else { return false }
    return document.isSet(pointer)
  }
}
