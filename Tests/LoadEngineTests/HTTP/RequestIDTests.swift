import Foundation
import Testing

@testable import LoadEngine

struct RequestIDTests {
  @Test func `its digits are those of its two words, in a UUID's groups`() {
    #expect(RequestID(random: 0, 0).description == "00000000-0000-4000-8000-000000000000")
    #expect(RequestID(random: .max, .max).description == "ffffffff-ffff-4fff-bfff-ffffffffffff")
    #expect(
      RequestID(random: 0x0123_4567_89AB_CDEF, 0x8123_4567_89AB_CDEF).description
        == "01234567-89ab-4def-8123-456789abcdef")
  }

  @Test func `Foundation reads and writes the same`() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<1000 {
      let text = RequestID(random: generator.next(), generator.next()).description
      #expect(try #require(UUID(uuidString: text)).uuidString.lowercased() == text)
    }
  }
}
