/// Where rows of a file begin: of each row while they are few, and of each second, fourth and so on as they become more,
/// so that it takes 4 MiB at most.
struct RowIndex: Sendable {
  /// Of rows 0, `step`, 2 x `step` and so on.
  private var offsets: [Int] = []
  private var step = 1
  private let mostEntries: Int

  /// Rows that were added.
  private(set) var count = 0

  /// - Parameter mostEntries: At least 2.
  init(mostEntries: Int = 1 << 19) {
    self.mostEntries = mostEntries
  }

  /// Takes note of the next row.
  mutating func add(_ offset: Int) {
    defer { count += 1 }
    guard count % step == 0 else { return }
    if offsets.count == mostEntries {
      offsets = stride(from: 0, to: offsets.count, by: 2).map { offsets[$0] }
      step *= 2
      guard count % step == 0 else { return }
    }
    offsets.append(offset)
  }

  /// The last row at or before a row whose place is known; the row must have been added.
  func lastKnown(upTo row: Int) -> (row: Int, offset: Int) { (row / step * step, offsets[row / step]) }
}
