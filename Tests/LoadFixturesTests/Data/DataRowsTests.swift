import AgentContracts
import Foundation
import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

@Suite struct DataRowsTests {
  @Test func aValueIsAskedForByItsColumn() throws {
    let folder = try ScratchDirectory()
    let rows = try DataRows(path: folder.file("rows.csv", "name,age\nAna,31\nLuis,45\n".utf8))
    #expect(try rows[1].value("name") == "Luis" && rows[1].value("age") == "45")
    #expect(try rows[0].value("Name") == nil)
  }

  @Test(arguments: ["csv", "jsonl"])
  func anyRowIsReadInAnyOrderFromSeveralThreads(format: String) async throws {
    var lines = SplitMix64(seed: 3)
    // Rows of 10 bytes to 9 kB: longer and shorter than what is read at a time.
    let texts = (0..<5000).map { row in
      "\(row) " + String(repeating: "ñ", count: Int.random(in: 0...(row % 97 == 0 ? 4500 : 40), using: &lines))
    }
    let text =
      format == "csv"
      ? "number,text\r\n" + texts.enumerated().map { "\($0),\"\($1)\"\r\n" }.joined(separator: "\n")
      : texts.enumerated().map { "{\"text\": \"\($1)\", \"number\": \"\($0)\"}" }.joined(separator: "\n\n")
    let folder = try ScratchDirectory()
    let rows = try DataRows(path: folder.file("rows.\(format)", text.utf8))
    #expect(rows.count == texts.count)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for lane in 0..<4 {
        group.addTask {
          var random = SplitMix64(seed: UInt64(lane))
          for _ in 0..<2000 {
            let number = Int.random(in: texts.indices, using: &random)
            let row = try rows[number]
            #expect(row.value("text") == .string(texts[number]) && row.value("number") == .string("\(number)"))
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func theIndexStaysSmallAndKnowsTheWay() {
    var index = RowIndex(mostEntries: 8)
    for row in 0..<1000 {
      index.add(row * 10)
      let known = (0...row).map { index.lastKnown(upTo: $0) }
      #expect(zip(0..., known).allSatisfy { $1.row <= $0 && $1.offset == $1.row * 10 })
      // Of 8 entries at least 4 are in use, so that not more than a quarter of the rows lies between two.
      #expect(zip(0..., known).allSatisfy { $0 - $1.row <= row / 4 })
    }
    #expect(index.count == 1000)
  }

  @Test func theDigestIsThatOfCommandLineTools() async throws {
    let folder = try ScratchDirectory()
    var random = SplitMix64(seed: 9)
    // Around the ends of a block, and longer than what is read at a time.
    let lengths = [0, 1, 53, 54, 55, 61, 62, 63, 64, 117, 118, 119, 126, 127, 65_533, 65_534, 65_535, 200_000]
    let digests = try lengths.map { length in
      let filling = (0..<length).map { _ in UInt8.random(in: 0x61...0x7A, using: &random) }
      return try DataRows(
        path: folder.file("\(length).csv", Array("a\n".utf8) + filling + Array("\nx\n".utf8))
      ).digest
    }
    let expected = try await PythonOracle.run(
      """
      import hashlib
      for length in \(lengths):
        print(hashlib.sha256(open(f'\(folder.path)/{length}.csv', 'rb').read()).hexdigest())
      """)
    #expect(digests == expected.split(separator: "\n").map(String.init))
  }

  @Test func theDigestDoesNotDependOnThePieces() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    var whole = SHA256()
    whole.update(bytes[...])
    for size in [1, 3, 63, 64, 65, 128, 999] {
      var digest = SHA256()
      for start in stride(from: 0, to: bytes.count, by: size) { digest.update(bytes[start..<min(1000, start + size)]) }
      #expect(digest.hexadecimal() == whole.hexadecimal())
    }
    // FIPS 180-4's example.
    var example = SHA256()
    example.update(Array("abc".utf8)[...])
    #expect(example.hexadecimal() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func aFileThatIsChangedInUseIsRefused() throws {
    let folder = try ScratchDirectory()
    let path = try folder.file("rows.csv", "a\n1\n2\n".utf8)
    let rows = try DataRows(path: path)
    #expect(try rows[1].value("a") == "2")
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try handle.write(contentsOf: Data("a\n3\n4\n5".utf8))
    try handle.close()
    let error = #expect(throws: ConfigurationError.self) { try rows[1] }
    #expect(error?.reason == "it was changed while it was in use" && error?.value == path)
  }

  @Test func aFileThatIsReplacedInUseIsReadOn() throws {
    let folder = try ScratchDirectory()
    let path = try folder.file("rows.csv", "a\n1\n2\n".utf8)
    let rows = try DataRows(path: path)
    try FileManager.default.removeItem(atPath: path)
    _ = try folder.file("rows.csv", "b\n3\n".utf8)
    #expect(try rows[1].value("a") == "2")
  }

  @Test func whatIsNoFileIsRefused() async throws {
    let folder = try ScratchDirectory()
    #expect(mkfifo("\(folder.path)/pipe.csv", 0o600) == 0)
    for (path, expected) in [
      ("\(folder.path)/none.csv", "there is no file at that path"), ("", "there is no file at that path"),
      ("a\0b", "there is no file at that path"), (folder.path, "it is no plain file"),
      ("\(folder.path)/pipe.csv", "it is no plain file"), ("/dev/null", "it is no plain file"),
      ("/dev/null/rows.csv", "the file cannot be opened (Not a directory)"),
    ] {
      let error = #expect(throws: ConfigurationError.self) { try DataRows(path: path) }
      #expect(error?.reason?.hasPrefix(expected) == true, "\(path): \(error?.reason ?? "none")")
    }
  }
}
