/// What a schema says of a text that is drawn.
struct SchemaRule {
  /// `nil` when it says nothing.
  let value: ValueRule?
  /// A pattern that is more than an alphabet and a length.
  let unread: String?

  /// Reads length and pattern.
  init(_ schema: Schema) {
    let limit = 10_000.0
    var least = schema["minLength"]?.double.map { min(max($0, 0), limit) }
    var most = schema["maxLength"]?.double.map { min(max($0, 1), limit) }
    var alphabet: String?
    var unread: String?
    if let pattern = schema["pattern"]?.text {
      if let read = Self.read(pattern) {
        alphabet = read.alphabet
        least = max(least ?? 0, min(read.least, limit))
        most = [most, read.most.map { min($0, limit) }].compactMap { $0 }.min()
      } else {
        unread = pattern
      }
    }
    let lower = Int(least ?? 1)
    let rule = ValueRule(alphabet: alphabet, length: lower...max(lower, 1, Int(most ?? limit)))
    if least == nil, most == nil, alphabet == nil {
      value = nil
    } else if (try? ValueRule(JSONReader(rule.json))) == nil {
      // A dash that is no range's where a contract would take it for one.
      value = nil
      unread = schema["pattern"]?.text
    } else {
      value = rule
    }
    self.unread = unread
  }

  /// `^[a-zA-Z .-]+$`, `^[A-Z]{2,40}$`: one class of characters, repeated.
  private static func read(_ pattern: String) -> (alphabet: String, least: Double, most: Double?)? {
    guard
      let match = pattern.wholeMatch(
        of: #/\^\[(?<class>(?:[^\[\]\\^]|\\.)(?:[^\[\]\\]|\\.)*)\](?<times>\+|\*|\{\d+(?:,\d*)?\})\$/#)
    else { return nil }
    var alphabet = ""
    var hasDash = false
    var rest = match.output.class[...]
    while let character = rest.popFirst() {
      guard character == "\\" else {
        alphabet.append(character)
        continue
      }
      switch rest.popFirst() {
      case "s": alphabet.append(" ")
      case "d": alphabet += "0-9"
      case "w": alphabet += "a-zA-Z0-9_"
      case "-": hasDash = true
      case let escaped? where !escaped.isLetter && !escaped.isNumber: alphabet.append(escaped)
      default: return nil
      }
    }
    // Last, where it is no range.
    if hasDash { alphabet += "-" }
    let times = match.output.times
    switch times {
    case "+": return (alphabet, 1, nil)
    case "*": return (alphabet, 0, nil)
    default:
      let numbers = times.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false)
      guard let least = Double(numbers[0]) else { return nil }
      return (alphabet, least, numbers.count == 1 ? least : Double(numbers[1]))
    }
  }
}
