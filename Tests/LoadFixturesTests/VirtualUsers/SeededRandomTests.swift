import LoadEngine
import Testing

@testable import LoadFixtures

@Suite("Seeded random")
struct SeededRandomTests {
  @Test("SplitMix64 gives the published sequence for seed 1234567")
  func splitMixVector() {
    var mixer = SplitMix64(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
      16_408_922_859_458_223_821,
    ]
    #expect(expected.indices.map { _ in mixer.next() } == expected)
  }

  @Test("xoshiro256** gives the published sequence for state 1, 2, 3, 4")
  func xoshiroVector() {
    var random = SeededRandom(state: (1, 2, 3, 4))
    let expected: [UInt64] = [
      11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360, 607_988_272_756_665_600,
      16_172_922_978_634_559_625, 8_476_171_486_693_032_832, 10_595_114_339_597_558_777, 2_904_607_092_377_533_576,
    ]
    #expect(expected.indices.map { _ in random.next() } == expected)
  }

  /// Computed by an independent program in another language: a seed on an old record keeps its meaning.
  @Test(
    "A seed and a user stand for one sequence, for good",
    arguments: [
      (0, 0, [10_108_759_220_886_529_493, 17_605_837_440_599_152_310, 7_682_592_763_609_621_243]),
      (42, 0, [14_521_572_776_820_312_757, 16_172_965_116_832_539_857, 8_252_323_033_358_693_009]),
      (42, 1, [4_719_960_455_259_140_297, 2_230_753_727_085_314_799, 5_166_654_538_696_099_987]),
      (1, 42, [17_059_824_962_477_445_315, 15_968_267_433_474_699_876, 17_943_614_568_273_818_671]),
      (.max, .max, [12_040_968_248_481_644_099, 5_113_379_114_013_695_264, 4_857_046_370_623_134_730]),
    ] as [(UInt64, Int, [UInt64])])
  func seeding(seed: UInt64, user: Int, expected: [UInt64]) {
    var random = SeededRandom(seed: seed, user: user)
    #expect(expected.indices.map { _ in random.next() } == expected)
  }

  @Test("Ten thousand users of a run have ten thousand unrelated streams")
  func independentUsers() {
    var firsts: Set<UInt64> = []
    var agreeingBits = 0
    var previous: UInt64 = 0
    for user in 0..<10_000 {
      var random = SeededRandom(seed: 7, user: user)
      let first = random.next()
      firsts.insert(first)
      agreeingBits += (~(first ^ previous)).nonzeroBitCount
      previous = first
    }
    #expect(firsts.count == 10_000)
    // 640,000 fair coins: 320,000 with a standard deviation of 400.
    #expect(abs(agreeingBits - 320_000) < 4 * 400)
  }

  @Test("Small bounds are drawn evenly", arguments: [2, 3, 6, 10])
  func evenBounds(bound: Int) throws {
    var random = SeededRandom(seed: 11, user: bound)
    var counts = [Int](repeating: 0, count: bound)
    for _ in 0..<60_000 { counts[Int(random.below(UInt64(bound)))] += 1 }
    let limit = try #require(chiSquareLimits[bound - 1])
    #expect(chiSquare(counts, weights: [Int](repeating: 1, count: bound)) < limit)
  }

  /// Without the rejection, every third value of a bound of 3/4 of 2^64 would come up twice as often.
  @Test("A bound near 2^64 is drawn without bias")
  func hugeBound() {
    var random = SeededRandom(seed: 3, user: 0)
    let bound: UInt64 = 3 << 62
    var counts = [0, 0, 0]
    for _ in 0..<30_000 { counts[Int(random.below(bound) % 3)] += 1 }
    #expect(chiSquare(counts, weights: [1, 1, 1]) < 18.42)
  }

  @Test(
    "Whole numbers stay in their range and reach both ends",
    arguments: [8...15, 0...0, -3...3, Int.max - 1...Int.max])
  func integers(range: ClosedRange<Int>) {
    var random = SeededRandom(seed: 5, user: 1)
    let drawn = (0..<1_000).map { _ in random.integer(in: range) }
    #expect(drawn.min() == range.lowerBound)
    #expect(drawn.max() == range.upperBound)
  }

  @Test("The whole of Int can be drawn from")
  func widestIntegers() {
    var random = SeededRandom(seed: 5, user: 2)
    let drawn = (0..<1_000).map { _ in random.integer(in: Int.min...Int.max) }
    #expect(Set(drawn).count == 1_000)
    #expect(drawn.contains { $0 < 0 } && drawn.contains { $0 > 0 })
  }

  @Test("Unit numbers lie in 0..<1 around one half")
  func units() {
    var random = SeededRandom(seed: 9, user: 0)
    let drawn = (0..<100_000).map { _ in random.unit() }
    #expect(drawn.allSatisfy { $0 >= 0 && $0 < 1 })
    // Standard deviation of the mean: sqrt(1/12/100,000) = 0.00091.
    #expect(abs(drawn.reduce(0, +) / 100_000 - 0.5) < 4 * 0.00092)
  }

  @Test("A chance of 0 never comes up and one of 1 always does")
  func certainChances() {
    var random = SeededRandom(seed: 9, user: 1)
    #expect(!(0..<1_000).contains { _ in random.chance(0) })
    #expect((0..<1_000).allSatisfy { _ in random.chance(1) })
  }

  @Test("Think times of 2 to 5 s stay within 2 to 5 s, 3.5 s on average")
  func thinkTimes() {
    var random = SeededRandom(seed: 13, user: 0)
    let drawn = (0..<10_000).map { _ in random.uniform(.seconds(2) ... .seconds(5)) }
    #expect(drawn.allSatisfy { $0 >= .seconds(2) && $0 <= .seconds(5) })
    // Standard deviation of the mean: 3 s / sqrt(12) / 100 = 8.7 ms.
    let mean = drawn.reduce(.zero, +) / 10_000
    #expect(mean > .milliseconds(3465) && mean < .milliseconds(3535))
  }

  @Test("Durations: one point, two nanoseconds, and more than fits in nanoseconds")
  func extremeDurations() {
    var random = SeededRandom(seed: 13, user: 1)
    #expect(random.uniform(.seconds(1) ... .seconds(1)) == .seconds(1))
    let narrow = Set((0..<100).map { _ in random.uniform(.zero ... .nanoseconds(1)) })
    #expect(narrow == [.zero, .nanoseconds(1)])
    let wide = random.uniform(.zero ... .seconds(Int64.max))
    #expect(wide >= .zero && wide <= .nanoseconds(Int64.max))
  }

  @Test("A shuffle keeps all elements and every order of three is as likely")
  func shuffles() {
    var random = SeededRandom(seed: 17, user: 0)
    #expect(random.shuffled(0..<100).sorted() == Array(0..<100))
    #expect(random.shuffled([Int]()).isEmpty)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<60_000 { counts[random.shuffled(0..<3), default: 0] += 1 }
    #expect(counts.count == 6)
    #expect(chiSquare(Array(counts.values), weights: [1, 1, 1, 1, 1, 1]) < 25.74)
  }

  @Test("Every element is drawn, from a slice too")
  func elements() {
    var random = SeededRandom(seed: 19, user: 0)
    let slice = ["a", "b", "c", "d"][1...2]
    #expect(Set((0..<100).map { _ in random.element(of: slice) }) == ["b", "c"])
  }
}
