import AgentContracts
import Foundation
import Testing

@testable import LoadFixtures

@Suite struct CSVRowsTests {
  struct Oddity: Sendable, CustomTestStringConvertible {
    var text: String
    var columns: [String]
    var rows: [[String]]

    init(_ text: String, _ columns: [String], _ rows: [[String]]) {
      (self.text, self.columns, self.rows) = (text, columns, rows)
    }

    var testDescription: String { text.debugDescription }
  }

  static let oddities = [
    Oddity("a,b\n1,2\n", ["a", "b"], [["1", "2"]]),
    Oddity("a,b\n1,2", ["a", "b"], [["1", "2"]]),
    Oddity("a,b\r\n1,2\r\n3,4\r\n", ["a", "b"], [["1", "2"], ["3", "4"]]),
    Oddity("a,b\r\n1,2\n3,4", ["a", "b"], [["1", "2"], ["3", "4"]]),
    Oddity("\u{FEFF}a,b\n1,2\n", ["a", "b"], [["1", "2"]]),
    Oddity("\u{FEFF}\"a\",b\n1,2\n", ["a", "b"], [["1", "2"]]),
    // Its first two bytes are those of the mark.
    Oddity("\u{FEC0},b\n1,2\n", ["\u{FEC0}", "b"], [["1", "2"]]),
    Oddity("\n\r\n\na\n\n1\n\r\n\n2\n\n", ["a"], [["1"], ["2"]]),
    Oddity("a\n\"\"\n", ["a"], [[""]]),
    Oddity("a,b,c\n,,\n\"\",,\"\"", ["a", "b", "c"], [["", "", ""], ["", "", ""]]),
    Oddity("a,b\n\"1,5\",\"say \"\"hi\"\"\"\n", ["a", "b"], [["1,5", "say \"hi\""]]),
    Oddity("a,b\n\"two\r\nlines\",\"\n\"\n", ["a", "b"], [["two\r\nlines", "\n"]]),
    Oddity("a,b\n\"\"\"\",\"\"\"\"\"\"\n", ["a", "b"], [["\"", "\"\""]]),
    Oddity("a,b\n x , y\t\n", ["a", "b"], [[" x ", " y\t"]]),
    Oddity("a\n  \n", ["a"], [["  "]]),
    Oddity("a,b\n\"lone \r stays\",'x'\n", ["a", "b"], [["lone \r stays", "'x'"]]),
    Oddity("\"first name\",\"a,b\"\nÍñigo,😀\n", ["first name", "a,b"], [["Íñigo", "😀"]]),
    Oddity("a,b\ne\u{301},\u{0}\n", ["a", "b"], [["e\u{301}", "\u{0}"]]),
    Oddity("a;b,c\n1,2\n", ["a;b", "c"], [["1", "2"]]),
  ]

  @Test(arguments: oddities)
  func aFileIsReadAsItsFormatSays(oddity: Oddity) throws {
    let read = try DataRows.of(oddity.text)
    #expect(read.columns == oddity.columns)
    #expect(read.rows == oddity.rows.map { $0.map(JSON.string) })
  }

  @Test(
    "What is no such file is refused with its line",
    arguments: [
      ("", "the file is empty"), ("\n\r\n", "the file is empty"), ("\u{FEFF}", "the file is empty"),
      ("a,b\n", "the file has a header and no row"), ("a\n\n\n", "the file has a header and no row"),
      ("a,b\n1\n", "line 2 has 1 field and the header 2"),
      ("a,b\n1,2\n\n1,2,3", "line 4 has 3 fields and the header 2"),
      ("a,b\n\"1\n2\",3\n\"4\n\n5\"\n", "line 4 has 1 field and the header 2"),
      ("a,b\n   \n", "line 2 has 1 field and the header 2"),
      ("a\n1\n2\"3\n", "line 3 has a quotation mark in a field that does not begin with one"),
      ("a\n \"2\"\n", "line 2 has a quotation mark in a field that does not begin with one"),
      ("a,b\n\"1\"2,3\n", "line 2 has something between the end of a field in quotation marks and the next comma"),
      ("a,b\n\"1\n\" ,3\n", "line 3 has something between the end of a field in quotation marks"),
      ("a,b\n1,2\n3,\"4\n5,6\n", "line 3 begins a field in quotation marks that is not closed before the end"),
      ("a,b\n\"", "line 2 begins a field in quotation marks that is not closed before the end"),
      ("a,b\r1,2\r", "line 1 has a carriage return without a line feed"),
      ("a,b\n1,2\r\r\n", "line 2 has a carriage return without a line feed"),
      ("a,b\n\"1\",\"2\"\r3,4\n", "line 2 has a carriage return without a line feed"),
      ("\na,b,a\n1,2,3\n", "line 2 gives column 3 the name of column 1"),
      ("a,,c\n1,2,3\n", "line 1 gives column 2 no name"),
      ("a, b\n1,2\n", "line 1 gives column 2 a name with a blank around it"),
      ("name;email\nx;y\n", "line 1 names columns that are not separated by commas"),
      ("name\temail\nx\ty\n", "line 1 names columns that are not separated by commas"),
    ])
  func refusals(text: String, reason: String) throws {
    let folder = try ScratchDirectory()
    let path = try folder.file("rows.csv", text.utf8)
    let error = #expect(throws: ConfigurationError.self) { try DataRows(path: path) }
    #expect(error?.variable == "LOAD_DATA" && error?.value == path)
    #expect(error?.reason?.hasPrefix(reason) == true, "\(error?.reason ?? "none")")
    #expect(error?.allowed.isEmpty == false)
  }

  @Test(
    "Text that is not UTF-8 is refused, even where one field would complete another",
    arguments: [
      ([0x61, 0x2C, 0x62, 0x0A, 0x31, 0x2C, 0xED, 0x0A], "line 2 has text in column 2 that is not UTF-8"),
      ([0x61, 0x2C, 0x62, 0x0A, 0xC3, 0x2C, 0xB1, 0x0A], "line 2 has text in column 1 that is not UTF-8"),
      ([0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00], "line 1 has text in column 1 that is not UTF-8"),
    ] as [([UInt8], String)])
  func otherEncodings(bytes: [UInt8], reason: String) throws {
    let folder = try ScratchDirectory()
    let path = try folder.file("rows.csv", bytes)
    let error = #expect(throws: ConfigurationError.self) { try DataRows(path: path) }
    #expect(error?.reason == reason)
  }

  @Test func aMarkThatIsNeverClosedDoesNotTakeTheWholeFile() throws {
    let folder = try ScratchDirectory()
    let lines = String(repeating: String(repeating: "x", count: 99) + "\n", count: 20_000)
    let path = try folder.file("rows.csv", "a\n1\n\"2\n\(lines)\"\n".utf8)
    let error = #expect(throws: ConfigurationError.self) { try DataRows(path: path) }
    #expect(error?.reason == "line 3 begins a row of more than 1 MiB; is a quotation mark not closed?")
    // Up to there a row may go.
    let long = String(repeating: "ñ\n", count: 349_000)
    #expect(try DataRows.of("a,b\n\"\(long)\",2\n").rows == [[.string(long), "2"]])
  }
}
