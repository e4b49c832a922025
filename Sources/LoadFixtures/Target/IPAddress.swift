/// A numeric IP address, 4 or 16 bytes in network order.
///
/// Text is read as `inet_pton` reads it, without the historic forms (`127.1`, `0x7f.0.0.1`, leading zeros) in which
/// two programs may see two different addresses.
package struct IPAddress: Hashable, Sendable {
  package let bytes: [UInt8]

  /// Returns `nil` unless there are 4 or 16 bytes.
  package init?(bytes: [UInt8]) {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    self.bytes = bytes
  }

  /// Returns `nil` unless the text is an IPv4 or IPv6 address, the latter with or without a `%scope`.
  package init?(_ text: String) {
    if let bytes = Self.version4(text[...]) {
      self.bytes = bytes
      return
    }
    var address = text[...]
    if let percent = text.firstIndex(of: "%") {
      guard text.index(after: percent) < text.endIndex else { return nil }
      address = text[..<percent]
    }
    guard let bytes = Self.version6(address) else { return nil }
    self.bytes = bytes
  }

  package var isVersion6: Bool { bytes.count == 16 }

  private static func version4(_ text: Substring) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bytes: [UInt8] = []
    for part in parts {
      guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        part.utf8.count == 1 || part.utf8.first != UInt8(ascii: "0"), let byte = UInt8(part)
      else { return nil }
      bytes.append(byte)
    }
    return bytes
  }

  private static func version6(_ text: Substring) -> [UInt8]? {
    let halves = text.split(separator: "::", omittingEmptySubsequences: false)
    switch halves.count {
    case 1:
      guard let bytes = groups(halves[0], last: true), bytes.count == 16 else { return nil }
      return bytes
    case 2:
      // "::" stands for at least one group of zeros.
      guard let head = groups(halves[0], last: false), let tail = groups(halves[1], last: true),
        head.count + tail.count <= 14
      else { return nil }
      return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    default:
      return nil
    }
  }

  /// Reads `a:b:c`, whose last group may be an IPv4 address where the whole address ends.
  private static func groups(_ text: Substring, last: Bool) -> [UInt8]? {
    guard !text.isEmpty else { return [] }
    var bytes: [UInt8] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if last, index == parts.count - 1, part.contains("."), let tail = version4(part) {
        bytes += tail
        continue
      }
      guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy(RequestPath.isHexDigit),
        let group = UInt16(part, radix: 16)
      else { return nil }
      bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
    }
    return bytes
  }
}
