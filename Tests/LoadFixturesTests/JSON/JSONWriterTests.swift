import Foundation
import Testing

@testable import LoadFixtures

@Suite("JSON of request bodies")
struct JSONWriterTests {
  @Test("Members, arrays and objects within objects, byte for byte")
  func layout() {
    let bytes = JSONWriter.object { json in
      json.member("a", "b")
      json.member("n", -12)
      json.member("list", ["x", "y"])
      json.member("none", [String]())
      json.member("inner") {
        $0.member("c", "d")
        $0.member("e") { _ in }
      }
      json.member("last", 0)
    }
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == #"{"a":"b","n":-12,"list":["x","y"],"none":[],"inner":{"c":"d","e":{}},"last":0}"#)
  }

  @Test(
    "Foundation reads back exactly the text that was written",
    arguments: [
      "", "plain", "¿Qué tal, señora Núñez?", "\"quoted\" \\ back", "line\nfeed\r\ttab", "\u{0}\u{1}\u{1F}\u{7F}",
      "😀 e\u{301}",
      "</script>", "\u{2028}", String(repeating: "\"", count: 300),
    ])
  func texts(text: String) throws {
    let bytes = JSONWriter.object { json in
      json.member("text", text)
      json.member("texts", [text, text])
    }
    let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect(Array((object["text"] as? String ?? "").utf8) == Array(text.utf8))
    #expect(object["texts"] as? [String] == [text, text])
  }
}
