import LoadEngine

/// An order of the numbers from 0 to below a count that looks drawn by lot, in the same little memory for any count: the
/// place of each number is reckoned on its own.
///
/// A Feistel network over the next power of four, walked until it comes to a number below the count (Black and Rogaway,
/// "Ciphers with Arbitrary Finite Domains", CT-RSA 2002). Each round is a bijection, and so is the whole.
struct SeededPermutation: Sendable, Equatable {
  private let count: UInt64
  /// Bits of half a number.
  private let halfWidth: UInt64
  private let keys: [UInt64]

  /// Four are enough where halves are wide (Luby and Rackoff, 1988); of a bit or two, more are needed.
  private static let rounds = 8

  /// - Parameters:
  ///   - count: At least 1.
  ///   - seed: Another one gives another order.
  init(count: Int, seed: UInt64) {
    self.count = UInt64(count)
    let width = UInt64(UInt64.bitWidth - (self.count - 1).leadingZeroBitCount)
    halfWidth = max(1, (width + 1) / 2)
    // Mixed once before: the streams of users begin with the seed itself.
    var mixer = SplitMix64(seed: ~seed)
    keys = (0..<Self.rounds).map { _ in mixer.next() }
  }

  /// What stands in a place, from 0 to below the count.
  subscript(place: Int) -> Int {
    var number = UInt64(place)
    repeat { number = encrypted(number) } while number >= count
    return Int(number)
  }

  private func encrypted(_ number: UInt64) -> UInt64 {
    let mask = (1 << halfWidth) - 1 as UInt64
    var (left, right) = (number >> halfWidth, number & mask)
    for key in keys {
      var mixer = SplitMix64(seed: key ^ right)
      (left, right) = (right, left ^ (mixer.next() & mask))
    }
    return left << halfWidth | right
  }
}
