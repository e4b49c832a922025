import AgentContracts

/// Writes values of JSON straight into bytes: Foundation's encoder builds a tree and a dictionary for every body, and a
/// user that writes a message a thousand times a second would mostly do that.
enum JSONText {
  /// Appends a string without its quotes, escaped.
  static func append(escaped text: String, to bytes: inout [UInt8]) {
    var text = text
    // The buffer does not leave the closure. Runs without anything to escape, which is nearly all, are copied whole.
    text.withUTF8 { buffer in
      var start = 0
      for index in buffer.indices {
        let byte = buffer[index]
        guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
        bytes.append(contentsOf: buffer[start..<index])
        append(escape: byte, to: &bytes)
        start = index + 1
      }
      bytes.append(contentsOf: buffer[start...])
    }
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
