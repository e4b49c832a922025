import AgentContracts

/// A contract's rule for a value, laid out once for a run: whether a text keeps to it, and what makes one keep to it.
///
/// Characters are Unicode scalars, as the agents count them.
struct ValueFit: Sendable {
  let length: ClosedRange<Int>
  private let rule: ValueRule
  /// What stands for each scalar up to U+00FF, 0 where nothing does; `nil`: all stand for themselves.
  private let replacements: [UInt32]?
  /// UTF-8 bytes that are within the length however they are counted; `nil`: there are none.
  private let safeBytes: ClosedRange<Int>?

  init(_ rule: ValueRule) {
    self.rule = rule
    length = rule.length
    replacements =
      rule.alphabet == nil ? nil : (0...0xff).map { Self.replacement(for: Unicode.Scalar(UInt8($0)), by: rule) }
    // A scalar has 1 to 4 bytes.
    let least = length.lowerBound > 0 ? 4 * (length.lowerBound - 1) + 1 : 0
    safeBytes = least <= length.upperBound ? least...length.upperBound : nil
  }

  /// Whether all characters are in the alphabet.
  func spells(_ text: String) -> Bool {
    replacements == nil || text.unicodeScalars.allSatisfy { replacement(for: $0) == $0 }
  }

  /// Whether the text keeps to the rule.
  func allows(_ text: String) -> Bool {
    spells(text) && (safeBytes?.contains(text.utf8.count) ?? false || length.contains(text.unicodeScalars.count))
  }

  /// Whether the bytes of a text alone say that it keeps to the rule.
  func allows(utf8 text: [UInt8]) -> Bool { replacements == nil && safeBytes?.contains(text.count) ?? false }

  /// The text in the alphabet: what is not in it loses its accent or changes its case, or is left out.
  func spelt(_ text: String) -> String {
    spells(text) ? text : Self.text(scalars(of: text)[...])
  }

  /// The text as the rule allows it: spelt in the alphabet, cut at the end of a word, or said again until it is long
  /// enough.
  func fitted(_ text: String) -> String {
    if allows(text) { return text }
    var scalars = scalars(of: text)
    if scalars.isEmpty, length.lowerBound > 0 { scalars = [filler] }
    let once = scalars
    while scalars.count < length.lowerBound {
      if replacement(for: " ") == " " { scalars.append(" ") }
      scalars += once
    }
    return Self.text(cut(scalars))
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(2 * scalars.count)
    for scalar in scalars { bytes += scalar.utf8 }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func cut(_ scalars: [Unicode.Scalar]) -> ArraySlice<Unicode.Scalar> {
    guard scalars.count > length.upperBound else { return scalars[...] }
    // The character after the last may be the space that ends a word.
    let space = scalars[...length.upperBound].lastIndex(of: " ") ?? 0
    return scalars[..<(space >= max(1, length.lowerBound) ? space : length.upperBound)]
  }

  /// The text's characters as they may be sent; where one is left out between two spaces, one space remains.
  private func scalars(of text: String) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(text.utf8.count)
    var lacksOne = false
    for scalar in text.unicodeScalars {
      if let fitting = replacement(for: scalar) {
        if fitting == " ", lacksOne, result.last ?? " " == " " { continue }
        result.append(fitting)
        lacksOne = false
      } else {
        lacksOne = true
      }
    }
    if lacksOne, result.last == " " { result.removeLast() }
    return result
  }

  private func replacement(for scalar: Unicode.Scalar) -> Unicode.Scalar? {
    guard let replacements else { return scalar }
    guard scalar.value < replacements.count else { return rule.allows(scalar) ? scalar : nil }
    let value = replacements[Int(scalar.value)]
    return value == 0 ? nil : Unicode.Scalar(value)
  }

  private static func replacement(for scalar: Unicode.Scalar, by rule: ValueRule) -> UInt32 {
    let plain = SpanishText.plainLetter(scalar) ?? scalar
    return [scalar, plain, otherCase(scalar), otherCase(plain)].first(where: rule.allows)?.value ?? 0
  }

  private static func otherCase(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let other = scalar.properties.isLowercase ? scalar.properties.uppercaseMapping : scalar.properties.lowercaseMapping
    return other.unicodeScalars.first ?? scalar
  }

  /// What stands for a text of which the alphabet leaves nothing.
  private var filler: Unicode.Scalar {
    rule.alphabet?.unicodeScalars.first { $0 != " " && rule.allows($0) } ?? "x"
  }
}
