import Foundation
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
      given.filter { !$0.isEmpty }.flatMap { secret in
        // In a form a blank is a plus.
        [secret, secret.replacing(" ", with: "+")].map { Array($0.utf8) } + Self.inBase64(secret)
      }.map { $0.map(\.lowercased) })
  }

  /// What Base64 makes of a secret wherever it stands in what was encoded (RFC 4648), without the characters at its ends
  /// that its neighbours have a part in; none of a secret that leaves too little to be told from a word.
  private static func inBase64(_ secret: String) -> [[UInt8]] {
    (0..<3).flatMap { offset -> [[UInt8]] in
      let bytes = [UInt8](repeating: 0, count: offset) + Array(secret.utf8)
      let text = Array(Data(bytes).base64EncodedString().utf8)
      let whole = Array(text[(offset * 8 + 5) / 6..<bytes.count * 8 / 6])
      guard whole.count >= 8 else { return [] }
      // In URLs two characters are others.
      return [
        whole,
        whole.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0 },
      ]
    }
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

  /// The text with ``redacted`` in place of each secret, in whatever case and however it is written: as it is, escaped for
  /// JSON, HTML, a path or a form, or several of these. So is what a text itself calls a token, a password or a secret.
  ///
  /// By bytes: with an accent behind it, the last letter of a secret would be another character.
  func redacted(_ text: String) -> String {
    // Not on a copy: the next token would copy the whole set.
    answered.withLock { redacted(text, starts: $0) }
  }

  private func redacted(_ text: String, starts: Set<UInt64>) -> String {
    let bytes = Array(text.utf8)
    // A text without a quotation mark, nor anything that one could be escaped by, names no value.
    guard !given.isEmpty || !starts.isEmpty || bytes.contains(where: { "\"&%\\".utf8.contains($0) }) else {
      return text
    }
    var hidden = places(in: bytes, starts: starts)
    var view = UnescapedText(bytes)
    while view.unescape() {
      hidden += places(in: view.bytes, starts: starts).map { view.places[$0.lowerBound]..<view.places[$0.upperBound] }
    }
    guard !hidden.isEmpty else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    for place in hidden.sorted(by: { ($0.lowerBound, $1.upperBound) < ($1.lowerBound, $0.upperBound) }) {
      // Of those that overlap the first stands for all.
      if place.lowerBound >= index {
        result += bytes[index..<place.lowerBound]
        result += Secrets.redacted.utf8
      }
      index = max(index, place.upperBound)
    }
    return String(decoding: result + bytes[index...], as: UTF8.self)
  }

  /// Where secrets stand, one behind the other.
  private func places(in bytes: [UInt8], starts: Set<UInt64>) -> [Range<Int>] {
    var places: [Range<Int>] = []
    var index = 0
    while index < bytes.count {
      if let end = endOfGiven(in: bytes, at: index) ?? Self.endOfToken(in: bytes, at: index, starts: starts) {
        places.append(index..<end)
        index = end
      } else if bytes[index] == UInt8(ascii: "\""), let value = Self.namedSecret(in: bytes, at: index) {
        places.append(value)
        index = value.upperBound
      } else {
        index += 1
      }
    }
    return places
  }

  /// The value, without its quotation marks, of a member of JSON whose name ends in a word for a secret.
  ///
  /// - Parameter index: Of the quotation mark that ends the name.
  private static func namedSecret(in bytes: [UInt8], at index: Int) -> Range<Int>? {
    let name = bytes[..<index].suffix(8).map(\.lowercased)
    guard ["token", "password", "secret"].contains(where: { name.ends(with: $0.utf8) }) else { return nil }
    var place = index + 1
    func skipBlanks() { while place < bytes.count, bytes[place] <= 0x20 { place += 1 } }
    skipBlanks()
    guard place < bytes.count, bytes[place] == UInt8(ascii: ":") else { return nil }
    place += 1
    skipBlanks()
    guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { return nil }
    let start = place + 1
    place = start
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    let end = min(place, bytes.count)
    return start < end ? start..<end : nil
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

extension [UInt8] {
  fileprivate func ends(with other: String.UTF8View) -> Bool { suffix(other.count).elementsEqual(other) }
}

extension String {
  /// What is kept of a text until secrets were looked for in it: one that is cut is not found.
  var beginning: String { cut(to: 8192) }

  /// The first scalars of the text, with an ellipsis when there are more: one character may be of any length.
  func cut(to most: Int) -> String {
    guard utf8.count > most, unicodeScalars.count > most else { return self }
    return String(String.UnicodeScalarView(unicodeScalars.prefix(most - 1))) + "…"
  }
}
