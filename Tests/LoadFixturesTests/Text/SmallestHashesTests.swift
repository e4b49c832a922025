import Testing

@testable import LoadFixtures

@Suite("The elements with the smallest hashes")
struct SmallestHashesTests {
  private struct Named: Hashed {
    var hash: UInt64
    var name = ""
  }

  @Test("Kept are the first 4,096 of all, sorted, each once, as a sort of them would have it", arguments: 0..<30)
  func oracle(run: Int) {
    var random = SeededRandom(seed: 21, user: run)
    let bound = random.element(of: [50, 5_000, 1 << 40] as [UInt64])
    let hashes = (0..<random.integer(in: 0...12_000)).map { _ in random.below(bound) }
    var kept = SmallestHashes<UInt64>()
    var parts = [SmallestHashes<UInt64>](repeating: .init(), count: random.integer(in: 1...6))
    for hash in hashes {
      kept.add(hash)
      parts[random.integer(in: 0...parts.count - 1)].add(hash)
    }
    let sorted = Set(hashes).sorted()
    #expect(kept.elements == Array(sorted.prefix(4_096)))
    #expect(kept.hasMore == (sorted.count > 4_096))
    var sum = SmallestHashes<UInt64>()
    for part in parts { sum.add(part) }
    #expect(sum == kept)
    sum.add(kept)
    #expect(sum == kept, "what is there already changes nothing")
  }

  @Test("An element is news once, and the first of its hash stays")
  func news() {
    var kept = SmallestHashes<Named>()
    let news = ["first", "second"].map { name in
      (0..<200 as Range<UInt64>).map { kept.add(Named(hash: $0, name: name)) }
    }
    #expect(!news[0].contains(false) && !news[1].contains(true))
    #expect(kept.elements.count == 200 && kept.elements.allSatisfy { $0.name == "first" })
    #expect(!kept.hasMore)
  }
}
