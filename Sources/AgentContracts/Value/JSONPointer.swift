/// The place of a value within a JSON document (RFC 6901): `/data/access_token`, empty for the whole document.
package struct JSONPointer: Sendable, Hashable, ExpressibleByStringLiteral {
  /// Names of members, or numbers of elements, from the outside in; unescaped.
  package let tokens: [String]

  /// `nil` when the text neither is empty nor begins with a slash, or has a tilde that is not `~0` or `~1`.
  package init?(_ text: String) {
    // By bytes: a slash with an accent behind it is another character.
    guard text.isEmpty || text.utf8.first == UInt8(ascii: "/") else { return nil }
    var tokens: [String] = []
    for part in text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst() {
      guard let token = Self.unescaped(Substring(part)) else { return nil }
      tokens.append(token)
    }
    self.tokens = tokens
  }

  /// The pointer of unescaped names and numbers.
  init(tokens: [String]) {
    self.tokens = tokens
  }

  /// As it is written. Not kept: each answer is asked by several pointers, which are a list each and nothing else.
  package var text: String {
    tokens.map { "/" + $0.replacing("~", with: "~0").replacing("/", with: "~1") }.joined()
  }

  /// What the value stands in; the whole document for itself.
  package var outer: JSONPointer { JSONPointer(tokens: Array(tokens.dropLast())) }

  /// The value's place in ``outer``; empty for the whole document.
  package var name: String { tokens.last ?? "" }

  /// For pointers that stand in the code; traps for a text that is none.
  package init(stringLiteral text: String) {
    guard let pointer = JSONPointer(text) else { preconditionFailure("\(text) is no JSON pointer") }
    self = pointer
  }

  /// RFC 6901, 4: `~1` first, so that `~01` is `~1` and no slash.
  private static func unescaped(_ part: Substring) -> String? {
    guard part.utf8.contains(UInt8(ascii: "~")) else { return String(part) }
    var result: [UInt8] = []
    var bytes = part.utf8.makeIterator()
    while let byte = bytes.next() {
      guard byte == UInt8(ascii: "~") else {
        result.append(byte)
        continue
      }
      switch bytes.next() {
      case UInt8(ascii: "0"): result.append(UInt8(ascii: "~"))
      case UInt8(ascii: "1"): result.append(UInt8(ascii: "/"))
      default: return nil
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The place of an element that a token names: digits without a leading zero.
  package static func index(_ token: String) -> Int? {
    guard token.utf8.allSatisfy({ (0x30...0x39).contains($0) }), token == "0" || !token.hasPrefix("0") else {
      return nil
    }
    return Int(token)
  }
}

extension JSON {
  /// The value that the pointer leads to; `nil` when there is none.
  package subscript(pointer: JSONPointer) -> JSON? {
    pointer.tokens.reduce(self as JSON?) { value, token in
      switch value {
      case .object: value?[token]
      case .array(let elements): JSONPointer.index(token).flatMap { $0 < elements.count ? elements[$0] : nil }
      default: nil
      }
    }
  }
}
