import AgentContracts
import Foundation

/// The rows of a file of values (`LOAD_DATA`): CSV with a header, or JSON Lines where the file's name says so.
///
/// The file is read and checked once, when it is opened, and stays on the disk: a row is read where it stands, in some
/// microseconds as long as the system has that part of the file in memory. May be used from any thread.
package final class DataRows: Sendable {
  private enum Format {
    case csv, jsonLines
  }

  package let path: String
  /// In the order of the file.
  package var columns: [String] { names.names }
  /// Rows, at least one; a header is none.
  package var count: Int { index.count }
  /// Of the file's bytes, SHA-256 in 64 hexadecimal digits: what `sha256sum` prints.
  package let digest: String

  private let names: DataColumns
  private let file: RowFile
  private let format: Format
  private let index: RowIndex
  private let variable: String

  /// Reads and checks the whole file: about half a minute for a gigabyte.
  ///
  /// - Parameters:
  ///   - path: One that ends in `.jsonl` or `.ndjson` is JSON Lines, any other CSV.
  ///   - variable: The setting that it is the value of.
  /// - Throws: ``ConfigurationError`` with file, line and what is allowed.
  package init(path: String, variable: String = "LOAD_DATA") throws(ConfigurationError) {
    do throws(DataFlaw) {
      format = try Self.format(of: path)
      file = try RowFile(path)
      (names, digest, index) =
        switch format {
        case .csv: try Self.survey(file, as: CSVRecords.self)
        case .jsonLines: try Self.survey(file, as: JSONLines.self)
        }
    } catch {
      throw error.refusal(of: path, variable: variable)
    }
    self.path = path
    self.variable = variable
  }

  private static func format(of path: String) throws(DataFlaw) -> Format {
    let name = path.lowercased()
    if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") { return .jsonLines }
    guard !name.hasSuffix(".json") else {
      throw DataFlaw("a JSON document is one value and no rows", allowed: "CSV, or JSON Lines in a file named .jsonl")
    }
    return .csv
  }

  private static func survey<Records: RowRecords>(
    _ file: RowFile, as _: Records.Type
  ) throws(DataFlaw) -> (DataColumns, String, RowIndex) {
    var bytes = FileBytes(file, pieces: 1 << 16, digest: SHA256())
    try bytes.skipByteOrderMark()
    var records = Records()
    guard try records.next(from: &bytes) else {
      throw DataFlaw("the file is empty", allowed: "a file with at least one row")
    }
    let columns = try records.columns()
    if Records.beginsWithHeader, try !records.next(from: &bytes) {
      throw DataFlaw("the file has a header and no row", allowed: "a file with at least one row")
    }
    var index = RowIndex()
    repeat {
      try records.check(columns)
      index.add(records.offset)
    } while try records.next(from: &bytes)
    try file.checkUnchanged()
    return (columns, bytes.digest?.hexadecimal() ?? "", index)
  }

  /// A row, from 0 to below ``count``.
  ///
  /// - Throws: ``ConfigurationError`` when the file was changed since it was opened, or cannot be read any more.
  package subscript(row: Int) -> DataRow {
    get throws(ConfigurationError) {
      precondition((0..<count).contains(row), "row \(row) of \(count)")
      do throws(DataFlaw) {
        try file.checkUnchanged()
        return switch format {
        case .csv: try read(row, as: CSVRecords.self)
        case .jsonLines: try read(row, as: JSONLines.self)
        }
      } catch {
        // It was without a flaw when it was opened.
        throw (error.line == nil ? error : RowFile.changed).refusal(of: path, variable: variable)
      }
    }
  }

  private func read<Records: RowRecords>(_ row: Int, as _: Records.Type) throws(DataFlaw) -> DataRow {
    let known = index.lastKnown(upTo: row)
    var bytes = FileBytes(file, from: known.offset, pieces: 4096)
    var records = Records()
    for _ in known.row...row {
      guard try records.next(from: &bytes) else { throw RowFile.changed }
    }
    return DataRow(columns: names, values: try records.values(names))
  }
}

/// The values of one row.
package struct DataRow: Sendable {
  let columns: DataColumns
  /// In the order of ``DataRows/columns``. Those of a CSV file are strings.
  package let values: [JSON]

  /// `nil` when there is no such column.
  package func value(_ column: String) -> JSON? { columns.place(of: column).map { values[$0] } }
}
