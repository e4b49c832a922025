/// The names of a file's columns and their places.
struct DataColumns: Sendable {
  let names: [String]
  private let places: [String: Int]

  /// - Parameter line: Where they stand.
  /// - Throws: ``DataFlaw`` when a name comes twice.
  init(_ names: [String], line: Int) throws(DataFlaw) {
    var places: [String: Int] = [:]
    for (place, name) in names.enumerated() {
      if let first = places.updateValue(place, forKey: name) {
        throw DataFlaw(
          line: line, "gives column \(place + 1) the name of column \(first + 1)",
          allowed: "a name of its own for each column")
      }
    }
    self.names = names
    self.places = places
  }

  /// From 0; `nil` when there is no such column.
  func place(of name: String) -> Int? { places[name] }
}
