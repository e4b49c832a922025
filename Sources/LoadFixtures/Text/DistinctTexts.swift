/// How many different texts there were, in bounded memory: 64-bit hashes of them, the 4,096 smallest kept.
///
/// Up to so many different ones the count is exact; beyond, it is the estimate by the k smallest hashes, with a
/// standard error of 1.6 % (Bar-Yossef et al., "Counting Distinct Elements in a Data Stream", RANDOM 2002; Beyer et
/// al., "On Synopses for Distinct-Value Estimation under Multiset Operations", SIGMOD 2007). What is kept depends on
/// what was added alone, not on its order or on how it was divided: parts of a run add up to the whole.
package struct DistinctTexts: Sendable, Equatable {
  /// Different hashes that are kept, 32 kB.
  static let most = 4096

  /// In rising order, each once, and after ``spread(_:)``.
  private var smallest: [UInt64] = []
  /// Whether there were more different ones than are kept.
  private var hasMore = false

  package init() {}

  /// Whether ``count`` is no estimate.
  package var isExact: Bool { !hasMore }

  /// Different hashes that were added.
  package var count: Int {
    guard hasMore, let largest = smallest.last else { return smallest.count }
    let estimate = Double(Self.most - 1) * 0x1p64 / Double(largest)
    // One more than are kept there certainly were; a double of 2^63 and above is no Int.
    return Int(min(max(estimate, Double(Self.most + 1)), 0x1p62))
  }

  /// Adds the hash of a text, such as ``Swift/String/stableHash``.
  ///
  /// - Returns: Whether another count learns something by being told of it too: what this one has left out is nothing
  ///   to those that are told all that it took.
  @discardableResult
  package mutating func add(_ hash: UInt64) -> Bool {
    let hadMore = hasMore
    let isKept = insert(Self.spread(hash))
    return isKept || hasMore != hadMore
  }

  /// Adds what another one was given.
  package mutating func add(_ other: DistinctTexts) {
    if smallest.isEmpty {
      smallest = other.smallest
    } else {
      for hash in other.smallest { insert(hash) }
    }
    hasMore = hasMore || other.hasMore
  }

  /// Whether it is kept now and was not before.
  @discardableResult
  private mutating func insert(_ hash: UInt64) -> Bool {
    // Sooner or later all are kept that ever will be: from then on this line is all that a text costs.
    if smallest.count == Self.most, hash > smallest[Self.most - 1] {
      hasMore = true
      return false
    }
    var (low, high) = (0, smallest.count)
    while low < high {
      let middle = (low + high) / 2
      if smallest[middle] < hash { low = middle + 1 } else { high = middle }
    }
    if low < smallest.count, smallest[low] == hash { return false }
    smallest.insert(hash, at: low)
    if smallest.count > Self.most {
      smallest.removeLast()
      hasMore = true
    }
    return true
  }

  /// The last step of SplitMix64, one to one: the estimate wants hashes that are even in their upper bits, and FNV-1a
  /// hardly carries a text's last letters there.
  private static func spread(_ hash: UInt64) -> UInt64 {
    var mixed = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

extension DistinctTexts: Codable {
  private enum CodingKeys: String, CodingKey {
    case smallest, hasMore
  }

  /// - Throws: `DecodingError` for what no count can have come to: sums rest on the order.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    smallest = try values.decode([UInt64].self, forKey: .smallest)
    hasMore = try values.decode(Bool.self, forKey: .hasMore)
    let rises = zip(smallest, smallest.dropFirst()).allSatisfy { $0 < $1 }
    guard rises, smallest.count <= Self.most, !hasMore || smallest.count == Self.most else {
      throw DecodingError.dataCorruptedError(
        forKey: .smallest, in: values,
        debugDescription: "allowed: \(Self.most) hashes at most, rising, and so many where there were more")
    }
  }
}
