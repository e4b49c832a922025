import Foundation
import Testing

@testable import LoadFixtures

@Suite("JSON of answers")
struct JSONObjectTests {
  private static let answer = #"""
     { "response" : "Buenas, ¿qué tal?", "phase":"greeting", "n": -1.5e+3, "list":[1,[2,{"a":null}]],
    "inner": {"response": "not this one", "confidence": 1}, "escaped": "a\n\"b\" \u00e1\ud83d\ude00\/", "t":true ,
    "nothing": null, "n\u0061me": "x", "twice": "first", "twice": "last", "empty": "" }
    """#

  @Test("Only the object's own members are found, decoded, and of their own kind")
  func members() throws {
    let object = try #require(JSONObject(Array(Self.answer.utf8)))
    #expect(object.string("response") == "Buenas, ¿qué tal?")
    #expect(object.string("escaped") == "a\n\"b\" á😀/")
    #expect(object.string("name") == "x")
    #expect(object.string("twice") == "last")
    #expect(object.string("empty") == "")
    #expect(object.isNumber("n") && !object.isNumber("phase") && !object.isNumber("confidence"))
    #expect(object.has("nothing") && object.has("inner") && object.has("list") && !object.has("a"))
    for name in ["n", "list", "inner", "t", "nothing", "absent"] { #expect(object.string(name) == nil) }
  }

  /// Seeded mutations of a valid text: what ours takes, Foundation takes, and the other way round. Catches, among
  /// others: a scanner that takes a control character in a string, a lone surrogate, `01`, or `1.` for JSON.
  @Test("Foundation agrees on what is JSON, over 20,000 mutated texts")
  func differential() {
    var generator = SeededGenerator(seed: 11, user: 0)
    let original = Array(Self.answer.utf8)
    let pieces: [[UInt8]] =
      [
        "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "01", "-", "1.", ".5", "1e", "e5", "\\u00", "\\ud800", "\\udc00",
        "\\x",
        "tru", "true", "null", "\n", "\t", " ", "\u{0}", "é", "\u{FEFF}",
      ].map { Array($0.utf8) } + [[0xC3], [0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC0, 0xAF]]
    var taken = 0
    for round in 0..<20_000 {
      var bytes = original
      for _ in 0...generator.integer(in: 0...2) {
        let start = generator.integer(in: 0...bytes.count - 1)
        let end = min(bytes.count, start + generator.integer(in: 0...4))
        bytes.replaceSubrange(start..<end, with: generator.chance(0.3) ? [] : generator.element(of: pieces))
      }
      let ours = JSONObject(bytes) != nil
      let theirs = Self.foundationTakes(bytes)
      #expect(ours == theirs, "round \(round): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
      if ours { taken += 1 }
    }
    #expect(taken > 1000 && taken < 19_000, "\(taken) taken: the mutations no longer try both sides")
  }

  private static func foundationTakes(_ bytes: [UInt8]) -> Bool {
    do {
      return try JSONSerialization.jsonObject(with: Data(bytes)) is [String: Any]
    } catch {
      return false
    }
  }

  @Test("A text that nests too deep is refused and not followed")
  func depth() {
    func nested(_ depth: Int) -> [UInt8] {
      Array(("{\"a\":" + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}").utf8)
    }
    #expect(JSONObject(nested(100)) != nil)
    #expect(JSONObject(nested(1_000_000)) == nil)
  }

  @Test(
    "What is no object, or more than one, is refused", arguments: ["", " ", "[]", "1", "{} {}", "{}x", "{", "\"a\""])
  func notAnObject(text: String) {
    #expect(JSONObject(Array(text.utf8)) == nil)
  }
}
