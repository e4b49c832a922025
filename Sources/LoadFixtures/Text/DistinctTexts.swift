/// How many different texts there were, in bounded memory: 64-bit hashes of them, the 4,096 smallest kept.
///
/// Up to so many different ones the count is exact; beyond, it is the estimate by the k smallest hashes, with a
/// standard error of 1.6 % (Bar-Yossef et al., "Counting Distinct Elements in a Data Stream", RANDOM 2002; Beyer et
/// al., "On Synopses for Distinct-Value Estimation under Multiset Operations", SIGMOD 2007). What is kept depends on
/// what was added alone, not on its order or on how it was divided: parts of a run add up to the whole.
package struct DistinctTexts: Sendable, Equatable {
  /// Mixed: the estimate wants hashes that are even in their upper bits, and whatever is counted need not be.
  private var smallest = SmallestHashes<UInt64>()

  package init() {}

  /// Whether ``count`` is no estimate.
  package var isExact: Bool { !smallest.hasMore }

  /// Different hashes that were added.
  package var count: Int {
    let kept = smallest.elements
    guard smallest.hasMore, let largest = kept.last else { return kept.count }
    let estimate = Double(kept.count - 1) * 0x1p64 / Double(largest)
    // One more than are kept there certainly were; a double of 2^63 and above is no Int.
    return Int(min(max(estimate, Double(kept.count + 1)), 0x1p62))
  }

  /// Adds the hash of a text, such as ``Swift/String/stableHash``.
  ///
  /// - Returns: Whether another count learns something by being told of it too: what this one has left out is nothing
  ///   to those that are told all that it took.
  @discardableResult
  package mutating func add(_ hash: UInt64) -> Bool {
    let hadMore = smallest.hasMore
    return smallest.add(hash.mixed) || smallest.hasMore != hadMore
  }

  /// Adds what another one was given.
  package mutating func add(_ other: DistinctTexts) { smallest.add(other.smallest) }
}

extension DistinctTexts: Codable {
  private enum CodingKeys: String, CodingKey {
    case smallest, hasMore
  }

  /// - Throws: `DecodingError` for what no count can have come to: sums rest on the order.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let hashes = try values.decode([UInt64].self, forKey: .smallest)
    guard let smallest = SmallestHashes(hashes, hasMore: try values.decode(Bool.self, forKey: .hasMore)) else {
      throw DecodingError.dataCorruptedError(
        forKey: .smallest, in: values,
        debugDescription: "allowed: \(SmallestHashes<UInt64>.most) hashes at most, rising, and so many where there "
          + "were more")
    }
    self.smallest = smallest
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(smallest.elements, forKey: .smallest)
    try values.encode(smallest.hasMore, forKey: .hasMore)
  }
}
