/// Reads environment variables into typed values; what is set but malformed is an error, never a default.
struct EnvironmentReader {
  let environment: [String: String]

  /// Far above any use, and low enough that a documented duration or number of users times a scale cannot overflow.
  static let largestScale = 1_000_000.0
  /// A day, seconds.
  static let longestTime = 86_400.0

  /// `nil` when the variable is unset; empty is malformed, and so is what `parse` has no value for.
  func read<Value>(
    _ variable: EnvironmentVariable, allowed: String, _ parse: (String) -> Value?
  ) throws(ConfigurationError) -> Value? {
    guard let text = environment[variable.rawValue] else { return nil }
    guard !text.isEmpty else {
      throw ConfigurationError(
        variable, value: "", reason: "it is empty; unset it or give it a value", allowed: allowed)
    }
    guard let value = parse(text) else {
      throw ConfigurationError(
        variable, value: variable.isSecret ? ConfigurationError.redacted : text, allowed: allowed)
    }
    return value
  }

  func scale(_ variable: EnvironmentVariable) throws(ConfigurationError) -> Double? {
    try read(variable, allowed: "a number above 0 and at most 1000000, such as 0.5") { text in
      Self.decimal(text).flatMap { $0 > 0 && $0 <= Self.largestScale ? $0 : nil }
    }
  }

  func seconds(_ variable: EnvironmentVariable, orZero: Bool) throws(ConfigurationError) -> Duration? {
    try read(variable, allowed: "seconds, \(orZero ? "0 or more" : "above 0") and at most 86400") { text in
      guard let seconds = Self.decimal(text), seconds <= Self.longestTime else { return nil }
      let duration = Duration.seconds(seconds)
      return duration > .zero || (orZero && seconds == 0) ? duration : nil
    }
  }

  /// Seconds, or a number with its unit: `30`, `30s`, `2m`.
  func duration(_ variable: EnvironmentVariable) throws(ConfigurationError) -> Duration? {
    try read(variable, allowed: "seconds above 0 and at most 86400, such as 30, 30s or 2m") { text in
      let unit = text.last.flatMap { ["s": 1.0, "m": 60.0][$0] }
      guard let number = Self.decimal(unit == nil ? text : String(text.dropLast())) else { return nil }
      let seconds = number * (unit ?? 1)
      return seconds > 0 && seconds <= Self.longestTime ? .seconds(seconds) : nil
    }
  }

  /// A text on one line, of 2000 characters at most.
  func line(_ variable: EnvironmentVariable) throws(ConfigurationError) -> String? {
    try read(variable, allowed: "a text of at most 2000 characters without control characters") {
      $0.count <= 2000 && $0.neutralised == $0 ? $0 : nil
    }
  }

  func flag(_ variable: EnvironmentVariable) throws(ConfigurationError) -> Bool? {
    try read(variable, allowed: "1 (on) or 0 (off)") { ["1": true, "0": false][$0] }
  }

  func integer<Value: FixedWidthInteger & Sendable>(
    _ variable: EnvironmentVariable, in range: ClosedRange<Value>, unit: String = ""
  ) throws(ConfigurationError) -> Value? {
    try read(variable, allowed: "\(unit)an integer from \(range.lowerBound) to \(range.upperBound)") { text in
      Self.integer(text).flatMap(Value.init(exactly:)).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  func path(_ variable: EnvironmentVariable) throws(ConfigurationError) -> String? {
    // The shell that should have replaced it did not; whoever takes it for a name makes a folder of that name.
    if let text = environment[variable.rawValue], text.hasPrefix("~") {
      throw ConfigurationError(
        variable, value: text, reason: "the shell leaves a ~ in quotes or after = as it is",
        allowed: "a path that begins with $HOME, or with ./ for a name that begins with ~")
    }
    return try read(variable, allowed: "a path without control characters") { $0.neutralised == $0 ? $0 : nil }
  }

  func choice<Choice: RawRepresentable & CaseIterable>(
    _ variable: EnvironmentVariable
  ) throws(ConfigurationError) -> Choice? where Choice.RawValue == String {
    let allowed = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    return try read(variable, allowed: allowed) { Choice(rawValue: $0) }
  }

  /// Digits only: the standard library would take a sign as well.
  static func integer(_ text: some StringProtocol) -> UInt64? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt64(text) : nil
  }

  /// A finite number of 0 or more in decimal notation: no sign, no `nan`, no hexadecimal.
  static func decimal(_ text: String) -> Double? {
    guard let first = text.utf8.first, first == UInt8(ascii: ".") || (0x30...0x39).contains(first),
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) || ".eE+-".utf8.contains($0) }),
      let number = Double(text), number.isFinite
    else { return nil }
    return number
  }
}
