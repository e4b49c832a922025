import Foundation
import Testing

@testable import LoadFixtures

@Suite("Count of distinct texts")
struct DistinctTextsTests {
  private static func count(of hashes: some Sequence<UInt64>) -> DistinctTexts {
    var texts = DistinctTexts()
    for hash in hashes { texts.add(hash) }
    return texts
  }

  private static func hashes(_ count: Int, seed: UInt64) -> [UInt64] {
    var random = SeededRandom(seed: seed, user: 0)
    return (0..<count).map { _ in random.next() }
  }

  @Test("Exact up to 4,096 different ones, however often each comes", arguments: [0, 1, 2, 500, 4_095, 4_096])
  func exact(different: Int) {
    var random = SeededRandom(seed: 1, user: different)
    let hashes = Self.hashes(different, seed: 2)
    let texts = Self.count(of: random.shuffled(hashes + hashes + hashes.prefix(100)))
    #expect(texts.count == different)
    #expect(texts.isExact)
  }

  @Test("One more is said to be an estimate, and is within 5 % of the truth")
  func firstEstimate() {
    let texts = Self.count(of: Self.hashes(4_097, seed: 3))
    #expect(!texts.isExact)
    #expect((4_097...4_301).contains(texts.count))
  }

  @Test("100,000 different ones are counted within 5 %", arguments: 1...20 as ClosedRange<UInt64>)
  func estimate(seed: UInt64) {
    let texts = Self.count(of: Self.hashes(100_000, seed: seed))
    #expect(!texts.isExact)
    #expect((95_000...105_000).contains(texts.count), "\(texts.count)")
  }

  /// Without a mixing of its own the first two counts are off by a factor.
  @Test("Hashes that are near each other are counted as well as others")
  func poorHashes() {
    for texts in [
      Self.count(of: 0..<100_000), Self.count(of: (0..<100_000).lazy.map { $0 << 44 }),
      Self.count(of: (0..<100_000).lazy.map { "¿Cuánto cuesta al mes? \($0)".stableHash }),
    ] {
      #expect((95_000...105_000).contains(texts.count), "\(texts.count)")
    }
  }

  @Test("However texts are divided and in whatever order they come, parts make the whole", arguments: 0..<40)
  func merge(run: Int) {
    var random = SeededRandom(seed: 4, user: run)
    let different = random.element(of: [10, 3_000, 4_096, 4_097, 6_000, 20_000])
    let pool = Self.hashes(different, seed: 5)
    let sent = pool + (0..<2_000).map { _ in random.element(of: pool) }
    let whole = Self.count(of: sent)

    var parts = [[UInt64]](repeating: [], count: random.integer(in: 1...7))
    for hash in random.shuffled(sent) { parts[random.integer(in: 0...parts.count - 1)].append(hash) }
    var sum = DistinctTexts()
    for part in parts { sum.add(Self.count(of: part)) }
    #expect(sum == whole)
    #expect(sum.count == whole.count && sum.isExact == whole.isExact)
    #expect(whole.isExact == (different <= 4_096))
  }

  @Test("A sum of two sums is the same either way, and nothing added changes nothing")
  func algebra() {
    let (left, right) = (Self.count(of: Self.hashes(5_000, seed: 6)), Self.count(of: Self.hashes(300, seed: 7)))
    var (one, other) = (left, right)
    one.add(right)
    other.add(left)
    #expect(one == other)
    one.add(DistinctTexts())
    one.add(left)
    #expect(one == other)
  }

  @Test("Whoever is told only of what was news to one count comes to the same", arguments: [100, 4_096, 4_097, 30_000])
  func news(different: Int) {
    let hashes = Self.hashes(different, seed: 9)
    var (own, told) = (DistinctTexts(), DistinctTexts())
    var news = 0
    for hash in hashes + hashes where own.add(hash) {
      told.add(hash)
      news += 1
    }
    #expect(told == own)
    #expect(news >= min(different, 4_096) && news <= different)
  }

  @Test("It comes back from a file as it was, and goes on counting", arguments: [0, 100, 10_000])
  func coding(different: Int) throws {
    let hashes = Self.hashes(different + 50, seed: 8)
    var texts = Self.count(of: hashes.prefix(different))
    var read = try JSONDecoder().decode(DistinctTexts.self, from: JSONEncoder().encode(texts))
    #expect(read == texts)
    for hash in hashes {
      texts.add(hash)
      read.add(hash)
    }
    #expect(read == texts)
  }

  @Test(
    "What cannot have been written is refused",
    arguments: [
      #"{"smallest":[2,1],"hasMore":false}"#, #"{"smallest":[1,1],"hasMore":false}"#,
      #"{"smallest":[1],"hasMore":true}"#, #"{"smallest":[1]}"#, #"{"hasMore":false}"#,
      #"{"smallest":[-1],"hasMore":false}"#,
    ])
  func damaged(text: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(DistinctTexts.self, from: Data(text.utf8)) }
  }
}
