import AgentContracts
import Foundation
import TestSupport
import Testing

@testable import LoadFixtures

/// Python's csv module writes and reads the same files.
@Suite struct CSVPeerTests {
  private struct Table: Decodable {
    var text: String
    var rows: [[String]]
  }

  @Test func whatPythonWritesIsReadBack() async throws {
    let tables = try await PythonOracle.run(
      """
      import csv, io, json, random
      random.seed(12)
      pieces = ['a', 'ñ', '😀', ' ', ',', '"', '\\n', ';', '\\t', "'", '7']
      tables = []
      for number in range(200):
        line_end, quoting = ('\\r\\n', '\\n')[number % 2], (csv.QUOTE_MINIMAL, csv.QUOTE_ALL)[number // 2 % 2]
        # Elsewhere Python leaves a carriage return without quotation marks, and takes it for the end of a line itself.
        own = pieces + (['\\r', '\\r\\n'] if line_end == '\\r\\n' or quoting == csv.QUOTE_ALL else [])
        width = random.randint(1, 5)
        field = lambda: ''.join(random.choices(own, k=random.randint(0, 6)))
        rows = [[f'c{i}' for i in range(width)]] + [[field() for _ in range(width)] for _ in range(random.randint(1, 9))]
        out = io.StringIO(newline='')
        csv.writer(out, lineterminator=line_end, quoting=quoting).writerows(rows)
        tables.append({'text': out.getvalue(), 'rows': rows})
      print(json.dumps(tables))
      """)
    for table in try JSONDecoder().decode([Table].self, from: Data(tables.utf8)) {
      let read = try DataRows.of(table.text)
      #expect([read.columns] == [table.rows[0]], "\(table.text.debugDescription)")
      #expect(read.rows == table.rows.dropFirst().map { $0.map(JSON.string) }, "\(table.text.debugDescription)")
    }
  }

  /// Of every short text: what is taken here means the same there.
  @Test func whateverIsTakenMeansTheSameToPython() async throws {
    let folder = try ScratchDirectory()
    var texts = [""]
    for _ in 0..<5 { texts += texts.flatMap { text in ["a", ",", "\"", "\r", "\n"].map { text + $0 } } }
    texts = Array(Set(texts)).sorted()
    var taken: [(text: String, rows: [[String]])] = []
    for (number, text) in texts.enumerated() {
      // A name for each: a file that is written again is first written to the disk.
      let file = try RowFile(folder.file("\(number).csv", text.utf8))
      // Pieces of three bytes: marks and line breaks come to stand on both sides of a border.
      var bytes = FileBytes(file, pieces: 3)
      var (records, rows) = (CSVRecords(), [[String]]())
      do {
        while try records.next(from: &bytes) { rows.append((0..<records.fieldCount).map { records[$0] }) }
        taken.append((text, rows))
      } catch {
        continue
      }
    }
    #expect(taken.count > 800 && texts.count == 3906)
    let input = String(decoding: try JSONEncoder().encode(taken.map(\.text)), as: UTF8.self)
    let output = try await PythonOracle.run(
      """
      import csv, io, json, sys
      read = lambda text: [row for row in csv.reader(io.StringIO(text, newline=''), strict=True) if row]
      print(json.dumps([read(text) for text in json.load(sys.stdin)]))
      """, input: input)
    let expected = try JSONDecoder().decode([[[String]]].self, from: Data(output.utf8))
    #expect(expected.count == taken.count)
    for (index, rows) in expected.enumerated() {
      #expect(taken[index].rows == rows, "\(taken[index].text.debugDescription)")
    }
  }
}
