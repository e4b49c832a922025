/// What can be kept by a hash of it.
protocol Hashed: Sendable, Equatable {
  /// Equal for what is the same.
  var hash: UInt64 { get }
}

extension UInt64: Hashed {
  var hash: UInt64 { self }
}

extension UInt64 {
  /// The last step of SplitMix64, one to one, which makes even in all bits what is not (Steele, Lea and Flood, "Fast
  /// Splittable Pseudorandom Number Generators", OOPSLA 2014).
  var mixed: UInt64 {
    var mixed = (self ^ (self >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Of all elements that were added those with the smallest hashes, ``most`` at most and each once.
///
/// Bounded, a uniform sample where the hashes are even, and the same however many parts it was added up from and in
/// whatever order.
struct SmallestHashes<Element: Hashed>: Sendable {
  static var most: Int { 4096 }

  /// By rising hash.
  private var settled: [Element] = []
  /// As ``settled``, which these are put among when there are so many: one at a time would move half of it for each.
  private var fresh: [Element] = []
  private static var mostFresh: Int { 64 }
  /// Whether elements were left out: no count of those that are kept tells it any more.
  private var hasLeftOut = false

  init() {}

  /// What is kept, by rising hash.
  var elements: [Element] {
    var whole = self
    whole.settle()
    return whole.settled
  }

  /// Whether there were more than are kept.
  var hasMore: Bool { hasLeftOut || settled.count + fresh.count > Self.most }

  /// Adds an element.
  ///
  /// - Returns: Whether it may be kept and was not there before.
  @discardableResult
  mutating func add(_ element: Element) -> Bool {
    // Sooner or later all are kept that ever will be: from then on this line is all that an element costs.
    if settled.count == Self.most, element.hash > settled[Self.most - 1].hash {
      hasLeftOut = true
      return false
    }
    let place = Self.place(of: element.hash, in: settled)
    if place < settled.count, settled[place].hash == element.hash { return false }
    let freshPlace = Self.place(of: element.hash, in: fresh)
    if freshPlace < fresh.count, fresh[freshPlace].hash == element.hash { return false }
    fresh.insert(element, at: freshPlace)
    if fresh.count == Self.mostFresh { settle() }
    return true
  }

  /// Adds what another one was given.
  mutating func add(_ other: Self) {
    hasLeftOut = hasLeftOut || other.hasLeftOut
    settle()
    if settled.isEmpty, other.fresh.isEmpty {
      settled = other.settled
    } else {
      settle(with: other.elements)
      hasLeftOut = hasLeftOut || other.hasMore
    }
  }

  private mutating func settle() {
    guard !fresh.isEmpty else { return }
    let added = fresh
    fresh.removeAll(keepingCapacity: true)
    settle(with: added)
  }

  /// Puts elements in rising order among those that are settled.
  private mutating func settle(with added: [Element]) {
    var merged: [Element] = []
    merged.reserveCapacity(min(settled.count + added.count, Self.most))
    var (left, right) = (settled[...], added[...])
    while merged.count < Self.most, let next = Self.next(&left, &right) { merged.append(next) }
    hasLeftOut = hasLeftOut || Self.next(&left, &right) != nil
    settled = merged
  }

  /// Takes the one with the smaller hash; where both have it, it is taken from both.
  private static func next(_ left: inout ArraySlice<Element>, _ right: inout ArraySlice<Element>) -> Element? {
    guard let first = left.first else { return right.popFirst() }
    guard let second = right.first, second.hash <= first.hash else { return left.popFirst() }
    if second.hash == first.hash { left.removeFirst() }
    return right.popFirst()
  }

  /// The first place at which that hash could stand.
  private static func place(of hash: UInt64, in elements: [Element]) -> Int {
    var (low, high) = (0, elements.count)
    while low < high {
      let middle = (low + high) / 2
      if elements[middle].hash < hash { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension SmallestHashes: Equatable {
  static func == (left: Self, right: Self) -> Bool { left.hasMore == right.hasMore && left.elements == right.elements }
}

extension SmallestHashes {
  /// What was written of one; `nil` for what none can have come to.
  init?(_ elements: [Element], hasMore: Bool) {
    let rises = zip(elements, elements.dropFirst()).allSatisfy { $0.hash < $1.hash }
    guard rises, elements.count <= Self.most, !hasMore || elements.count == Self.most else { return nil }
    (settled, hasLeftOut) = (elements, hasMore)
  }
}
