/// A text as its readers would have it, layer by layer: without the escapes of JSON (RFC 8259), HTML and URLs. Each
/// byte knows where in the text it stands.
struct UnescapedText {
  private(set) var bytes: [UInt8]
  /// Where each byte begins in the text as it came, and where that ends.
  private(set) var places: [Int]
  private var layers = 0

  /// Layers that are taken off: JSON in a string of JSON in a page.
  private static let most = 3

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    places = Array(0...bytes.count)
  }

  /// Takes the outermost layer off; false when there is none, or there have been enough.
  mutating func unescape() -> Bool {
    guard layers < Self.most else { return false }
    layers += 1
    var (result, from): ([UInt8], [Int]) = ([], [])
    var index = 0
    var isChanged = false
    while index < bytes.count {
      let (plain, length) = Self.escape(in: bytes[index...]) ?? ([bytes[index]], 1)
      isChanged = isChanged || plain.count != length || plain[0] != bytes[index]
      result += plain
      from += [Int](repeating: places[index], count: plain.count)
      index += length
    }
    guard isChanged else { return false }
    (bytes, places) = (result, from + [places[bytes.count]])
    return true
  }

  /// What an escape at the beginning stands for, and its length; `nil` for none.
  private static func escape(in bytes: ArraySlice<UInt8>) -> ([UInt8], Int)? {
    switch bytes.first {
    case UInt8(ascii: "%"): number(in: bytes.dropFirst().prefix(2), radix: 16, digits: 2).map { ([UInt8($0)], 3) }
    case UInt8(ascii: "\\"): ofJSON(bytes)
    case UInt8(ascii: "&"): ofHTML(bytes)
    default: nil
    }
  }

  private static func number(in digits: ArraySlice<UInt8>, radix: Int, digits count: Int) -> Int? {
    digits.count == count
      ? Int(String(decoding: digits, as: UTF8.self), radix: radix).flatMap { $0 >= 0 ? $0 : nil } : nil
  }

  private static func ofJSON(_ bytes: ArraySlice<UInt8>) -> ([UInt8], Int)? {
    let next = bytes.dropFirst()
    switch next.first {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return ([next[next.startIndex]], 2)
    case UInt8(ascii: "u"):
      guard let unit = number(in: next.dropFirst().prefix(4), radix: 16, digits: 4) else { return nil }
      guard (0xD800..<0xDC00).contains(unit) else { return Unicode.Scalar(unit).map { (Array(String($0).utf8), 6) } }
      let rest = next.dropFirst(5)
      guard rest.starts(with: "\\u".utf8), let low = number(in: rest.dropFirst(2).prefix(4), radix: 16, digits: 4),
        (0xDC00..<0xE000).contains(low),
        let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + low - 0xDC00)
      else { return nil }
      return (Array(String(scalar).utf8), 12)
    default: return nil
    }
  }

  private static let entities: [(name: String, byte: UInt8)] = [
    ("&amp;", UInt8(ascii: "&")), ("&lt;", UInt8(ascii: "<")), ("&gt;", UInt8(ascii: ">")),
    ("&quot;", UInt8(ascii: "\"")), ("&apos;", UInt8(ascii: "'")),
  ]

  private static func ofHTML(_ bytes: ArraySlice<UInt8>) -> ([UInt8], Int)? {
    if let entity = entities.first(where: { bytes.starts(with: $0.name.utf8) }) {
      return ([entity.byte], entity.name.utf8.count)
    }
    guard bytes.starts(with: "&#".utf8), let end = bytes.prefix(10).firstIndex(of: UInt8(ascii: ";")) else {
      return nil
    }
    var digits = bytes[(bytes.startIndex + 2)..<end]
    let radix = digits.first.map { $0 | 0x20 == UInt8(ascii: "x") } == true ? 16 : 10
    if radix == 16 { digits = digits.dropFirst() }
    guard let scalar = number(in: digits, radix: radix, digits: digits.count).flatMap(Unicode.Scalar.init) else {
      return nil
    }
    return (Array(String(scalar).utf8), end + 1 - bytes.startIndex)
  }
}

extension Unicode.Scalar {
  fileprivate init?(_ value: Int) {
    guard let value = UInt32(exactly: value), let scalar = Unicode.Scalar(value) else { return nil }
    self = scalar
  }
}
