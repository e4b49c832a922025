/// The rules of single fields; a breach is a 422 that names the field.
enum FieldRule {
  /// Letters, Spanish accents, space, ' . and -, 2 to 100 characters.
  static func name(_ value: String, _ field: String) throws(AgentFailure) {
    let count = value.unicodeScalars.count
    guard (2...100).contains(count) else { throw .invalid(field, "must have 2 to 100 characters, got \(count)") }
    guard value.unicodeScalars.allSatisfy(isNameCharacter) else {
      throw .invalid(field, "may only contain letters, Spanish accents, spaces, ' . and -")
    }
  }

  /// As the deployed agent has it, without ü; the apostrophe passes here and makes trouble later.
  static func deployedName(_ value: String, _ field: String) throws(AgentFailure) {
    let scalars = value.unicodeScalars
    guard (2...100).contains(scalars.count) else {
      throw .invalid(field, "Value error, Name must have 2 to 100 characters")
    }
    guard scalars.allSatisfy({ isNameCharacter($0) && $0 != "ü" && $0 != "Ü" }) else {
      throw .invalid(field, "Value error, Name contains invalid characters")
    }
  }

  static func email(_ value: String, _ field: String) throws(AgentFailure) {
    let parts = value.split(separator: "@", omittingEmptySubsequences: false)
    let domain = parts.last?.split(separator: ".", omittingEmptySubsequences: false) ?? []
    let isPlain = value.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    guard parts.count == 2, parts[0].isEmpty == false, domain.count >= 2, domain.allSatisfy({ !$0.isEmpty }), isPlain,
      value.utf8.count <= 254
    else { throw .invalid(field, "must be an e-mail address such as ana@example.com") }
  }

  static func age(_ value: Int, _ field: String) throws(AgentFailure) {
    guard (18...120).contains(value) else { throw .invalid(field, "must be from 18 to 120, got \(value)") }
  }

  static func message(_ value: String, _ field: String) throws(AgentFailure) {
    let count = value.unicodeScalars.count
    guard (1...4000).contains(count), value.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
      throw .invalid(field, "must have 1 to 4000 characters and not be blank, got \(count)")
    }
  }

  /// Free text that is kept: bounded, so that memory is.
  static func short(_ value: String, _ field: String) throws(AgentFailure) {
    let count = value.unicodeScalars.count
    guard (1...200).contains(count) else { throw .invalid(field, "must have 1 to 200 characters, got \(count)") }
  }

  static func program(_ value: String, _ field: String) throws(AgentFailure) -> AgentProgram {
    guard let program = AgentProgram(rawValue: value) else { throw .invalid(field, "must be PRIME or LONGEVITY") }
    return program
  }

  static func oneOf(_ allowed: [String], _ value: String?, _ field: String) throws(AgentFailure) {
    guard let value, !allowed.contains(value) else { return }
    throw .invalid(field, "must be one of \(allowed.joined(separator: ", "))")
  }

  private static func isNameCharacter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case " ", "'", ".", "-": true
    case "0"..."9": false
    default: SpanishWords.fold(scalar) != nil
    }
  }
}
