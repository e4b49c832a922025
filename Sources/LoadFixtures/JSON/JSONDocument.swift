import AgentContracts
import Foundation

/// A JSON text (RFC 8259), checked whole in one strict pass over its bytes and decoded on demand.
///
/// An answer is checked whole, since one that is not JSON is a failed call, but only the few values that somebody asks for
/// are made. Of members with the same name the last one counts, as with Foundation's reader.
///
/// A class: an answer is handed on and asked several times, and each time each of its parts would be counted.
final class JSONDocument: Sendable {
  /// Where a value stands: of a string without its quotes.
  struct Place: Sendable {
    let kind: JSONScanner.ValueKind
    let range: Range<Int>
  }

  private struct Member: Sendable {
    /// Without the quotes.
    let name: Range<Int>
    let nameIsEscaped: Bool
    let value: Place
  }

  fileprivate let bytes: [UInt8]
  private let root: Place
  /// Of the root, where it is an object: most values are asked of it.
  private let members: [Member]

  /// `nil` when the bytes are not one JSON value in UTF-8 with nothing but white space around it.
  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    var scanner = JSONScanner(bytes)
    scanner.skipByteOrderMark()
    scanner.skipSpace()
    let start = scanner.place
    if scanner.take(UInt8(ascii: "{")) {
      var found: [Member] = []
      found.reserveCapacity(8)
      guard Self.members(&scanner, { found.append($0) }) else { return nil }
      members = found
      root = Place(kind: .object, range: start..<scanner.place)
    } else {
      guard let (kind, range) = scanner.value() else { return nil }
      members = []
      root = Place(kind: kind, range: range)
    }
    scanner.skipSpace()
    guard scanner.isAtEnd else { return nil }
  }

  /// Steps over the members of an object behind its brace; false when it is none.
  private static func members(_ scanner: inout JSONScanner, _ take: (Member) -> Void) -> Bool {
    scanner.skipSpace()
    if scanner.take(UInt8(ascii: "}")) { return true }
    repeat {
      scanner.skipSpace()
      guard let name = scanner.string() else { return false }
      scanner.skipSpace()
      guard scanner.take(UInt8(ascii: ":")) else { return false }
      scanner.skipSpace()
      guard let (kind, range) = scanner.value() else { return false }
      take(Member(name: name.range, nameIsEscaped: name.isEscaped, value: Place(kind: kind, range: range)))
      scanner.skipSpace()
    } while scanner.take(UInt8(ascii: ","))
    return scanner.take(UInt8(ascii: "}"))
  }

  // MARK: Places

  /// Where the pointer leads; `nil` when there is nothing.
  func place(_ pointer: JSONPointer) -> Place? {
    guard let first = pointer.tokens.first else { return root }
    guard var place = root.kind == .object ? find(first) : step(first, in: root) else { return nil }
    for token in pointer.tokens.dropFirst() {
      guard let next = step(token, in: place) else { return nil }
      place = next
    }
    return place
  }

  private func find(_ name: String) -> Place? { members.last { matches($0, name) }?.value }

  private func matches(_ member: Member, _ name: String) -> Bool {
    if member.nameIsEscaped { return text(member.name, isEscaped: true) == name }
    var name = name
    // The buffer does not leave the closure.
    return name.withUTF8 { name in
      guard name.count == member.name.count else { return false }
      for (offset, byte) in name.enumerated() where bytes[member.name.lowerBound + offset] != byte { return false }
      return true
    }
  }

  /// One step into a value; its text was scanned before, so that each step of the scanner succeeds.
  private func step(_ token: String, in outer: Place) -> Place? {
    var scanner = JSONScanner(bytes, from: outer.range.lowerBound + 1)
    var found: Place?
    switch outer.kind {
    case .object:
      _ = Self.members(&scanner) { if matches($0, token) { found = $0.value } }
    case .array:
      guard let index = JSONPointer.index(token) else { return nil }
      _ = elements(&scanner) { number, place in
        if number == index { found = place }
        return number < index
      }
    default: break
    }
    return found
  }

  /// Steps over the elements of an array behind its bracket, as long as `take` asks for another.
  private func elements(_ scanner: inout JSONScanner, _ take: (Int, Place) -> Bool) -> Bool {
    scanner.skipSpace()
    if scanner.take(UInt8(ascii: "]")) { return true }
    var number = 0
    repeat {
      scanner.skipSpace()
      guard let (kind, range) = scanner.value() else { return false }
      guard take(number, Place(kind: kind, range: range)) else { return true }
      number += 1
      scanner.skipSpace()
    } while scanner.take(UInt8(ascii: ","))
    return true
  }

  /// Numbers that stand side by side: an object within the document is stepped over once for all of them.
  ///
  /// - Parameter names: The last tokens of their pointers.
  /// - Returns: For each of them the number there, infinite when no `Double` is that large; `nil` when there is none.
  func numbers(_ names: [String], in outer: JSONPointer) -> [Double?] {
    guard let place = place(outer) else { return names.map { _ in nil } }
    guard place.kind == .object else { return names.map { step($0, in: place).flatMap(number) } }
    var found = [Place?](repeating: nil, count: names.count)
    var scanner = JSONScanner(bytes, from: place.range.lowerBound + 1)
    _ = Self.members(&scanner) { member in
      for index in names.indices where matches(member, names[index]) { found[index] = member.value }
    }
    return found.map { $0.flatMap(number) }
  }

  // MARK: Values

  /// The text there; `nil` when there is no string.
  func string(_ pointer: JSONPointer) -> String? { place(pointer).flatMap(string) }

  /// The text there, made when it is asked for; `nil` when there is no string.
  func words(_ pointer: JSONPointer) -> JSONWords? {
    guard let place = place(pointer), case .string(let isEscaped) = place.kind else { return nil }
    return JSONWords(document: self, range: place.range, isEscaped: isEscaped)
  }

  /// The text there, be it a string or a number as it is written; `nil` for any other kind.
  func stringOrNumber(_ pointer: JSONPointer) -> String? {
    guard let place = place(pointer) else { return nil }
    return place.kind == .number ? text(place.range, isEscaped: false) : string(place)
  }

  /// The number there; `nil` when there is none, infinite when no `Double` is that large.
  func number(_ pointer: JSONPointer) -> Double? { place(pointer).flatMap(number) }

  /// Whether there is something that is not `null`.
  func hasValue(_ pointer: JSONPointer) -> Bool { place(pointer).map { !isLiteral($0, "null") } ?? false }

  /// Whether there is something that is neither `null` nor `false`.
  func isSet(_ pointer: JSONPointer) -> Bool {
    place(pointer).map { !isLiteral($0, "null") && !isLiteral($0, "false") } ?? false
  }

  /// The items of an array of strings; `nil` when there is anything else.
  func strings(_ pointer: JSONPointer) -> [String]? {
    guard let place = place(pointer), place.kind == .array else { return nil }
    var scanner = JSONScanner(bytes, from: place.range.lowerBound + 1)
    var items: [String] = []
    var areStrings = true
    _ = elements(&scanner) { _, element in
      if let item = string(element) { items.append(item) } else { areStrings = false }
      return areStrings
    }
    return areStrings ? items : nil
  }

  /// The value there, whatever it is; for what is read rarely.
  func value(_ pointer: JSONPointer) -> JSON? { place(pointer).flatMap(value) }

  private func value(_ place: Place) -> JSON? {
    if case .string = place.kind { return string(place).map(JSON.string) }
    return try? JSONDecoder().decode(JSON.self, from: Data(bytes[place.range]))
  }

  private func string(_ place: Place) -> String? {
    if case .string(let isEscaped) = place.kind { text(place.range, isEscaped: isEscaped) } else { nil }
  }

  private func number(_ place: Place) -> Double? {
    guard place.kind == .number else { return nil }
    return exactNumber(bytes[place.range]) ?? Double(text(place.range, isEscaped: false))
  }

  /// A number of up to 15 digits without an exponent, which needs no string and no general reader: both whole numbers are
  /// exact, and so their quotient is rounded once (Clinger, How to read floating point numbers accurately, 1990).
  private func exactNumber(_ text: ArraySlice<UInt8>) -> Double? {
    var (digits, value, scale) = (0, 0.0, 1.0)
    var isFraction = false
    let isNegative = text.first == UInt8(ascii: "-")
    for byte in isNegative ? text.dropFirst() : text {
      if byte == UInt8(ascii: ".") {
        isFraction = true
        continue
      }
      guard byte &- UInt8(ascii: "0") <= 9, digits < 15 else { return nil }
      digits += 1
      value = value * 10 + Double(byte &- UInt8(ascii: "0"))
      if isFraction { scale *= 10 }
    }
    return (isNegative ? -value : value) / scale
  }

  private func isLiteral(_ place: Place, _ word: String) -> Bool {
    place.kind == .literal && bytes[place.range].elementsEqual(word.utf8)
  }

  /// The scanner has seen that the bytes are UTF-8 and the escapes whole.
  fileprivate func text(_ range: Range<Int>, isEscaped: Bool) -> String {
    isEscaped
      ? String(decoding: JSONScanner.unescaped(bytes[range]), as: UTF8.self)
      : String(decoding: bytes[range], as: UTF8.self)
  }
}

