import AgentContracts
import Foundation
import LoadEngine

@testable import LoadFixtures

extension ScratchDirectory {
  /// Writes a file and returns its path. Foundation would wait for the disk, which takes longer than most tests.
  func file(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    let path = "\(path)/\(name)"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SystemError("write \(path)", errno: errno) }
    defer { close(descriptor) }
    if let code = AtomicFile.writeAll(Array(bytes), to: descriptor) { throw SystemError("write \(path)", errno: code) }
    return path
  }
}

extension DataRows {
  /// The values of all rows.
  func all() throws -> [[JSON]] { try (0..<count).map { try self[$0].values } }

  /// The rows of a file that holds this text, and is gone afterwards.
  static func of(_ text: String, named name: String = "rows.csv") throws -> (columns: [String], rows: [[JSON]]) {
    let folder = try ScratchDirectory()
    let rows = try DataRows(path: folder.file(name, text.utf8))
    return (rows.columns, try rows.all())
  }
}
