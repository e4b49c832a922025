import LoadEngine

/// The random numbers of one virtual user: the same seed and user index give the same sequence on every machine.
///
/// xoshiro256** 1.0 (Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 47, 2021;
/// https://prng.di.unimi.it), seeded by SplitMix64 as its authors advise. The draws below are written out here and
/// not left to the standard library's `random(in:using:)`, whose algorithm may change between releases: a seed on a
/// record must still mean the same run years later.
package struct SeededRandom: RandomNumberGenerator, Sendable, Equatable {
  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64

  /// A stream of its own for each user of a run.
  ///
  /// - Parameters:
  ///   - seed: the run's seed, any value.
  ///   - user: the user's index, any value; neighbouring indices give unrelated streams.
  package init(seed: UInt64, user: Int) {
    // The sum is mixed on both sides: for one seed each index has a state of its own (SplitMix64 is a bijection),
    // and (seed 1, user 2) is not the same stream as (seed 2, user 1).
    var seedMixer = SplitMix64(seed: seed)
    var userMixer = SplitMix64(seed: seedMixer.next() &+ UInt64(bitPattern: Int64(user)))
    var mixer = SplitMix64(seed: userMixer.next())
    // A bijection over four different inputs gives at most one zero: never the all-zero state xoshiro cannot leave.
    self.init(state: (mixer.next(), mixer.next(), mixer.next(), mixer.next()))
  }

  init(state: (UInt64, UInt64, UInt64, UInt64)) {
    (s0, s1, s2, s3) = state
  }

  package mutating func next() -> UInt64 {
    let result = Self.rotate(s1 &* 5, by: 7) &* 9
    let shifted = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = Self.rotate(s3, by: 45)
    return result
  }

  private static func rotate(_ word: UInt64, by count: UInt64) -> UInt64 {
    (word &<< count) | (word &>> (64 - count))
  }
}

extension SeededRandom {
  /// A whole number from 0 up to and excluding `bound`, each equally likely; `bound` must be at least 1.
  ///
  /// Multiplication with rejection: Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29, 2019.
  package mutating func below(_ bound: UInt64) -> UInt64 {
    precondition(bound > 0, "no number lies below 0: give a bound of at least 1")
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      // 2^64 mod bound: products whose low half is smaller would favour some results.
      let threshold = (0 &- bound) % bound
      while product.low < threshold {
        product = next().multipliedFullWidth(by: bound)
      }
    }
    return product.high
  }

  /// A whole number within the range, both ends included, each equally likely.
  package mutating func integer(in range: ClosedRange<Int>) -> Int {
    let width = UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound))
    let offset = width == .max ? next() : below(width + 1)
    return range.lowerBound &+ Int(truncatingIfNeeded: offset)
  }

  /// A number from 0 up to and excluding 1, in steps of 2^-53.
  ///
  /// The upper 53 bits over 2^53: the conversion that its authors recommend.
  package mutating func unit() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// True with the given probability, from 0 (never) to 1 (always).
  package mutating func chance(_ probability: Double) -> Bool {
    unit() < probability
  }

  /// A duration within the range, both ends included, in steps of a nanosecond above the lower one.
  ///
  /// Ranges wider than 292 years are cut at that width.
  package mutating func uniform(_ range: ClosedRange<Duration>) -> Duration {
    let width = PlanTime.elapsed(range.upperBound - range.lowerBound)
    return range.lowerBound + .nanoseconds(Int64(below(UInt64(width) + 1)))
  }

  /// One element, each equally likely; the collection must not be empty.
  package mutating func element<C: RandomAccessCollection>(of elements: C) -> C.Element {
    precondition(!elements.isEmpty, "nothing can be drawn from an empty collection")
    let offset = Int(below(UInt64(elements.count)))
    return elements[elements.index(elements.startIndex, offsetBy: offset)]
  }

  /// The elements in an order where each permutation is equally likely.
  ///
  /// Fisher-Yates in Durstenfeld's form (Knuth, TAOCP vol. 2, algorithm 3.4.2 P).
  package mutating func shuffled<Element>(_ elements: some Sequence<Element>) -> [Element] {
    var result = Array(elements)
    for last in stride(from: result.count - 1, to: 0, by: -1) {
      result.swapAt(last, integer(in: 0...last))
    }
    return result
  }
}