/// A text of a document.
struct JSONWords {
  fileprivate let document: JSONDocument
  fileprivate let range: Range<Int>
  fileprivate let isEscaped: Bool

  var text: String { document.text(range, isEscaped: isEscaped) }

  /// Nothing but spaces and control characters.
  var isBlank: Bool { isEscaped ? text.utf8.elementsAreBlank : document.bytes[range].elementsAreBlank }
}

extension Sequence<UInt8> {
  fileprivate var elementsAreBlank: Bool { allSatisfy { $0 <= 0x20 } }
}

// MARK: Conditions

extension JSONDocument {
  /// Whether the value there fulfils the condition; nothing fulfils none.
  func fulfils(_ condition: Check.Condition, at pointer: JSONPointer) -> Bool {
    guard let place = place(pointer) else { return false }
    return switch condition {
    case .equals(let value): isEqual(place, value)
    case .oneOf(let values): values.contains { isEqual(place, $0) }
    case .type(let type): isOf(type, place)
    case .longerThan(let count): isLonger(place, than: count)
    }
  }

  /// Whether the value there is this one.
  func isEqual(_ pointer: JSONPointer, _ value: JSON) -> Bool { place(pointer).map { isEqual($0, value) } ?? false }

  private func isEqual(_ place: Place, _ value: JSON) -> Bool {
    switch value {
    case .string(let text):
      if case .string(let isEscaped) = place.kind, !isEscaped { return bytes[place.range].elementsEqual(text.utf8) }
      return string(place) == text
    case .null: return isLiteral(place, "null")
    case .bool(let flag): return isLiteral(place, flag ? "true" : "false")
    case .integer(let whole): return number(place) == Double(whole)
    case .number(let number): return self.number(place) == number
    case .array, .object:
      guard place.kind == .array || place.kind == .object else { return false }
      return self.value(place) == value
    }
  }

