import AgentContracts

/// Writes values of JSON straight into bytes: Foundation's encoder builds a tree and a dictionary for every body, and a
/// user that writes a message a thousand times a second would mostly do that.
enum JSONText {
  /// Appends a string without its quotes, escaped.
  static func append(escaped text: String, to bytes: inout [UInt8]) {
    var text = text
    // The buffer does not leave the closure.
    text.withUTF8 { append(escaped: $0, to: &bytes) }
  }

  /// Runs without anything to escape, which is nearly all, are copied whole.
  private static func append(escaped text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    let span = text.span.bytes
    var (start, index) = (0, 0)
    while true {
      index = JSONScanner.endOfPlain(in: span, from: index, throughMultibyte: true)
      guard index < text.count else { break }
      let byte = text[index]
      index += 1
      guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index - 1]))
      append(escape: byte, to: &bytes)
      start = index
    }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
  }

  /// Appends a string in its quotes that is there as UTF-8.
  static func append(utf8 text: [UInt8], to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    // The buffer does not leave the closure.
    text.withUnsafeBufferPointer { append(escaped: $0, to: &bytes) }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Appends a string in its quotes.
  static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    append(escaped: text, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Appends a list of strings.
  static func append(_ texts: [String], to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "["))
    for (index, text) in texts.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(text, to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private static func append(escape byte: UInt8, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\\"))
    if byte >= 0x20 {
      bytes.append(byte)
    } else {
      bytes.append(contentsOf: byte < 0x10 ? "u000".utf8 : "u00".utf8)
      bytes.append(contentsOf: String(byte, radix: 16).utf8)
    }
  }
}
