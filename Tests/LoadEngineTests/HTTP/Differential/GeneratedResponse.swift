import LoadEngine
import TestSupport

/// The bytes of one connection, from a seed and a number.
struct GeneratedResponse: Sendable, CustomStringConvertible {
  let seed: UInt64
  let number: Int
  let bytes: [UInt8]
  let isHEAD: Bool
  /// Where the bytes are cut when our reader gets them.
  let cuts: [Int]

  /// A response after the grammar, in two of five cases damaged.
  init(seed: UInt64, number: Int) {
    self.seed = seed
    self.number = number
    // The number picks a stream of its own, so that one message can be made again without those before it.
    var random = SplitMix64(seed: seed &* 0x1_0000_0000 &+ UInt64(number))
    random = SplitMix64(seed: random.next())
    var generator = ResponseGenerator(random: random)
    var bytes = generator.response()
    random = generator.random
    if Int.random(in: 0..<5, using: &random) < 2 { bytes = MessageMutator.mutated(bytes, using: &random) }
    self.bytes = bytes
    isHEAD = generator.isHEAD
    cuts = (0..<Int.random(in: 0...3, using: &random)).map { _ in Int.random(in: 0...bytes.count, using: &random) }
  }

  var description: String {
    let text = bytes.map { byte in
      switch byte {
      case 0x0D: "\\r"
      case 0x0A: "\\n"
      case 0x5C: "\\\\"
      case 0x20..<0x7F: String(UnicodeScalar(byte))
      default: "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    return "seed \(seed) number \(number)\(isHEAD ? " (to a HEAD)" : "") cut at \(cuts): \(text.joined())"
  }
}
