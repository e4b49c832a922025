import Synchronization

/// What must never be shown: searched for in what a target says, before any of it is kept.
///
/// Targets echo what they are sent, in the name of a breaker or the reason of a refusal.
final class Secrets: Sendable {
  /// What stands where a secret was.
  static let redacted = "<redacted>"

  /// Where nothing was given.
  static let none = Secrets([])

  /// Scalars of a name or a short text that are kept.
  static let longestName = 80

  /// Credentials from outside in lower case.
  private let given: SecretIndex
  /// The first eight bytes of each token that a log-in was answered with. A user has one, so that all of them whole
  /// would double the memory of a run; what begins alike is taken for a token as well.
  private let answered = Mutex<Set<UInt64>>([])

  /// - Parameter given: Empty ones are left out.
  init(_ given: [String]) {
    self.given = SecretIndex(
      given.filter { !$0.isEmpty }.flatMap(Self.spellings).map { $0.utf8.map(\.lowercased) })
  }

  /// A secret as it stands in text, in JSON (RFC 8259, with letters beyond ASCII as they are and escaped), in a path and in
  /// a form: what is shown of a body is shown as it came.
  private static func spellings(of secret: String) -> [String] {
    var ascii: String {
      secret.utf16.reduce(into: "") { text, unit in
        switch unit {
        case 0x22, 0x5C: text += "\\" + String(UnicodeScalar(UInt8(unit)))
        case 0x20..<0x7F: text += String(UnicodeScalar(UInt8(unit)))
        default:
          let digits = String(unit, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
    }
    let escaped = secret.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let path = secret.utf8.reduce(into: "") { text, byte in
      let isPlain = byte < 0x80 && (Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber)
      let isUnreserved = isPlain || "-._~".utf8.contains(byte)
      text += isUnreserved ? String(UnicodeScalar(byte)) : (byte < 16 ? "%0" : "%") + String(byte, radix: 16)
    }
    return [secret, escaped, ascii, path, path.replacing("%20", with: "+")]
  }

  /// More than any run has users; users that log in again and again take no more memory than this, 8 MiB.
  private static let mostTokens = 1 << 20

  /// Takes note of a token that the target gave; one of less than eight bytes is no secret.
  func learn(_ token: String) {
    guard let start = Self.window(token.utf8.prefix(8)) else { return }
    answered.withLock { answered in
      if answered.count < Self.mostTokens { answered.insert(start) }
    }
  }

  /// A name or short text of the target's as it may be kept: without secrets, and cut.
  func shown(_ text: String) -> String {
    redacted(text).cut(to: Self.longestName)
  }

  /// The text with ``redacted`` in place of each secret, in whatever case.
  ///
  /// By bytes: with an accent behind it, the last letter of a secret would be another character.
  func redacted(_ text: String) -> String {
    let starts = answered.withLock { $0 }
    guard !given.isEmpty || !starts.isEmpty else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if let end = endOfGiven(in: bytes, at: index) ?? Self.endOfToken(in: bytes, at: index, starts: starts) {
        result += Secrets.redacted.utf8
        index = end
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Where the longest secret ends that begins at `index`; `nil` when none does.
  private func endOfGiven(in bytes: [UInt8], at index: Int) -> Int? {
    let length = given.longest(in: bytes, at: index) { length in
      let end = index + length
      // A secret of a letter or two is one only where it stands alone: else it would be found in every word.
      let isPart = (index > 0 && Self.isInWord(bytes[index - 1])) || (end < bytes.count && Self.isInWord(bytes[end]))
      return length >= 6 || !isPart
    }
    return length.map { index + $0 }
  }

  /// From where a known token begins to where a blank or a quotation mark ends it.
  private static func endOfToken(in bytes: [UInt8], at index: Int, starts: Set<UInt64>) -> Int? {
    guard let window = window(bytes[index...].prefix(8)), starts.contains(window) else { return nil }
    return bytes[index...].firstIndex { $0 <= 0x20 || "\"'<>,;".utf8.contains($0) } ?? bytes.count
  }

  private static func isInWord(_ byte: UInt8) -> Bool {
    switch byte.lowercased {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...0xFF: true
    default: false
    }
  }

  private static func window(_ bytes: some Collection<UInt8>) -> UInt64? {
    bytes.count == 8 ? bytes.reduce(0) { $0 << 8 | UInt64($1) } : nil
  }
}

extension String {
  /// The first scalars of the text, with an ellipsis when there are more: one character may be of any length.
  func cut(to most: Int) -> String {
    guard utf8.count > most, unicodeScalars.count > most else { return self }
    return String(String.UnicodeScalarView(unicodeScalars.prefix(most - 1))) + "…"
  }
}
