/// The headers of one message, kept as the one block of bytes they came in and searched on demand.
///
/// Names compare without regard to case; values are trimmed of spaces and tabs, and bytes that are not UTF-8 are
/// replaced when a value is read as text. Iteration follows the order of arrival, duplicates included.
public struct HTTPHeaders: Sendable, Equatable, Sequence {
  /// The number of header lines.
  public let count: Int
  /// Lines of `name:value`, checked by the reader, each ended by an LF.
  private let block: [UInt8]

  /// Creates a block of fields that some other reader took apart.
  ///
  /// A field that could not stand on a line of its own (no token as name, a control character in its value) is left
  /// out: no reader of HTTP has it from a message.
  public init(_ fields: [(String, String)] = []) {
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
    for line in Lines(block) where ASCII.hasField(name, in: block, at: line.lowerBound) {
      return value(in: line, after: line.lowerBound + name.utf8.count)
    }
    return nil
  }

  /// Yields the name as it was sent and the trimmed value of one header after the other.
  public func makeIterator() -> AnyIterator<(name: String, value: String)> {
    var lines = Lines(block)
    return AnyIterator {
      lines.next().map { line in
        let colon = block[line].firstIndex(of: UInt8(ascii: ":")) ?? line.upperBound
        return (String(decoding: block[line.lowerBound..<colon], as: UTF8.self), value(in: line, after: colon))
      }
    }
  }

  private func value(in line: Range<Int>, after colon: Int) -> String {
    let start = Swift.min(colon + 1, line.upperBound)
    let range = FieldBlock.trim(block.span, from: start, to: line.upperBound)
    return String(decoding: block[range], as: UTF8.self)
  }

  /// The ranges of the lines, without their LF.
  private struct Lines: Sequence, IteratorProtocol {
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
