/// The bytes of a file one after the other, read in pieces.
struct FileBytes {
  private let file: RowFile
  private var piece: [UInt8]
  /// Where the piece begins in the file, and how much of it is the file's.
  private var start: Int
  private var end = 0
  private var index = 0
  /// Of the next byte, from 1 where the reading began.
  private(set) var line = 1
  /// Of all that was read; `nil` when nobody asked for it.
  private(set) var digest: SHA256?

  /// - Parameters:
  ///   - offset: Where to begin.
  ///   - size: Bytes that are read at a time.
  init(_ file: RowFile, from offset: Int = 0, pieces size: Int, digest: SHA256? = nil) {
    self.file = file
    self.digest = digest
    start = offset
    piece = [UInt8](repeating: 0, count: size)
  }

  /// Of the next byte in the file.
  var offset: Int { start + index }

  /// The next byte, which stays the next one; `nil` at the end.
  @inline(__always)
  mutating func peek() throws(DataFlaw) -> UInt8? {
    if index == end {
      try readOn()
      if end == 0 { return nil }
    }
    return piece[index]
  }

  private mutating func readOn() throws(DataFlaw) {
    start += end
    (index, end) = (0, 0)
    end = try file.read(into: &piece, at: start)
    digest?.update(piece[..<end])
  }

  /// Steps over a byte if it is the next one.
  @inline(__always)
  mutating func take(_ byte: UInt8) throws(DataFlaw) -> Bool {
    guard try peek() == byte else { return false }
    skip()
    return true
  }

  /// Steps over the byte that was peeked at.
  @inline(__always)
  mutating func skip() {
    if piece[index] == Self.lineFeed { line += 1 }
    index += 1
  }

  /// Moves bytes to the end of `output` up to the first one that is not meant, or to where the piece ends.
  @inline(__always)
  mutating func move(to output: inout [UInt8], while isMeant: (UInt8) -> Bool) {
    let first = index
    while index < end, isMeant(piece[index]) {
      if piece[index] == Self.lineFeed { line += 1 }
      index += 1
    }
    output += piece[first..<index]
  }

  /// Steps over the mark that some programs put before UTF-8, at the beginning of a file that is read in pieces of three
  /// bytes or more.
  mutating func skipByteOrderMark() throws(DataFlaw) {
    guard try peek() != nil, piece[..<end].starts(with: [0xEF, 0xBB, 0xBF]) else { return }
    index = 3
  }

  static let lineFeed: UInt8 = 0x0A
}
