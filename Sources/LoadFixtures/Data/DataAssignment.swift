/// Which row of a file a conversation gets: a matter of its user's number, its own number and the seed alone, so that it
/// is the same whatever comes first, and on whichever machine.
package struct DataAssignment: Sendable, Equatable {
  /// `LOAD_DATA_ORDER`.
  package enum Order: String, CaseIterable, Codable, Sendable {
    /// The first conversations of all users take the first rows, their second ones the next.
    case ordered
    /// As ordered, over the rows in an order that the seed gives.
    case shuffled
    /// Each user has rows of its own, and no other user ever gets one of them.
    case unique
  }

  /// `LOAD_DATA_END`: what comes after the last row, with ``Order/unique`` after the last one of the user's own.
  package enum End: String, CaseIterable, Codable, Sendable {
    /// The first row again.
    case restart
    /// No row any more.
    case stop
  }

  package let order: Order
  package let end: End
  private let rows: Int
  private let users: Int
  private let permutation: SeededPermutation

  /// - Parameters:
  ///   - rows: How many there are, at least 1.
  ///   - users: How many users the run may have, at least 1; their numbers are below.
  /// - Throws: ``ConfigurationError`` when the rows are too few for each user to have its own.
  package init(order: Order, end: End, rows: Int, users: Int, seed: UInt64) throws(ConfigurationError) {
    precondition(rows > 0 && users > 0, "\(rows) rows for \(users) users")
    guard order != .unique || rows >= users else {
      throw ConfigurationError(
        variable: "LOAD_DATA_ORDER", value: order.rawValue,
        reason: "the file of LOAD_DATA has \(rows) row\(rows == 1 ? "" : "s") for \(users) users",
        allowed: "unique with a file of at least \(users) rows, or ordered, shuffled")
    }
    self.order = order
    self.end = end
    self.rows = rows
    self.users = users
    permutation = SeededPermutation(count: rows, seed: seed)
  }

  /// The row of a conversation, from 0; `nil` when there is none left.
  ///
  /// - Parameters:
  ///   - user: From 0. With ``Order/unique`` one that is not below the number of users has no rows.
  ///   - conversation: Of this user, from 0.
  package func row(user: Int, conversation: Int) -> Int? {
    switch order {
    case .ordered: place(user + conversation * users, of: rows)
    case .shuffled: place(user + conversation * users, of: rows).map { permutation[$0] }
    case .unique: user < users ? place(conversation, of: share(of: user)).map { user + $0 * users } : nil
    }
  }

  /// How many rows are a user's own: each one of `users`, beginning with that of its number.
  private func share(of user: Int) -> Int { (rows - user + users - 1) / users }

  private func place(_ turn: Int, of count: Int) -> Int? {
    if turn < count { return turn }
    return end == .restart ? turn % count : nil
  }
}
