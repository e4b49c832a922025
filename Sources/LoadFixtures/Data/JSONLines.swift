import AgentContracts

/// The lines of a file of JSON objects (https://jsonlines.org); the first one names the columns. Blank lines are passed
/// over, and members that the first line does not have.
struct JSONLines: RowRecords {
  static let beginsWithHeader = false

  private(set) var line = 0
  private(set) var offset = 0
  private var text: [UInt8] = []

  /// Levels of arrays and objects in each other: as deep as any reader of an answer goes.
  private static let deepest = 64

  mutating func next(from input: inout FileBytes) throws(DataFlaw) -> Bool {
    repeat {
      text.removeAll(keepingCapacity: true)
      (line, offset) = (input.line, input.offset)
      guard try input.peek() != nil else { return false }
      while let byte = try input.peek(), byte != FileBytes.lineFeed {
        input.move(to: &text) { $0 != FileBytes.lineFeed }
        guard text.count <= longestRow else {
          throw DataFlaw(line: line, "is longer than 1 MiB", allowed: "an object of at most 1 MiB on each line")
        }
      }
      _ = try input.take(FileBytes.lineFeed)
    } while text.allSatisfy { [0x20, 0x09, 0x0D].contains($0) }
    return true
  }

  func columns() throws(DataFlaw) -> DataColumns {
    let names = try members().map(\.name)
    guard !names.isEmpty else { throw DataFlaw(line: line, "is an object without members", allowed: Self.objects) }
    return try DataColumns(names, line: line)
  }

  func check(_ columns: DataColumns) throws(DataFlaw) { _ = try values(columns) }

  func values(_ columns: DataColumns) throws(DataFlaw) -> [JSON] {
    var values = [JSON?](repeating: nil, count: columns.names.count)
    for (name, value) in try members() {
      guard let place = columns.place(of: name) else { continue }
      guard values[place] == nil else {
        throw DataFlaw(line: line, "has \"\(name.cut(to: 80))\" twice", allowed: Self.objects)
      }
      values[place] = value
    }
    if let missing = values.firstIndex(where: { $0 == nil }) {
      throw DataFlaw(
        line: line, "lacks \"\(columns.names[missing].cut(to: 80))\", which the first line has", allowed: Self.objects)
    }
    return values.compactMap(\.self)
  }

  private static let objects =
    "on each line a JSON object with the members of the first one; null where there is no value"

  // MARK: Values

  private func members() throws(DataFlaw) -> [(name: String, value: JSON)] {
    var scanner = JSONScanner(text)
    scanner.skipSpace()
    guard let (kind, range) = scanner.value(), kind == .object else {
      throw DataFlaw(line: line, "is no JSON object", allowed: Self.objects)
    }
    scanner.skipSpace()
    guard scanner.isAtEnd else {
      throw DataFlaw(line: line, "has something behind the end of its JSON object", allowed: Self.objects)
    }
    return try members(range, depth: 1)
  }

  /// Of an object that was scanned: it is whole.
  private func members(_ range: Range<Int>, depth: Int) throws(DataFlaw) -> [(name: String, value: JSON)] {
    var members: [(name: String, value: JSON)] = []
    var scanner = JSONScanner(text, from: range.lowerBound + 1)
    scanner.skipSpace()
    while let name = scanner.string() {
      scanner.skipSpace()
      _ = scanner.take(UInt8(ascii: ":"))
      scanner.skipSpace()
      guard let (kind, value) = scanner.value() else { break }
      members.append((string(name.range, isEscaped: name.isEscaped), try json(kind, value, depth: depth)))
      scanner.skipSpace()
      guard scanner.take(UInt8(ascii: ",")) else { break }
      scanner.skipSpace()
    }
    return members
  }

  private func elements(_ range: Range<Int>, depth: Int) throws(DataFlaw) -> [JSON] {
    var elements: [JSON] = []
    var scanner = JSONScanner(text, from: range.lowerBound + 1)
    scanner.skipSpace()
    if scanner.take(UInt8(ascii: "]")) { return elements }
    while let (kind, value) = scanner.value() {
      elements.append(try json(kind, value, depth: depth))
      scanner.skipSpace()
      guard scanner.take(UInt8(ascii: ",")) else { break }
      scanner.skipSpace()
    }
    return elements
  }

  private func json(_ kind: JSONScanner.ValueKind, _ range: Range<Int>, depth: Int) throws(DataFlaw) -> JSON {
    guard depth < Self.deepest else {
      throw DataFlaw(
        line: line, "nests deeper than \(Self.deepest) levels",
        allowed: "objects and arrays in at most that many others")
    }
    switch kind {
    case .string(let isEscaped): return .string(string(range, isEscaped: isEscaped))
    case .number: return try number(range)
    case .array: return .array(try elements(range, depth: depth + 1))
    case .object: return .object(try members(range, depth: depth + 1))
    case .literal:
      switch text[range.lowerBound] {
      case UInt8(ascii: "t"): return true
      case UInt8(ascii: "f"): return false
      default: return .null
      }
    }
  }

  /// - Throws: ``DataFlaw`` for one that would be sent as another number.
  private func number(_ range: Range<Int>) throws(DataFlaw) -> JSON {
    let digits = String(decoding: text[range], as: UTF8.self)
    if let whole = Int(digits) { return .integer(whole) }
    if digits.utf8.contains(where: { ".eE".utf8.contains($0) }), let number = Double(digits), number.isFinite {
      return .number(number)
    }
    throw DataFlaw(
      line: line, "has a number that does not fit into 64 bits",
      allowed: "such a number as a string, in quotation marks")
  }

  private func string(_ range: Range<Int>, isEscaped: Bool) -> String {
    isEscaped
      ? String(decoding: JSONScanner.unescaped(text[range]), as: UTF8.self)
      : String(decoding: text[range], as: UTF8.self)
  }
}
