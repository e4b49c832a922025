import Foundation
import Testing

@testable import LoadFixtures

@Suite("JSON of request bodies")
struct JSONTextTests {
  @Test(
    "Foundation reads back exactly the text that was written",
    arguments: [
      "", "plain", "¿Qué tal, señora Núñez?", "\"quoted\" \\ back", "line\nfeed\r\ttab", "\u{0}\u{1}\u{1F}\u{7F}",
      "😀 e\u{301}",
      "</script>", "\u{2028}", String(repeating: "\"", count: 300),
    ])
  func texts(text: String) throws {
    var bytes: [UInt8] = []
    JSONText.append([text, text], to: &bytes)
    let read = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String])
    #expect(read.map { Array($0.utf8) } == [Array(text.utf8), Array(text.utf8)])
  }
}
