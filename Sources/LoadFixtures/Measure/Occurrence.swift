/// Something that went wrong in a run, with its place in an order that does not depend on who recorded it.
struct Occurrence: Sendable, Codable, Equatable {
  /// When the call was due, or the user ended; nanoseconds since the run's origin.
  var due: Int64
  var user: Int
  /// Calls that the user had made.
  var call: Int
  /// What happened, a sentence without secrets.
  var text: String
}

extension Occurrence: Comparable {
  static func < (left: Occurrence, right: Occurrence) -> Bool {
    (left.due, left.user, left.call, left.text) < (right.due, right.user, right.call, right.text)
  }
}

/// The earliest of what may come without end, and how many there were in all.
struct Occurrences: Sendable, Codable, Equatable {
  private(set) var count = 0
  /// In order of time.
  private(set) var earliest: [Occurrence] = []

  /// Occurrences that are kept.
  private static let most = 20

  mutating func add(_ occurrence: Occurrence) {
    count += 1
    keep(occurrence)
  }

  mutating func add(_ other: Occurrences) {
    count += other.count
    for occurrence in other.earliest { keep(occurrence) }
  }

  private mutating func keep(_ occurrence: Occurrence) {
    earliest.insert(occurrence, at: earliest.firstIndex { occurrence < $0 } ?? earliest.endIndex)
    if earliest.count > Self.most { earliest.removeLast() }
  }
}