  private func isOf(_ type: Check.ValueType, _ place: Place) -> Bool {
    switch (type, place.kind) {
    case (.string, .string), (.number, .number), (.object, .object), (.array, .array): true
    case (.integer, .number): number(place).map { $0 == $0.rounded() } ?? false
    case (.boolean, .literal): !isLiteral(place, "null")
    case (.null, .literal): isLiteral(place, "null")
    default: false
    }
  }

  /// Whether there are so many characters that can be told by their bytes: of ASCII, with ASCII behind, which makes no part
  /// of them.
  private func hasPlainCharacters(_ range: Range<Int>, _ wanted: Int) -> Bool {
    var (count, last) = (0, UInt8(0x80))
    for byte in bytes[range] {
      if last < 0x80, byte < 0x80 { count += 1 }
      if count >= wanted { return true }
      last = byte
    }
    // The last byte: nothing is behind it.
    return count + (last < 0x80 ? 1 : 0) >= wanted
  }

  private func isLonger(_ place: Place, than count: Int) -> Bool {
    switch place.kind {
    case .string(let isEscaped):
      // No text has more characters than bytes.
      if place.range.count <= count { return false }
      if !isEscaped, hasPlainCharacters(place.range, count + 1) { return true }
      // The next character is there: counting them all would read the whole text.
      return !text(place.range, isEscaped: isEscaped).dropFirst(count).isEmpty
    case .array:
      var scanner = JSONScanner(bytes, from: place.range.lowerBound + 1)
      var isLonger = false
      _ = elements(&scanner) { number, _ in
        isLonger = number >= count
        return !isLonger
      }
      return isLonger
    default: return false
    }
  }
}
