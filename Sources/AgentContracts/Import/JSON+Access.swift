/// Looks into documents that may hold anything: whatever is of another type is not there.
extension JSON {
  /// Of an object.
  var members: [(name: String, value: JSON)] {
    if case .object(let members) = self { members.map { ($0.0, $0.1) } } else { [] }
  }

  /// Of an array.
  var elements: [JSON] { if case .array(let elements) = self { elements } else { [] } }

  /// A string.
  package var text: String? { if case .string(let text) = self { text } else { nil } }

  /// True or false.
  var flag: Bool? { if case .bool(let flag) = self { flag } else { nil } }

  /// A number, whole or not.
  package var double: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }

  /// The name that schemas have for its type.
  var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .integer: "integer"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }

  /// As a template that asks for nothing: braces of its strings are doubled.
  var asTemplate: JSON {
    switch self {
    case .string(let text): .string(text.asTemplate)
    case .array(let elements): .array(elements.map(\.asTemplate))
    case .object(let members): .object(members.map { ($0.0, $0.1.asTemplate) })
    default: self
    }
  }
}

extension String {
  /// As a template that asks for nothing.
  var asTemplate: String {
    String(String.UnicodeScalarView(unicodeScalars.flatMap { $0 == "{" || $0 == "}" ? [$0, $0] : [$0] }))
  }

  /// With everything but RFC 3986's unreserved characters percent-encoded.
  var percentEncoded: String { utf8.map(\.percentEncoded).joined() }

  /// As it can stand in a report: on one line of 200 characters at most, never empty.
  var reportName: String {
    let scalars = unicodeScalars.map { scalar -> Unicode.Scalar in
      [.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
        ? " " : scalar
    }
    let line = String(String.UnicodeScalarView(scalars)).split(separator: " ").joined(separator: " ")
    return line.isEmpty ? "imported" : String(line.prefix(200))
  }

  /// Letters and digits in lower case, by which `customer_data` and `customerData` are one name.
  var bareName: String { String(lowercased().filter { $0.isLetter || $0.isNumber }) }

  /// Its parts in lower case and the singular: `circuit-breakers` is `circuit` and `breaker`.
  var parts: [String] {
    var parts: [String] = []
    var isAfterSmall = false
    for character in self {
      if character.isLetter || character.isNumber {
        if parts.isEmpty || (character.isUppercase && isAfterSmall) { parts.append("") }
        parts[parts.count - 1] += character.lowercased()
      } else {
        parts.append("")
      }
      isAfterSmall = character.isLowercase || character.isNumber
    }
    return parts.filter { !$0.isEmpty }.map(\.singular)
  }

  /// Its parts, and all of them as one: `sign-in` is `sign`, `in` and `signin`.
  var words: [String] { parts.count > 1 ? parts + [parts.joined()] : parts }

  private var singular: String {
    if count < 4 || hasSuffix("ss") || hasSuffix("us") || hasSuffix("is") { return self }
    if hasSuffix("ies") { return dropLast(3) + "y" }
    return hasSuffix("s") ? String(dropLast()) : self
  }
}

extension UInt8 {
  /// The byte as a character where RFC 3986 has no other use for it, else percent-encoded.
  var percentEncoded: String {
    let character = Character(Unicode.Scalar(self))
    if self < 0x80, character.isLetter || character.isNumber || "-._~".contains(character) { return String(character) }
    return (self < 0x10 ? "%0" : "%") + String(self, radix: 16, uppercase: true)
  }
}
