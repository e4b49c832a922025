import LoadFixtures

/// Takes options with their values off a command line, one after the other.
struct OptionReader {
  private var rest: ArraySlice<String>
  /// What came behind `=`: a value for certain, however it looks.
  private var attached: String?
  private var last = ""

  init(_ arguments: [String]) { rest = arguments[...] }

  /// The next word, an option or not; `--option=value` counts as two.
  mutating func next() throws(ConfigurationError) -> String? {
    if attached != nil {
      throw ConfigurationError(variable: last, value: nil, reason: "it takes no value", allowed: last)
    }
    guard let word = rest.popFirst() else { return nil }
    last = word
    guard word.hasPrefix("--"), let mark = word.firstIndex(of: "=") else { return word }
    attached = String(word[word.index(after: mark)...])
    last = String(word[..<mark])
    return last
  }

  /// The next value of an option that takes any number of them; `nil` at the next option and at the end.
  mutating func nextValue() -> String? {
    if let value = attached {
      attached = nil
      return value
    }
    guard let word = rest.first, !word.hasPrefix("--") else { return nil }
    return rest.popFirst()
  }

  /// The value of an option, converted; an error that names both when there is none or it is not allowed.
  ///
  /// - Parameters:
  ///   - mayBeEmpty: An empty value means something.
  ///   - isSecret: The value may hold a secret and is not repeated.
  mutating func value<Value>(
    of option: String, allowed: String, mayBeEmpty: Bool = false, isSecret: Bool = false,
    _ convert: (String) -> Value?
  ) throws(ConfigurationError) -> Value {
    guard let text = nextValue(), mayBeEmpty || !text.isEmpty else {
      throw ConfigurationError(variable: option, value: nil, reason: "it has no value", allowed: allowed)
    }
    guard let value = convert(text) else {
      throw ConfigurationError(variable: option, value: isSecret ? ConfigurationError.redacted : text, allowed: allowed)
    }
    return value
  }

  /// The value of an option as it stands.
  mutating func text(
    of option: String, allowed: String, mayBeEmpty: Bool = false
  ) throws(ConfigurationError) -> String {
    try value(of: option, allowed: allowed, mayBeEmpty: mayBeEmpty) { $0 }
  }

  /// The value of an option that is a whole number.
  mutating func whole<Whole: FixedWidthInteger>(
    of option: String, in range: ClosedRange<Whole>
  ) throws(ConfigurationError) -> Whole {
    try value(of: option, allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
      Whole(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// The value of an option that is any number; `allowed` names the range and its unit.
  mutating func number(
    of option: String, allowed: String, in range: ClosedRange<Double>
  ) throws(ConfigurationError) -> Double {
    try value(of: option, allowed: allowed) { text in
      Double(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// The value of an option that says how long the load lasts.
  mutating func duration(of option: String) throws(ConfigurationError) -> Duration {
    .seconds(try number(of: option, allowed: "seconds above 0, up to a day", in: .leastNonzeroMagnitude...86_400))
  }

  /// The error for a word that means nothing: an option by its name, anything else not at all, since it may be a secret
  /// that stands where none is looked for.
  static func refusal(of word: String, allowed: String) -> ConfigurationError {
    let isName = word.hasPrefix("--") && word.dropFirst(2).allSatisfy { $0 == "-" || $0.isASCII && $0.isLetter }
    return ConfigurationError(
      variable: isName ? "option" : "argument", value: isName ? word : ConfigurationError.redacted, allowed: allowed)
  }
}
