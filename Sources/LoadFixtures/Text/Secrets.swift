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

  /// Credentials from outside in lower case, the longest first: one may be a part of another.
  private let given: [[UInt8]]
  /// The first eight bytes of each token that a log-in was answered with. A user has one, so that all of them whole
  /// would double the memory of a run; what begins alike is taken for a token as well.
  private let answered = Mutex<Set<UInt64>>([])

  /// - Parameter given: Empty ones are left out.
  init(_ given: [String]) {
    self.given = given.map { $0.utf8.map(Secrets.lowercased) }.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
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

  /// Where a secret ends that begins at `index`; `nil` when none does.
  private func endOfGiven(in bytes: [UInt8], at index: Int) -> Int? {
    for secret in given {
      let end = index + secret.count
      guard end <= bytes.count, zip(bytes[index..<end], secret).allSatisfy({ Self.lowercased($0) == $1 }) else {
        continue
      }
      // A secret of a letter or two is one only where it stands alone: else it would be found in every word.
      let isPart = (index > 0 && Self.isInWord(bytes[index - 1])) || (end < bytes.count && Self.isInWord(bytes[end]))
      if secret.count >= 6 || !isPart { return end }
    }
    return nil
  }

  /// From where a known token begins to where a blank or a quotation mark ends it.
  private static func endOfToken(in bytes: [UInt8], at index: Int, starts: Set<UInt64>) -> Int? {
    guard let window = window(bytes[index...].prefix(8)), starts.contains(window) else { return nil }
    return bytes[index...].firstIndex { $0 <= 0x20 || "\"'<>,;".utf8.contains($0) } ?? bytes.count
  }

  private static func isInWord(_ byte: UInt8) -> Bool {
    switch lowercased(byte) {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...0xFF: true
    default: false
    }
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
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
