import Foundation

/// The parts of a response as a lenient reader sees them, by which a known difference is recognised.
///
/// It judges nothing. Lines end with any LF, so that it gets through what a strict reader stops at.
struct ResponseAnatomy {
  /// Lines up to an empty one, each with its CR and without its LF.
  struct Block {
    var lines: [ArraySlice<UInt8>] = []
    var byteCount = 0
    var hasBareLineFeed = false
    /// Whether the empty line is there; else the last of `lines` is the rest, without LF.
    var isEnded = false
  }

  /// Of the interim answers and of the answer.
  private(set) var heads: [Block] = []
  /// The lines of the chunk sizes, without CRLF, the last perhaps without an end.
  private(set) var chunkSizes: [ArraySlice<UInt8>] = []
  private(set) var trailers: Block?

  init(_ bytes: [UInt8], isHEAD: Bool) {
    var offset = 0
    var status = ""
    repeat {
      let head = Self.block(bytes[offset...])
      heads.append(head)
      offset += head.byteCount
      guard head.isEnded, let line = head.lines.first else { return }
      status = String(decoding: line.dropFirst(9).prefix(3), as: UTF8.self)
    } while status.hasPrefix("1") && status != "101"
    guard !isHEAD, !["101", "204", "304"].contains(status), !values("transfer-encoding").isEmpty else { return }
    while offset < bytes.count {
      let end = Self.endOfLine(bytes[offset...]) ?? bytes.count
      let line = bytes[offset..<end]
      chunkSizes.append(line)
      offset = end + 2
      let digits = Self.sizeDigits(line)
      guard end < bytes.count, !digits.isEmpty, let size = Int(digits, radix: 16) else { return }
      if size == 0 {
        trailers = Self.block(bytes[offset...])
        return
      }
      guard size + 2 <= bytes.count - offset else { return }
      offset += size + 2
    }
  }

  /// All lines of heads and trailers.
  var lines: [ArraySlice<UInt8>] { (heads + [trailers].compactMap(\.self)).flatMap(\.lines) }

  /// The trimmed values of a field, in lower case, of all heads.
  func values(_ name: String) -> [String] { heads.flatMap { Self.values(name, in: $0) } }

  /// The same, head by head.
  func valuesByHead(_ name: String) -> [[String]] { heads.map { Self.values(name, in: $0) } }

  /// The lengths in each head, those of a list one by one.
  var lengthsByHead: [[String]] {
    valuesByHead("content-length").map { values in
      values.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
        .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
    }
  }

  /// The same, of the trailers.
  func trailerValues(_ name: String) -> [String] { trailers.map { Self.values(name, in: $0) } ?? [] }

  /// `d.d` of each head's first line.
  var versions: [String] {
    heads.compactMap { head in
      guard let line = head.lines.first, line.starts(with: Array("HTTP/".utf8)) else { return nil }
      return String(decoding: line.dropFirst(5).prefix(3), as: UTF8.self)
    }
  }

  /// The digits that a chunk size begins with.
  static func sizeDigits(_ line: ArraySlice<UInt8>) -> String {
    String(decoding: line.prefix { Character(UnicodeScalar($0)).isHexDigit }, as: UTF8.self)
  }

  private static func values(_ name: String, in block: Block) -> [String] {
    var texts: [String] = []
    for line in block.lines {
      let text = String(decoding: line, as: UTF8.self).lowercased()
      if let last = texts.last, line.first == 0x20 || line.first == 0x09 {
        texts[texts.count - 1] = last.trimmingCharacters(in: .newlines) + text
      } else {
        texts.append(text)
      }
    }
    return texts.compactMap { text in
      guard text.hasPrefix(name + ":") else { return nil }
      return text.dropFirst(name.utf8.count + 1).trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }

  private static func block(_ bytes: ArraySlice<UInt8>) -> Block {
    var block = Block()
    var start = bytes.startIndex
    while let end = bytes[start...].firstIndex(of: 0x0A) {
      let line = bytes[start..<end]
      start = end + 1
      if line.last != 0x0D { block.hasBareLineFeed = true }
      if line.isEmpty || line.elementsEqual([0x0D]) {
        block.isEnded = true
        break
      }
      block.lines.append(line)
    }
    if !block.isEnded, start < bytes.endIndex { block.lines.append(bytes[start...]) }
    block.byteCount = (block.isEnded ? start : bytes.endIndex) - bytes.startIndex
    return block
  }

  /// The index of the first CRLF.
  private static func endOfLine(_ bytes: ArraySlice<UInt8>) -> Int? {
    bytes.indices.dropLast().first { bytes[$0] == 0x0D && bytes[$0 + 1] == 0x0A }
  }
}
