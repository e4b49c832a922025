import AgentContracts
import Foundation
import Testing

@testable import LoadFixtures

@Suite("JSON of answers, by pointers")
struct JSONDocumentTests {
  private static let answer = #"""
     { "response" : "Buenas, ¿qué tal?", "phase":"greeting", "n": -1.5e+3, "list":[1,[2,{"a":null}]],
    "inner": {"response": "not this one", "confidence": 1}, "escaped": "a\n\"b\" \u00e1\ud83d\ude00\/", "t":true ,
    "nothing": null, "n\u0061me": "x", "twice": "first", "twice": "last", "empty": "" }
    """#

  @Test("Only the object's own members are found, decoded, and of their own kind")
  func members() throws {
    let object = try #require(JSONDocument(Array(Self.answer.utf8)))
    #expect(object.string("/response") == "Buenas, ¿qué tal?")
    #expect(object.string("/escaped") == "a\n\"b\" á😀/")
    #expect(object.string("/name") == "x")
    #expect(object.string("/twice") == "last")
    #expect(object.string("/empty") == "")
    #expect(object.number("/n") == -1500 && object.number("/phase") == nil && object.number("/confidence") == nil)
    #expect(object.place("/nothing") != nil && object.place("/inner") != nil && object.place("/a") == nil)
    #expect(object.number("/inner/confidence") == 1 && object.string("/inner/response") == "not this one")
    #expect(object.number("/list/0") == 1 && object.number("/list/1/0") == 2 && object.place("/list/1/1/a") != nil)
    #expect(object.place("/list/2") == nil && object.place("/list/01") == nil && object.place("/list/-") == nil)
    #expect(object.place("/phase/0") == nil && object.place("") != nil)
    for name in ["n", "list", "inner", "t", "nothing", "absent"] { #expect(object.string(Self.pointer(name)) == nil) }
  }

  private static func pointer(_ name: String) -> JSONPointer { JSONPointer("/" + name) ?? "" }

  @Test("A byte that a string may not hold is seen wherever it stands among others", arguments: 0..<20)
  func bytesOfStrings(place: Int) {
    for byte in UInt8.min ... .max {
      var text = [UInt8](repeating: UInt8(ascii: "z"), count: 20)
      text[place] = byte
      let object = JSONDocument(Array(#"{"k":""#.utf8) + text + Array(#""}"#.utf8))
      // Alone, a quotation mark ends the string too early, and a backslash escapes what cannot be escaped.
      let isPlain = (0x20...0x7F).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
      #expect(object?.string("/k") == (isPlain ? String(decoding: text, as: UTF8.self) : nil), "\(byte)")
    }
  }

  /// Seeded mutations of a valid text: what ours takes, Foundation takes, and the other way round. Catches, among
  /// others: a scanner that takes a control character in a string, `01`, or `1.` for JSON. Foundation refuses half a
  /// surrogate pair, which the grammar allows: it is shown another character instead.
  @Test("Foundation agrees on what is JSON, over 20,000 mutated texts")
  func differential() {
    var generator = SeededRandom(seed: 11, user: 0)
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
      let ours = JSONDocument(bytes) != nil
      let theirs = Self.foundationTakes(bytes)
      #expect(ours == theirs, "round \(round): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
      if ours { taken += 1 }
    }
    #expect(taken > 1000 && taken < 19_000, "\(taken) taken: the mutations no longer try both sides")
  }

  private static func foundationTakes(_ bytes: [UInt8]) -> Bool {
    do {
      var bytes = bytes
      for index in bytes.indices.dropLast(5) where bytes[index...].starts(with: #"\u"#.utf8) {
        if "dD".utf8.contains(bytes[index + 2]) { bytes[index + 2] = UInt8(ascii: "0") }
      }
      _ = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
      return true
    } catch {
      return false
    }
  }

  @Test("A text may nest as deep as it is long", arguments: [0, 1, 63, 64, 65, 127, 128, 129, 1_000_000])
  func depth(depth: Int) {
    func nested(_ open: String, _ close: String, cutting cut: Int = 0) -> [UInt8] {
      let text = "{\"a\":" + String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
      return Array((text.dropLast(cut) + "}").utf8)
    }
    for (open, close) in [("[", "]"), ("{\"b\":", "}"), ("[{\"b\":[2,", ",null]}]")] {
      let text = nested(open, close)
      #expect(JSONDocument(text)?.place("/a") != nil)
      guard depth > 0 else { continue }
      #expect(JSONDocument(nested(open, close, cutting: 1)) == nil, "one bracket is missing")
      #expect(JSONDocument(Array(text.dropLast() + "]}".utf8)) == nil, "one bracket is too many")
    }
  }

  @Test(
    "Half a surrogate pair stands for what cannot be read: a server has cut the text there",
    arguments: [
      ("Hola \\ud83d", "Hola \u{FFFD}"), ("\\ud83d y m\\u00e1s", "\u{FFFD} y más"),
      ("\\ude00\\ud83d", "\u{FFFD}\u{FFFD}"),
      ("\\ud83d\\ud83d\\ude00", "\u{FFFD}😀"), ("\\uD83D\\n", "\u{FFFD}\n"),
    ])
  func halfSurrogates(escaped: String, text: String) throws {
    let object = try #require(JSONDocument(Array(#"{"response":"\#(escaped)","n":1}"#.utf8)))
    #expect(object.string("/response") == text)
    #expect(object.number("/n") == 1)
  }

  @Test("Numbers, and what is none")
  func numbers() throws {
    let text = #"{"a":-1.5e3,"wrapped":18446744073709551615,"huge":1e999,"s":"7","t":true,"n":null,"id":0042}"#
    #expect(JSONDocument(Array(text.utf8)) == nil, "a number does not begin with 0")
    let object = try #require(JSONDocument(Array(text.replacing("0042", with: "42").utf8)))
    #expect(object.number("/a") == -1500 && object.number("/wrapped") == 18_446_744_073_709_551_616)
    #expect(object.number("/huge") == .infinity)
    for name in ["s", "t", "n", "absent"] { #expect(object.number(Self.pointer(name)) == nil) }
    #expect(object.hasValue("/t") && !object.hasValue("/n") && !object.hasValue("/absent"))
    #expect(object.stringOrNumber("/id") == "42" && object.stringOrNumber("/s") == "7")
    #expect(object.stringOrNumber("/t") == nil && object.stringOrNumber("/n") == nil)
  }

  @Test("A number is the one that the standard library reads, to the last bit")
  func numbersAreExact() {
    var random = SeededRandom(seed: 3, user: 0)
    for _ in 0..<20_000 {
      let whole = String(random.below(random.chance(0.5) ? 100_000 : .max))
      var text = (random.chance(0.5) ? "-" : "") + whole
      if random.chance(0.8) { text += "." + String(random.below(random.chance(0.5) ? 1000 : .max)) }
      if random.chance(0.1) { text += "e-7" }
      let number = JSONDocument(Array("[\(text)]".utf8))?.number("/0")
      #expect(number?.bitPattern == Double(text)?.bitPattern, "\(text)")
    }
    #expect(JSONDocument(Array("-0".utf8))?.number("")?.sign == .minus)
  }

  @Test(
    "An array of strings, and what is none",
    arguments: [
      ("[]", []), (#"[ "a" , "b\u00e1\"" ]"#, ["a", "bá\""]), ("[1]", nil), (#"["a",null]"#, nil),
      (#"["a",["b"]]"#, nil),
      (#""a""#, nil), ("{}", nil),
    ] as [(String, [String]?)])
  func strings(json: String, items: [String]?) throws {
    let object = try #require(JSONDocument(Array(#"{"x": 1, "list": \#(json)}"#.utf8)))
    #expect(object.strings("/list") == items)
  }

  @Test(
    "What is no value, or more than one, is refused",
    arguments: ["", " ", "1 2", "{} {}", "{}x", "{", "[", "\"a", "nul"])
  func notAValue(text: String) {
    #expect(JSONDocument(Array(text.utf8)) == nil)
  }

  @Test("A value of any kind is a document", arguments: [("[1, \"a\"]", "/1", "a"), ("\"x\"", "", "x")])
  func fragments(text: String, pointer: String, value: String) throws {
    let document = try #require(JSONDocument(Array(text.utf8)))
    #expect(document.string(try #require(JSONPointer(pointer))) == value)
  }

  @Test(
    "Conditions hold for the value that is there, and for nothing else",
    arguments: [
      (.equals("healthy"), "/status", true), (.equals("sick"), "/status", false), (.equals("a\"b"), "/quoted", true),
      (.equals(3), "/n", true), (.equals(.number(3.0)), "/n", true), (.equals("3"), "/n", false),
      (.equals(true), "/t", true), (.equals(false), "/t", false), (.equals(.null), "/none", true),
      (.equals(.null), "/absent", false), (.equals(["a": [1, .null]]), "/deep", true),
      (.equals(["a": [1]]), "/deep", false), (.oneOf(["x", "healthy"]), "/status", true),
      (.oneOf(["x"]), "/status", false),
      (.type(.string), "/status", true), (.type(.integer), "/n", true), (.type(.integer), "/half", false),
      (.type(.number), "/half", true), (.type(.boolean), "/t", true), (.type(.boolean), "/none", false),
      (.type(.null), "/none", true), (.type(.object), "/deep", true), (.type(.array), "/deep/a", true),
      (.type(.array), "/deep", false), (.longerThan(6), "/status", true), (.longerThan(7), "/status", false),
      (.longerThan(2), "/accents", true), (.longerThan(3), "/accents", false), (.longerThan(1), "/deep/a", true),
      (.longerThan(2), "/deep/a", false), (.longerThan(0), "/n", false),
    ] as [(Check.Condition, JSONPointer, Bool)])
  func conditions(condition: Check.Condition, pointer: JSONPointer, holds: Bool) throws {
    let text = #"""
      {"status": "healthy", "quoted": "a\"b", "n": 3, "half": 0.5, "t": true, "none": null,
       "deep": {"a": [1, null]}, "accents": "ñe\u0301ü"}
      """#
    let document = try #require(JSONDocument(Array(text.utf8)))
    #expect(document.fulfils(condition, at: pointer) == holds)
  }
}
