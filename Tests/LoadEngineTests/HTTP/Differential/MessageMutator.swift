import LoadEngine
import TestSupport

/// Damages messages as peers, proxies and attackers do.
enum MessageMutator {
  /// Tokens that change a message's structure.
  private static let tokens: [[UInt8]] = [
    "\r", "\n", "\r\n", "\r\n\r\n", "\0", ":", " ", "\t", ";", ",", "0", "f", "7fffffffffffffff", "ffffffffffffffff",
    "18446744073709551616", "-1", "chunked", "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n",
    "Connection: close\r\n", "Host: y\r\n", "HTTP/1.1 ", "HTTP/1.0", "100", "204", "Content-Length: 5\r\n",
    "Content-Length: 9223372036854775808\r\n", "\r\n ", "\u{7F}", "\u{1}", "\r\n0\r\n\r\n", "1\r\nx\r\n", "é",
  ].map { Array($0.utf8) }

  /// One to four damages: replaced, inserted, duplicated, cut or flipped bytes, or an early end.
  static func mutated(_ seed: [UInt8], using random: inout SplitMix64) -> [UInt8] {
    var bytes = seed
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let at = Int.random(in: 0...bytes.count, using: &random)
      let length = min(Int.random(in: 1...12, using: &random), bytes.count - at)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes.replaceSubrange(at..<at + length, with: tokens.randomElement(using: &random) ?? [])
      case 1: bytes.insert(contentsOf: tokens.randomElement(using: &random) ?? [], at: at)
      case 2: bytes.insert(contentsOf: bytes[at..<at + length], at: Int.random(in: 0...bytes.count, using: &random))
      case 3: bytes.removeSubrange(at..<at + length)
      case 4: if at < bytes.count { bytes[at] = UInt8.random(in: 0...255, using: &random) }
      // Half as often: a message that is cut short tries little new.
      default: if Bool.random(using: &random) { bytes.removeSubrange(at...) }
      }
    }
    return bytes
  }
}
