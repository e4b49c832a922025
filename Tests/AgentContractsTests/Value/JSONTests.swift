import LoadEngine
import TestSupport
import Testing

@testable import AgentContracts

@Suite("JSON values")
struct JSONTests {
  @Test(arguments: [
    (#"{"a": 1, "b": [true, null]}"#, #"{"b": [true, null], "a": 1.0}"#), ("1", "1.0"), ("-0", "0"), ("1e2", "100"),
    (#""\u00f1""#, #""ñ""#), ("[]", "[ ]"), (#"{"a": 1, "a": 2}"#, #"{"a": 2}"#),
    ("9007199254740993", "9007199254740993"),
  ])
  func equalTextsAreEqualValues(left: String, right: String) throws {
    #expect(try JSON(text: left) == JSON(text: right))
    #expect(try JSON(text: right) == JSON(text: left))
  }

  @Test(arguments: [
    ("1", #""1""#), ("1", "true"), ("0", "false"), ("null", "false"), ("[]", "{}"), ("[1, 2]", "[2, 1]"),
    ("[1]", "[1, 1]"),
    (#"{"a": 1}"#, #"{"a": 1, "b": 2}"#), (#"{"a": 1, "a": 1}"#, #"{"a": 1, "b": 2}"#),
    (#"{"a": null}"#, #"{"b": null}"#),
    ("9007199254740993", "9007199254740992.0"), (#""ñ""#, #""n\u0303""#), (#"{"ñ": 1}"#, #"{"n\u0303": 1}"#),
  ])
  func otherTextsAreOtherValues(left: String, right: String) throws {
    #expect(try JSON(text: left) != JSON(text: right))
    #expect(try JSON(text: right) != JSON(text: left))
  }

  @Test func prettyTextHasALineForEachMemberAndShortListsOnOne() {
    let value: JSON = ["a": [1, "x"], "b": [["c": .object([])]], "d": .object([])]
    #expect(
      value.pretty == """
        {
          "a": [1, "x"],
          "b": [
            {
              "c": {}
            }
          ],
          "d": {}
        }
        """)
  }

  @Test func numbersThatJSONDoesNotKnowAreNull() {
    #expect(JSON.array([.number(.nan), .number(.infinity), .number(0.1)]).bytes.elementsEqual("[null,null,0.1]".utf8))
  }

  /// Reads both ways of writing, one a line, and writes what it read.
  private static let echo = """
    import json, sys
    for line in sys.stdin:
        pretty, short = json.loads(line)
        assert json.loads(pretty) == json.loads(short), line
        print(json.dumps(json.loads(pretty)))
    """

  @Test(.enabled { await PythonOracle.mayAsk("json") }) func pythonReadsBackWhatIsWrittenInEitherWay() async throws {
    var random = SplitMix64(seed: 12)
    let values = (0..<300).map { _ in JSON.random(levels: 4, using: &random) }
    let lines = values.map { JSON.array([.string($0.pretty), .string(String(decoding: $0.bytes, as: UTF8.self))]) }
    let input = lines.map { String(decoding: $0.bytes, as: UTF8.self) + "\n" }.joined()
    let output = try await PythonOracle.run(Self.echo, input: input).split(separator: "\n")
    #expect(output.count == values.count)
    for (value, line) in zip(values, output) { #expect(try JSON(text: String(line)) == value) }
  }
}

extension JSON {
  /// Anything that a document can hold; members have different names.
  fileprivate static func random(levels: Int, using random: inout SplitMix64) -> JSON {
    switch Int.random(in: 0..<(levels > 0 ? 8 : 6), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .integer(Int.random(in: .min ... .max, using: &random))
    case 3: return .number(Double.random(in: -1e12...1e12, using: &random))
    case 4:
      return .number(Double(sign: .plus, exponent: Int.random(in: -1070...1000, using: &random), significand: 1.7))
    case 5: return .string(text(using: &random))
    case 6:
      return .array(
        (0..<Int.random(in: 0...5, using: &random)).map { _ in JSON.random(levels: levels - 1, using: &random) })
    default:
      return .object(
        (0..<Int.random(in: 0...5, using: &random)).map {
          ("\($0)\(text(using: &random))", JSON.random(levels: levels - 1, using: &random))
        })
    }
  }

  private static func text(using random: inout SplitMix64) -> String {
    let ranges: [ClosedRange<UInt32>] = [
      0...0x7F, 0x20...0x7E, 0x80...0x7FF, 0x2028...0x2029, 0xE000...0xFFFF, 0x1F600...0x1F64F,
    ]
    let scalars = (0..<Int.random(in: 0...12, using: &random)).compactMap { _ in
      ranges.randomElement(using: &random).flatMap { Unicode.Scalar(UInt32.random(in: $0, using: &random)) }
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
