/// The members of a JSON object (RFC 8259), found in one strict pass over its bytes and decoded on demand.
///
/// An answer is checked whole, since one that is not JSON is a failed call, but only the one or two members that a
/// check asks for become values. Of members with the same name the last one counts, as with Foundation's reader.
struct JSONObject {
  private struct Member {
    /// Without the quotes.
    let name: Range<Int>
    let nameIsEscaped: Bool
    let kind: JSONScanner.ValueKind
    /// Of a string without its quotes.
    let value: Range<Int>
  }

  private let bytes: [UInt8]
  private var members: [Member] = []

  /// `nil` when the bytes are not one JSON object in UTF-8 with nothing but white space around it.
  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    members.reserveCapacity(8)
    var scanner = JSONScanner(bytes)
    scanner.skipByteOrderMark()
    scanner.skipSpace()
    guard scanner.take(UInt8(ascii: "{")) else { return nil }
    scanner.skipSpace()
    if !scanner.take(UInt8(ascii: "}")) {
      repeat {
        scanner.skipSpace()
        guard let name = scanner.string() else { return nil }
        scanner.skipSpace()
        guard scanner.take(UInt8(ascii: ":")) else { return nil }
        scanner.skipSpace()
        guard let (kind, value) = scanner.value() else { return nil }
        members.append(Member(name: name.range, nameIsEscaped: name.isEscaped, kind: kind, value: value))
        scanner.skipSpace()
      } while scanner.take(UInt8(ascii: ","))
      guard scanner.take(UInt8(ascii: "}")) else { return nil }
    }
    scanner.skipSpace()
    guard scanner.isAtEnd else { return nil }
  }

  /// Whether there is such a member, `null` included.
  func has(_ name: String) -> Bool { member(name) != nil }

  /// Whether the member is a number.
  func isNumber(_ name: String) -> Bool {
    if case .number = member(name)?.kind { true } else { false }
  }

  /// The member's text; `nil` when it is absent or not a string.
  func string(_ name: String) -> String? {
    guard let member = member(name), case .string(let isEscaped) = member.kind else { return nil }
    return text(member.value, isEscaped: isEscaped)
  }

  /// The member's text, be it a string or a number as it is written; `nil` for any other kind.
  func stringOrNumber(_ name: String) -> String? {
    isNumber(name) ? member(name).map { text($0.value, isEscaped: false) } : string(name)
  }

  /// The member's number; `nil` when it is absent or no number, infinite when no `Double` is that large.
  func number(_ name: String) -> Double? {
    isNumber(name) ? member(name).flatMap { Double(text($0.value, isEscaped: false)) } : nil
  }

  /// Whether the member is there and is not `null`.
  func hasValue(_ name: String) -> Bool {
    guard let member = member(name) else { return false }
    return member.kind != .literal || bytes[member.value.lowerBound] != UInt8(ascii: "n")
  }

  /// The items of an array of strings; `nil` when the member is anything else.
  func strings(_ name: String) -> [String]? {
    guard let member = member(name), member.kind == .array else { return nil }
    var scanner = JSONScanner(bytes, from: member.value.lowerBound + 1)
    var items: [String] = []
    scanner.skipSpace()
    if scanner.take(UInt8(ascii: "]")) { return items }
    repeat {
      scanner.skipSpace()
      guard let item = scanner.string() else { return nil }
      items.append(text(item.range, isEscaped: item.isEscaped))
      scanner.skipSpace()
    } while scanner.take(UInt8(ascii: ","))
    return items
  }

  private func member(_ name: String) -> Member? {
    let wanted = name.utf8
    return members.last { member in
      if member.nameIsEscaped { return text(member.name, isEscaped: true) == name }
      return member.name.count == wanted.count && bytes[member.name].elementsEqual(wanted)
    }
  }

  /// The scanner has seen that the bytes are UTF-8 and the escapes whole.
  private func text(_ range: Range<Int>, isEscaped: Bool) -> String {
    isEscaped
      ? String(decoding: JSONScanner.unescaped(bytes[range]), as: UTF8.self)
      : String(decoding: bytes[range], as: UTF8.self)
  }
}
