import LoadEngine
import TestSupport
import Testing

@testable import AgentContracts

@Suite("Reading JSON")
struct JSONParserTests {
  @Test func membersStayInTheOrderOfTheText() throws {
    let text = #"{"z":1,"a":{"y":[],"b":"\ud83d\ude00\/"},"m":-0.5e1,"a2":null}"#
    #expect(try JSON(text: text).bytes.elementsEqual(#"{"z":1,"a":{"y":[],"b":"😀/"},"m":-5.0,"a2":null}"#.utf8))
  }

  @Test(arguments: [
    ("", 1, 1, "the text ends where a value should stand"),
    ("[1,\n 2,]", 2, 4, "no value begins so"),
    ("{\"a\" 1}", 1, 6, "a colon should stand here"),
    ("{\"a\": 1 \"b\": 2}", 1, 9, "a comma or the object's closing brace should stand here"),
    ("{a: 1}", 1, 2, "a member's name in quotation marks should stand here"),
    ("[1 2]", 1, 4, "a comma or the array's closing bracket should stand here"),
    ("{}\n\n]", 3, 1, "something stands after the value"),
    ("\"ab", 1, 1, "the string is not closed"),
    ("\"a\tb\"", 1, 3, "a control character in a string; write it as an escape"),
    (#""\x41""#, 1, 2, "no such escape"),
    (#""\u12g4""#, 1, 2, #"four hexadecimal digits should stand after \u"#),
    (#""\ud83d""#, 1, 2, "half of a pair of surrogates"),
    ("[01]", 1, 3, "a comma or the array's closing bracket should stand here"),
    ("-", 1, 2, "a digit should stand here"),
    ("1e999", 1, 1, "a number beyond all limits"),
    ("nul", 1, 1, "no value begins so"),
  ])
  func whatIsNoJSONIsRefusedWithItsPlace(text: String, line: Int, column: Int, reason: String) {
    #expect(throws: JSONSyntaxError(line: line, column: column, reason: reason)) { try JSON(text: text) }
  }

  @Test func brokenUTF8IsRefusedAndAByteOrderMarkIsNot() throws {
    #expect(throws: JSONSyntaxError(line: 1, column: 1, reason: "the string is no UTF-8")) {
      try JSON(parsing: [0x22, 0xC3, 0x22])
    }
    #expect(try JSON(parsing: [0xEF, 0xBB, 0xBF] + Array("[]".utf8)) == [])
  }

  @Test func fiveHundredLevelsAreReadAndMoreRefused() throws {
    func nested(_ levels: Int) -> String {
      String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    }
    _ = try JSON(text: nested(500))
    #expect(throws: JSONSyntaxError.self) { try JSON(text: nested(501)) }
    #expect(throws: JSONSyntaxError.self) { try JSON(text: String(repeating: "[", count: 1_000_000)) }
    #expect(throws: JSONSyntaxError.self) { try JSON(text: String(repeating: "{\"a\":", count: 1_000_000)) }
  }

  /// Says of each line, a text as a JSON string, whether Python takes it for JSON; its own additions are not.
  private static let judge = """
    import json, sys
    def refuse(word):
        raise ValueError(word)
    for line in sys.stdin:
        try:
            value = json.loads(json.loads(line), parse_constant=refuse)
            json.dumps(value, ensure_ascii=False).encode()
            print("inf" not in repr(value))
        except (ValueError, RecursionError):
            print(False)
    """

  @Test(.enabled { await PythonOracle.mayAsk("json") }) func pythonTakesTheSameTextsForJSON() async throws {
    var random = SplitMix64(seed: 9)
    let seeds = [
      #"{"a": [1, -2.5e-3, "x\n\u00e9", true, false, null], "": {}}"#, "[[0, 1E+2], {\"b\":[]}]",
      #""\ud83d\ude00\\\"""#, "-0.0",
    ].map { Array($0.utf8) }
    let alphabet = Array(#"{}[]":,\/ux0123456789eE+-.tfn "#.utf8)
    let texts = (0..<3000).map { _ -> String in
      var bytes = seeds.randomElement(using: &random) ?? []
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0 where bytes.count > 1: bytes.remove(at: index)
        case 1: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: index)
        default: bytes[index] = alphabet.randomElement(using: &random) ?? 0
        }
      }
      return String(decoding: bytes, as: UTF8.self)
    }
    let input = texts.map { String(decoding: JSON.string($0).bytes, as: UTF8.self) + "\n" }.joined()
    let verdicts = try await PythonOracle.run(Self.judge, input: input).split(separator: "\n").map { $0 == "True" }
    #expect(verdicts.count == texts.count)
    #expect(verdicts.contains(true) && verdicts.contains(false))
    for (text, isJSON) in zip(texts, verdicts) {
      #expect(((try? JSON(text: text)) != nil) == isJSON, "\(text)")
    }
  }
}
