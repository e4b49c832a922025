import LoadFixtures

/// Takes options with their values off a command line, one after the other.
struct OptionReader {
  private var rest: ArraySlice<String>

  init(_ arguments: [String]) {
    rest = arguments[...]
  }

  /// The next word, an option or not; `--option=value` counts as two.
  mutating func next() -> String? {
    guard let word = rest.popFirst() else { return nil }
    guard word.hasPrefix("--"), let mark = word.firstIndex(of: "=") else { return word }
    rest = [String(word[word.index(after: mark)...])] + rest
    return String(word[..<mark])
  }

  /// Whether a value, rather than an option or the end, comes next.
  var hasValue: Bool { rest.first.map { !$0.hasPrefix("--") } ?? false }

  /// The value of an option, converted; an error that names both when there is none or it is not allowed.
  mutating func value<Value>(
    of option: String, allowed: String, _ convert: (String) -> Value?
  ) throws(ConfigurationError) -> Value {
    guard hasValue, let text = rest.popFirst(), !text.isEmpty else {
      throw ConfigurationError(variable: option, value: nil, reason: "it has no value", allowed: allowed)
    }
    guard let value = convert(text) else {
      throw ConfigurationError(variable: option, value: text, allowed: allowed)
    }
    return value
  }
}
