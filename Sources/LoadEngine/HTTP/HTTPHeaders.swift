/// The headers of one message, kept as the one block of bytes they came in and searched on demand.
///
/// Names compare without regard to case; values are trimmed of spaces and tabs, and bytes that are not UTF-8 are
/// replaced when a value is read as text. Iteration follows the order of arrival, duplicates included.
public struct HTTPHeaders: Sendable, Equatable, Sequence {
  /// The number of header lines.
  public let count: Int
  /// Lines of `name:value`, checked by the reader, each ended by an LF.
  private let block: [UInt8]

  /// Creates an empty block.
  public init() {
    count = 0
    block = []
  }

  /// Creates a block of fields that some other reader took apart.
  ///
  /// A field that could not stand on a line of its own (no token as name, a control character in its value) is left
  /// out: no reader of HTTP has it from a message.
  public init(_ fields: [(String, String)]) {
    var block: [UInt8] = []
    var count = 0
    for (name, value) in fields where ASCII.isToken(name) && ASCII.isFieldValue(value) {
      block.append(contentsOf: "\(name):\(value)\n".utf8)
      count += 1
    }
    self.init(block: block, count: count)
  }

  init(block: [UInt8], count: Int) {
    self.block = block
    self.count = count
  }

  /// The value of the first header of that name, or nil.
  public subscript(_ name: String) -> String? {
    var lines = Lines(block)
    while let line = lines.next() {
      if ASCII.hasField(name, in: block, at: line.lowerBound) {
        return value(in: line, after: line.lowerBound + name.utf8.count)
      }
    }
    return nil
  }

  /// The values of all headers of that name, in order of arrival.
  public func values(_ name: String) -> [String] {
    var values: [String] = []
    var lines = Lines(block)
    while let line = lines.next() {
      if ASCII.hasField(name, in: block, at: line.lowerBound) {
        values.append(value(in: line, after: line.lowerBound + name.utf8.count))
      }
    }
    return values
  }

  /// Iterates over all headers.
  public func makeIterator() -> Iterator { Iterator(self) }

  /// Yields the name as it was sent and the trimmed value of one header after the other.
  public struct Iterator: IteratorProtocol {
    private let headers: HTTPHeaders
    private var lines: Lines

    fileprivate init(_ headers: HTTPHeaders) {
      self.headers = headers
      lines = Lines(headers.block)
    }

    /// The next header, or nil at the end.
    public mutating func next() -> (name: String, value: String)? {
      guard let line = lines.next() else { return nil }
      let bytes = headers.block[line]
      let colon = bytes.firstIndex(of: UInt8(ascii: ":")) ?? line.upperBound
      return (String(decoding: bytes[..<colon], as: UTF8.self), headers.value(in: line, after: colon))
    }
  }

  private func value(in line: Range<Int>, after colon: Int) -> String {
    var start = Swift.min(colon + 1, line.upperBound)
    var end = line.upperBound
    while start < end, block[start] == 0x20 || block[start] == 0x09 { start += 1 }
    while end > start, block[end - 1] == 0x20 || block[end - 1] == 0x09 { end -= 1 }
    return String(decoding: block[start..<end], as: UTF8.self)
  }

  /// The ranges of the lines, without their LF.
  private struct Lines {
    private let block: [UInt8]
    private var start = 0

    init(_ block: [UInt8]) { self.block = block }

    mutating func next() -> Range<Int>? {
      guard let end = ASCII.firstLineFeed(in: block.span, from: start, to: block.count) else { return nil }
      defer { start = end + 1 }
      return start..<end
    }
  }
}
