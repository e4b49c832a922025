import AgentContracts
import Foundation
import Testing

@testable import LoadFixtures

@Suite struct JSONLinesTests {
  @Test func valuesKeepTheirTypes() throws {
    let read = try DataRows.of(
      """
      {"z": "ñ\\u00e9\\n", "a": 1, "n": null, "list": [1, {"b": []}], "object": {"c": {"d": "e"}, "f": true}}\r

        \t
      {"object": {}, "more": 1, "n": -2.50, "list": [ ], "a": 1e3, "z": false}
      """, named: "rows.jsonl")
    #expect(read.columns == ["z", "a", "n", "list", "object"])
    #expect(
      read.rows == [
        ["ñé\n", 1, .null, [1, ["b": []]], ["c": ["d": "e"], "f": true]],
        [false, .number(1000), .number(-2.5), [], [:]],
      ])
  }

  @Test func thePathTellsTheFormat() throws {
    #expect(try DataRows.of("{\"a\": 1}", named: "rows.ndjson").rows == [[1]])
    #expect(try DataRows.of("\u{FEFF}{\"a\": 1}\n", named: "ROWS.JSONL").rows == [[1]])
    #expect(try DataRows.of("a\n{}\n", named: "jsonl").rows == [["{}"]])
    #expect(throws: ConfigurationError.self) { try DataRows.of("[{\"a\": 1}]", named: "rows.json") }
  }

  @Test(
    "What is no such file is refused with its line",
    arguments: [
      ("", "the file is empty"), (" \n\n", "the file is empty"), ("{}\n", "line 1 is an object without members"),
      ("[1]\n", "line 1 is no JSON object"), ("\n{\"a\": 1}\n\n{\"a\": 01}\n", "line 4 is no JSON object"),
      ("{\"a\": 1}\n{\"a\":\n1}\n", "line 2 is no JSON object"),
      ("{\"a\": 1}\n{\"a\": 1} {\"a\": 2}\n", "line 2 has something behind the end of its JSON object"),
      ("{\"a\": 1},\n", "line 1 has something behind the end of its JSON object"),
      ("{\"a\": 1, \"b\": 2}\n{\"b\": 2}\n", "line 2 lacks \"a\", which the first line has"),
      ("{\"a\": 1}\n{\"a\": 1, \"a\": 1}\n", "line 2 has \"a\" twice"),
      ("{\"a\": 1, \"\\u0061\": 1}\n", "line 1 gives column 2 the name of column 1"),
      ("{\"a\": 9223372036854775808}\n", "line 1 has a number that does not fit into 64 bits"),
      ("{\"a\": 1}\n{\"a\": [1e999]}\n", "line 2 has a number that does not fit into 64 bits"),
    ])
  func refusals(text: String, reason: String) throws {
    let folder = try ScratchDirectory()
    let path = try folder.file("rows.jsonl", text.utf8)
    let error = #expect(throws: ConfigurationError.self) { try DataRows(path: path, variable: "LOAD_X") }
    #expect(error?.variable == "LOAD_X" && error?.value == path)
    #expect(error?.reason == reason)
  }

  @Test func nestingHasABound() throws {
    func nested(_ levels: Int) -> String {
      "{\"a\": \(String(repeating: "[", count: levels))\(String(repeating: "]", count: levels))}"
    }
    #expect(throws: Never.self) { try DataRows.of(nested(60), named: "rows.jsonl") }
    let error = #expect(throws: ConfigurationError.self) { try DataRows.of(nested(100_000), named: "rows.jsonl") }
    #expect(error?.reason == "line 1 nests deeper than 64 levels")
  }

  @Test func bytesThatAreNoTextAreRefused() throws {
    let folder = try ScratchDirectory()
    let path = try folder.file("rows.jsonl", Array("{\"a\": \"".utf8) + [0xC3] + Array("\"}\n".utf8))
    let error = #expect(throws: ConfigurationError.self) { try DataRows(path: path) }
    #expect(error?.reason == "line 1 is no JSON object")
  }
}
