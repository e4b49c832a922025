/// Writes the JSON of request bodies straight into bytes, member by member.
///
/// Foundation's encoder builds a tree and a dictionary for every body; a user that writes a message a thousand times
/// a second would mostly do that.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  /// The bytes of one object, without white space.
  ///
  /// - Parameter capacity: Bytes to make room for at first.
  static func object(capacity: Int = 128, _ members: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.bytes.reserveCapacity(capacity)
    writer.enclose(members)
    return writer.bytes
  }

  /// Writes a string member; the text is escaped.
  mutating func member(_ name: StaticString, _ text: String) {
    begin(name)
    append(text)
  }

  /// Writes a number member.
  mutating func member(_ name: StaticString, _ number: Int) {
    begin(name)
    bytes.append(contentsOf: String(number).utf8)
  }

  /// Writes an array of strings; each is escaped.
  mutating func member(_ name: StaticString, _ texts: [String]) {
    begin(name)
    bytes.append(UInt8(ascii: "["))
    for (index, text) in texts.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(text)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// Writes an object within the object.
  mutating func member(_ name: StaticString, _ members: (inout JSONWriter) -> Void) {
    begin(name)
    enclose(members)
  }

  private mutating func enclose(_ members: (inout JSONWriter) -> Void) {
    bytes.append(UInt8(ascii: "{"))
    needsComma = false
    members(&self)
    bytes.append(UInt8(ascii: "}"))
    needsComma = true
  }

  /// Names stand in the code and have nothing to escape.
  private mutating func begin(_ name: StaticString) {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
    bytes.append(UInt8(ascii: "\""))
    // The buffer is that of a literal, and it does not leave the closure.
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func append(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    // The buffer does not leave the closure. Runs without anything to escape, which is nearly all, are copied whole.
    text.withUTF8 { buffer in
      var start = 0
      for index in buffer.indices {
        let byte = buffer[index]
        guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
        bytes.append(contentsOf: buffer[start..<index])
        appendEscaped(byte)
        start = index + 1
      }
      bytes.append(contentsOf: buffer[start...])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func appendEscaped(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    if byte >= 0x20 {
      bytes.append(byte)
    } else {
      bytes.append(contentsOf: byte < 0x10 ? "u000".utf8 : "u00".utf8)
      bytes.append(contentsOf: String(byte, radix: 16).utf8)
    }
  }
}
