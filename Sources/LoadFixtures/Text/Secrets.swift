import Synchronization

/// What must never be shown: searched for in what a target says, before any of it is kept.
///
/// Targets echo what they are sent, in the name of a breaker or the reason of a refusal.
final class Secrets: Sendable {
  /// Where nothing was given.
  static let none = Secrets([])

  /// Scalars of a name or a short text that are kept.
  static let longestName = 80

  /// Credentials from outside, the longest first: one may be a part of another.
  private let given: [String]
  /// The first eight bytes of each token that a log-in was answered with. A user has one, so that all of them whole
  /// would double the memory of a run; what begins alike is taken for a token as well.
  private let answered = Mutex<Set<UInt64>>([])

  /// - Parameter given: Empty ones are left out.
  init(_ given: [String]) {
    self.given = Set(given.flatMap { [$0, $0.lowercased()] }).filter { !$0.isEmpty }
      .sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
  }

  convenience init(_ credentials: Credentials) {
    self.init([credentials.email, credentials.password, credentials.token].compactMap(\.self))
  }

  /// Takes note of a token that the target gave; one of less than eight bytes is no secret.
  func learn(_ token: String) {
    guard let start = Self.window(token.utf8.prefix(8)) else { return }
    answered.withLock { _ = $0.insert(start) }
  }

  /// A name or short text of the target's as it may be kept: without secrets, and cut.
  func shown(_ text: String) -> String {
    redacted(text).cut(to: Self.longestName)
  }

  /// The text with ``ConfigurationError/redacted`` in place of each secret.
  func redacted(_ text: String) -> String {
    withoutTokens(given.reduce(text) { Self.removing($1, from: $0) })
  }

  /// A secret of a letter or two is one only where it stands alone: else it would be found in every word.
  private static func removing(_ secret: String, from text: String) -> String {
    guard text.contains(secret) else { return text }
    if secret.utf8.count >= 6 { return text.replacing(secret, with: ConfigurationError.redacted) }
    var result = ""
    var rest = text[...]
    while let found = rest.firstRange(of: secret) {
      func isPart(_ character: Character?) -> Bool { character.map { $0.isLetter || $0.isNumber } ?? false }
      let before = rest[..<found.lowerBound].last ?? result.last
      let standsAlone = !isPart(before) && !isPart(rest[found.upperBound...].first)
      result += rest[..<found.lowerBound] + (standsAlone ? ConfigurationError.redacted : secret)
      rest = rest[found.upperBound...]
    }
    return result + rest
  }

  /// From where a known token begins to where a blank or a quotation mark ends it.
  private func withoutTokens(_ text: String) -> String {
    let starts = answered.withLock { $0 }
    let bytes = Array(text.utf8)
    guard !starts.isEmpty, bytes.count >= 8 else { return text }
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard let window = Self.window(bytes[index...].prefix(8)), starts.contains(window) else {
        result.append(bytes[index])
        index += 1
        continue
      }
      result += ConfigurationError.redacted.utf8
      while index < bytes.count, bytes[index] > 0x20, !"\"'<>,;".utf8.contains(bytes[index]) { index += 1 }
    }
    return String(decoding: result, as: UTF8.self)
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
