import AgentContracts

/// The records of a file, one after the other, in one of the formats that it may have.
protocol RowRecords {
  /// Whether the first record names the columns and is no row.
  static var beginsWithHeader: Bool { get }

  init()

  /// Where the record at hand begins: its line, from 1, and its first byte in the file.
  var line: Int { get }
  var offset: Int { get }

  /// Goes to the next record; false at the end.
  mutating func next(from input: inout FileBytes) throws(DataFlaw) -> Bool

  /// The columns that the record at hand, the first one, names.
  func columns() throws(DataFlaw) -> DataColumns

  /// Refuses a record at hand that does not have these columns.
  func check(_ columns: DataColumns) throws(DataFlaw)

  /// The values of the record at hand, in the order of the columns.
  func values(_ columns: DataColumns) throws(DataFlaw) -> [JSON]
}

/// A row that is longer is no row: a quotation mark that is never closed would make one of the whole file.
let longestRow = 1 << 20
