import Foundation

@testable import LoadFixtures

/// A directory of a test's own, removed when the test lets go of it.
final class ScratchDirectory {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/load-report-tests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit {
    // What is left behind in the temporary directory fails no test.
    try? FileManager.default.removeItem(atPath: path)
  }

  func names(in folder: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path + "/" + folder).sorted()
  }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }

  func put(_ text: String, at name: String) throws {
    try text.write(toFile: path + "/" + name, atomically: false, encoding: .utf8)
  }
}

extension ResultsDirectory {
  /// The records, none of which may be damaged.
  func loadRecords() throws(ResultsError) -> [RunRecord] {
    let results = try readRecords()
    if let first = results.damaged.first { throw first }
    return results.records
  }
}
