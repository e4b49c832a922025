import Testing

@testable import LoadEngine

struct ASCIITests {
  /// RFC 9110, 5.6.2.
  private static let token = Set(
    "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)

  @Test(arguments: 0..<20)
  func `a token ends at the first byte that it may not have, wherever it stands`(place: Int) {
    for filler in [UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "7")] {
      for byte in UInt8.min ... .max {
        var bytes = [UInt8](repeating: filler, count: 20)
        bytes[place] = byte
        #expect(ASCII.endOfToken(in: bytes.span, from: 0) == (Self.token.contains(byte) ? 20 : place), "\(byte)")
      }
    }
  }

  @Test func `neighbours in a word do not hide each other`() {
    for first in UInt8.min ... .max {
      for second in UInt8.min ... .max {
        let bytes = [first, second] + Array("abcdefgh".utf8)
        let expected = !Self.token.contains(first) ? 0 : !Self.token.contains(second) ? 1 : 10
        #expect(ASCII.endOfToken(in: bytes.span, from: 0) == expected)
      }
    }
  }
}
