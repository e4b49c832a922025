/// What came of many users who asked for one summary at the same instant, which no cache had.
package struct Stampede: Codable, Sendable, Equatable {
  package var users: Int
  /// How many of them got it.
  package var answered: Int
  /// Between the first and the last who asked, milliseconds.
  package var spread: Double?
  /// How often the target computed it meanwhile; `nil` where that is not known.
  package var computations: Int?
  /// Why it is not known, a sentence.
  package var reason: String?
}
