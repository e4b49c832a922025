import Foundation
import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

@Suite struct DataAssignmentTests {
  typealias Order = DataAssignment.Order

  private func assignment(
    _ order: Order, _ end: DataAssignment.End = .restart, rows: Int, users: Int, seed: UInt64 = 7
  ) throws -> DataAssignment {
    try DataAssignment(order: order, end: end, rows: rows, users: users, seed: seed)
  }

  @Test func inOrderTheFirstConversationsTakeTheFirstRows() throws {
    let restart = try assignment(.ordered, rows: 5, users: 3)
    #expect((0..<3).map { restart.row(user: $0, conversation: 0) } == [0, 1, 2])
    #expect((0..<3).map { restart.row(user: $0, conversation: 1) } == [3, 4, 0])
    #expect((0..<3).map { restart.row(user: $0, conversation: 4) } == [2, 3, 4])
    let stop = try assignment(.ordered, .stop, rows: 5, users: 3)
    #expect((0..<3).map { stop.row(user: $0, conversation: 1) } == [3, 4, nil])
    #expect(stop.row(user: 0, conversation: 2) == nil)
  }

  @Test func aUserHasRowsOfItsOwn() throws {
    let restart = try assignment(.unique, rows: 8, users: 3)
    #expect((0..<5).map { restart.row(user: 0, conversation: $0) } == [0, 3, 6, 0, 3])
    #expect((0..<5).map { restart.row(user: 2, conversation: $0) } == [2, 5, 2, 5, 2])
    let stop = try assignment(.unique, .stop, rows: 8, users: 3)
    #expect((0..<4).map { stop.row(user: 1, conversation: $0) } == [1, 4, 7, nil])
    #expect(stop.row(user: 2, conversation: 2) == nil)
    // A number beyond those that rows were dealt out to: whatever it got would be somebody's.
    #expect(restart.row(user: 3, conversation: 0) == nil)
  }

  @Test(arguments: DataAssignment.End.allCases)
  func uniqueRowsAreNeverShared(end: DataAssignment.End) throws {
    for (rows, users) in [(1, 1), (7, 7), (8, 7), (100, 7), (1000, 333), (13, 1)] {
      let unique = try assignment(.unique, end, rows: rows, users: users)
      var owners: [Int: Int] = [:]
      for user in 0..<users {
        for conversation in 0..<(2 * rows / users + 2) {
          guard let row = unique.row(user: user, conversation: conversation) else { continue }
          #expect((0..<rows).contains(row))
          #expect(owners.updateValue(user, forKey: row) ?? user == user)
        }
      }
      // And none is left over.
      #expect(owners.count == rows)
    }
  }

  @Test func uniqueIsRefusedWithFewerRowsThanUsers() throws {
    let error = #expect(throws: ConfigurationError.self) { try assignment(.unique, rows: 9, users: 10) }
    #expect(error?.variable == "LOAD_DATA_ORDER" && error?.value == "unique")
    #expect(error?.reason == "the file of LOAD_DATA has 9 rows for 10 users")
    #expect(throws: Never.self) { try assignment(.shuffled, rows: 9, users: 10) }
  }

  @Test(arguments: Order.allCases)
  func whichRowItIsDoesNotDependOnWhatCameBefore(order: Order) throws {
    let (users, conversations) = (10, 30)
    let turns = (0..<users).flatMap { user in (0..<conversations).map { (user, $0) } }
    let inOrder = try assignment(order, rows: 97, users: users)
    let expected = turns.map { inOrder.row(user: $0, conversation: $1) }
    // Another value, as another shard makes it, asked in another order.
    let elsewhere = try assignment(order, rows: 97, users: users)
    var random = SplitMix64(seed: 5)
    for index in turns.indices.shuffled(using: &random) {
      #expect(elsewhere.row(user: turns[index].0, conversation: turns[index].1) == expected[index])
    }
  }

  @Test func shuffledRowsAreEachUsedOnceBeforeTheFirstComesAgain() throws {
    for (rows, users) in [(1, 1), (2, 1), (3, 2), (100, 7), (4097, 50)] {
      let shuffled = try assignment(.shuffled, rows: rows, users: users)
      let stop = try assignment(.shuffled, .stop, rows: rows, users: users)
      let turns = (0..<rows).map { ($0 % users, $0 / users) }
      let drawn = turns.compactMap { shuffled.row(user: $0, conversation: $1) }
      #expect(drawn.sorted() == Array(0..<rows))
      #expect(drawn == turns.compactMap { stop.row(user: $0, conversation: $1) })
      #expect(shuffled.row(user: rows % users, conversation: rows / users) == drawn[0])
      #expect(stop.row(user: rows % users, conversation: rows / users) == nil)
    }
  }

  @Test func theSeedAloneDecidesTheOrder() throws {
    func order(_ seed: UInt64) throws -> [Int?] {
      let shuffled = try assignment(.shuffled, rows: 1000, users: 1, seed: seed)
      return (0..<1000).map { shuffled.row(user: 0, conversation: $0) }
    }
    #expect(try order(1) == order(1))
    let orders = try [0, 1, 2, .max].map(order)
    for (index, one) in orders.enumerated() {
      for other in orders[..<index] {
        // Two orders drawn by lot have one row in the same place on average.
        #expect(zip(one, other).count { $0 == $1 } < 10)
      }
      #expect(zip(one, 0...).count { $0 == $1 } < 10)
    }
    // A seed on a record must mean the same order years later.
    #expect(try Array(order(42).prefix(8)) == [34, 328, 73, 357, 867, 299, 719, 953])
  }
}

@Suite struct SeededPermutationTests {
  @Test func everyPlaceHasItsNumber() {
    for count in Array(1...300) + [511, 512, 513, 1023, 1025, 4095, 4096, 4097, 65_537, 100_003] {
      let permutation = SeededPermutation(count: count, seed: UInt64(count))
      var isUsed = [Bool](repeating: false, count: count)
      for place in 0..<count { isUsed[permutation[place]] = true }
      #expect(isUsed.allSatisfy { $0 }, "\(count)")
    }
  }

  @Test func itNeedsNoMemoryForBillionsOfRows() {
    let count = 1 << 40 + 12345
    let permutation = SeededPermutation(count: count, seed: 1)
    let numbers = (0..<10_000).map { permutation[$0] }
    #expect(Set(numbers).count == numbers.count && numbers.allSatisfy { (0..<count).contains($0) })
    // Spread over all of it: the mean of 10,000 is within 5 standard errors (0.29 of the range, over 100).
    let mean = numbers.reduce(0.0) { $0 + Double($1) / Double(count) } / 10_000
    #expect(abs(mean - 0.5) < 0.0145)
  }

  @Test func allOrdersOfAFewRowsAreAboutEquallyLikely() {
    var counts: [[Int]: Int] = [:]
    for seed in 0..<2400 as Range<UInt64> {
      let permutation = SeededPermutation(count: 4, seed: seed)
      counts[(0..<4).map { permutation[$0] }, default: 0] += 1
    }
    #expect(counts.count == 24)
    // 23 degrees of freedom, each order a hundred times: 49.7 is exceeded once in a thousand.
    let deviation = counts.values.reduce(0.0) { $0 + (Double($1) - 100) * (Double($1) - 100) / 100 }
    #expect(deviation < 49.7, "\(deviation)")
  }
}
