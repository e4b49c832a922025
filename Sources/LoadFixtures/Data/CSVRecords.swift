import AgentContracts

/// The records of a CSV file (RFC 4180), whose first one names the columns.
///
/// Strict: what one program would read in this way and another in that way is refused. Lines may end in CRLF or LF, and
/// blank ones are passed over.
struct CSVRecords: RowRecords {
  static let beginsWithHeader = true

  private(set) var line = 0
  private(set) var offset = 0
  /// All fields without their quotes, one behind the other, and where each of them ends.
  private var text: [UInt8] = []
  private var ends: [Int] = []

  private static let comma = UInt8(ascii: ",")
  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = FileBytes.lineFeed
  private static let carriageReturn: UInt8 = 0x0D

  mutating func next(from input: inout FileBytes) throws(DataFlaw) -> Bool {
    text.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    while try takeLineBreak(from: &input) {}
    (line, offset) = (input.line, input.offset)
    guard try input.peek() != nil else { return false }
    repeat {
      if try input.take(Self.quote) { try takeQuoted(from: &input) } else { try takePlain(from: &input) }
      ends.append(text.count)
    } while try input.take(Self.comma)
    if try input.peek() != nil, try !takeLineBreak(from: &input) {
      // Nothing else stops a plain field, so that it is one in quotes.
      throw DataFlaw(
        line: input.line, "has something between the end of a field in quotation marks and the next comma",
        allowed: Self.quoting)
    }
    return true
  }

  private func takeLineBreak(from input: inout FileBytes) throws(DataFlaw) -> Bool {
    if try input.take(Self.lineFeed) { return true }
    guard try input.take(Self.carriageReturn) else { return false }
    guard try input.take(Self.lineFeed) else {
      throw DataFlaw(
        line: input.line, "has a carriage return without a line feed",
        allowed: "lines that end in CRLF or LF, and other carriage returns in fields in quotation marks")
    }
    return true
  }

  private mutating func takePlain(from input: inout FileBytes) throws(DataFlaw) {
    while let byte = try input.peek() {
      switch byte {
      case Self.comma, Self.lineFeed, Self.carriageReturn: return
      case Self.quote:
        throw DataFlaw(
          line: input.line, "has a quotation mark in a field that does not begin with one", allowed: Self.quoting)
      default:
        input.move(to: &text) { byte in
          byte != Self.comma && byte != Self.lineFeed && byte != Self.carriageReturn && byte != Self.quote
        }
        try checkLength()
      }
    }
  }

  /// From behind the opening mark to behind the closing one.
  private mutating func takeQuoted(from input: inout FileBytes) throws(DataFlaw) {
    let start = input.line
    while let byte = try input.peek() {
      if byte == Self.quote {
        input.skip()
        guard try input.take(Self.quote) else { return }
        text.append(Self.quote)
      } else {
        input.move(to: &text) { $0 != Self.quote }
      }
      try checkLength()
    }
    throw DataFlaw(
      line: start, "begins a field in quotation marks that is not closed before the end of the file",
      allowed: Self.quoting)
  }

  private func checkLength() throws(DataFlaw) {
    guard text.count > longestRow else { return }
    throw DataFlaw(
      line: line, "begins a row of more than 1 MiB; is a quotation mark not closed?", allowed: "rows of at most 1 MiB")
  }

  private static let quoting =
    "a field with a quotation mark, a comma or a line break in it stands in quotation marks, and a mark within is doubled"
}

// MARK: Columns and values

extension CSVRecords {
  /// - Throws: ``DataFlaw``, as well for a header that other separators than commas make one of a single column.
  func columns() throws(DataFlaw) -> DataColumns {
    var names: [String] = []
    for place in ends.indices {
      let name = try validated(place)
      guard let first = name.first, let last = name.last, !first.isWhitespace, !last.isWhitespace else {
        throw DataFlaw(
          line: line, "gives column \(place + 1) \(name.isEmpty ? "no name" : "a name with a blank around it")",
          allowed: "a header, whose names have no blanks before or after them")
      }
      names.append(name)
    }
    if names.count == 1, names[0].contains(where: { ";\t|".contains($0) }) {
      throw DataFlaw(
        line: line, "names columns that are not separated by commas", allowed: "commas between fields (RFC 4180)")
    }
    return try DataColumns(names, line: line)
  }

  func check(_ columns: DataColumns) throws(DataFlaw) {
    guard ends.count == columns.names.count else {
      let fields = ends.count == 1 ? "field" : "fields"
      throw DataFlaw(
        line: line, "has \(ends.count) \(fields) and the header \(columns.names.count)",
        allowed: "as many fields in each row as the header has")
    }
    // Most fields are plain ASCII: a string for each would take longer than all else.
    for place in ends.indices where !bytes(place).allSatisfy({ $0 < 0x80 }) { _ = try validated(place) }
  }

  func values(_ columns: DataColumns) throws(DataFlaw) -> [JSON] {
    try check(columns)
    return ends.indices.map { .string(self[$0]) }
  }

  var fieldCount: Int { ends.count }

  /// A field's text.
  subscript(place: Int) -> String { String(decoding: bytes(place), as: UTF8.self) }

  private func bytes(_ place: Int) -> ArraySlice<UInt8> { text[(place == 0 ? 0 : ends[place - 1])..<ends[place]] }

  private func validated(_ place: Int) throws(DataFlaw) -> String {
    // What is not UTF-8 is decoded as something else.
    let text = self[place]
    guard text.utf8.elementsEqual(bytes(place)) else {
      throw DataFlaw(
        line: line, "has text in column \(place + 1) that is not UTF-8", allowed: "text in UTF-8, as `iconv` makes it")
    }
    return text
  }
}
