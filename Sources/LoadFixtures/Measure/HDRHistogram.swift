/// Counts of latencies in buckets that hold three significant digits from 1 us to 1 h.
///
/// Values are nanoseconds at the interface and whole microseconds in the buckets, rounded to the nearest and at
/// least 1. Up to 2,047 us a bucket is 1 us wide, from there each doubling of the value doubles the width, so that
/// no bucket is wider than 1/1,024 of what it holds. The layout is that of Gil Tene's HdrHistogram (lowest 1,
/// highest 3,600,000,000, 3 digits; 23,552 counts), so that its tools read what ``HistogramLogWriter`` writes.
/// Minimum, maximum and mean are exact beside the buckets. An empty histogram owns no memory; one that holds an
/// hour owns 94 kB.
package struct HDRHistogram: Sendable {
  /// The longest latency that the buckets hold, nanoseconds: 1 h.
  package static let highestTrackable: Int64 = 3_600_000_000_000

  /// Values recorded, out-of-range ones included.
  package private(set) var count = 0
  /// Values that were negative or above ``highestTrackable``: recorded at the nearer end of the range.
  package private(set) var outOfRange = 0

  // 32 bits keep twice the buckets in the cache; 4 billion values in one bucket would take 12 h at 100,000 a second.
  private var counts: [UInt32] = []
  private var lowest = Int64.max
  private var highest: Int64 = 0
  // 128 bits: 2.5 million values of an hour would overflow 64.
  private(set) var sum: Int128 = 0

  package init() {}

  /// A histogram from its parts, as ``HistogramPayload`` reads them; `nil` when they do not fit each other.
  init?(counts: [UInt32], outOfRange: Int, lowest: Int64, highest: Int64, sum: Int128) {
    guard let first = counts.firstIndex(where: { $0 > 0 }), let last = counts.lastIndex(where: { $0 > 0 }),
      Self.holds(nanoseconds: lowest), Self.holds(nanoseconds: highest), lowest <= highest,
      Self.index(ofNanoseconds: lowest) == first, Self.index(ofNanoseconds: highest) == last
    else { return nil }
    let count = counts.reduce(0) { $0 + Int($1) }
    guard (0...count).contains(outOfRange),
      (Int128(lowest) * Int128(count)...Int128(highest) * Int128(count)).contains(sum)
    else { return nil }
    (self.counts, self.count, self.outOfRange) = (counts, count, outOfRange)
    (self.lowest, self.highest, self.sum) = (lowest, highest, sum)
  }

  /// A value with its bucket, found once for all the histograms that it goes into.
  struct Value {
    let value: Int64
    let index: Int
    let outOfRange: Bool

    @inline(__always)
    init(nanoseconds: Int64) {
      outOfRange = !HDRHistogram.holds(nanoseconds: nanoseconds)
      value = outOfRange ? (nanoseconds < 0 ? 0 : HDRHistogram.highestTrackable) : nanoseconds
      index = HDRHistogram.index(ofNanoseconds: value)
    }
  }

  /// Counts one value, nanoseconds; one that is out of range is clamped and counted in ``outOfRange``.
  package mutating func record(nanoseconds: Int64) {
    record(Value(nanoseconds: nanoseconds))
  }

  @inline(__always)
  mutating func record(_ entry: Value) {
    if entry.outOfRange { outOfRange += 1 }
    if entry.index >= counts.count { grow(toHold: entry.index) }
    counts[entry.index] += 1
    count += 1
    sum += Int128(entry.value)
    if entry.value < lowest { lowest = entry.value }
    if entry.value > highest { highest = entry.value }
  }

  /// Adds the counts of another histogram, bucket by bucket: percentiles cannot be averaged, counts can be summed.
  package mutating func add(_ other: HDRHistogram) {
    guard other.count > 0 else { return }
    let range = other.usedIndices
    if range.upperBound > counts.count { grow(toHold: range.upperBound - 1) }
    for index in range { counts[index] += other.counts[index] }
    count += other.count
    outOfRange += other.outOfRange
    sum += other.sum
    lowest = Swift.min(lowest, other.lowest)
    highest = Swift.max(highest, other.highest)
  }

  /// The smallest value recorded, nanoseconds, exact; `nil` when empty.
  package var min: Int64? { count == 0 ? nil : lowest }

  /// The largest value recorded, nanoseconds, exact; `nil` when empty.
  package var max: Int64? { count == 0 ? nil : highest }

  /// The arithmetic mean, nanoseconds, from the exact sum; `nil` when empty.
  package var mean: Double? { count == 0 ? nil : Double(sum) / Double(count) }

  /// The smallest value that at least this share of the values does not exceed, nanoseconds; `nil` when empty.
  ///
  /// The share is 0 to 1, what lies beyond is clamped. The answer is the upper end of the bucket that holds the
  /// value of rank ceil(share x count), never below ``min`` and never above ``max``.
  package func value(atQuantile quantile: Double) -> Int64? {
    values(atQuantiles: [quantile]).first
  }

  /// The values at several shares in ascending order, in one pass over the buckets; nothing when empty.
  package func values(atQuantiles quantiles: [Double]) -> [Int64] {
    guard count > 0 else { return [] }
    var result: [Int64] = []
    result.reserveCapacity(quantiles.count)
    var index = usedIndices.lowerBound
    var seen = Int(counts[index])
    for quantile in quantiles {
      let rank = Self.rank(ofQuantile: quantile, in: count)
      while seen < rank {
        index += 1
        seen += Int(counts[index])
      }
      result.append(rank == count ? highest : clamped(Self.highestNanoseconds(at: index)))
    }
    return result
  }

  /// How many values are not above this one, nanoseconds: every value of the bucket that it falls into counts.
  package func count(atOrBelow nanoseconds: Int64) -> Int {
    guard count > 0, nanoseconds >= lowest else { return 0 }
    guard nanoseconds < highest else { return count }
    var result = 0
    for index in usedIndices.lowerBound...Self.index(ofNanoseconds: nanoseconds) { result += Int(counts[index]) }
    return result
  }

  // MARK: - Buckets

  /// The buckets from the lowest to the highest in use; empty without a value.
  var usedIndices: Range<Int> {
    guard count > 0 else { return 0..<0 }
    return Self.index(ofNanoseconds: lowest)..<(Self.index(ofNanoseconds: highest) + 1)
  }

  /// The count of a bucket, 0 for one that was never reached.
  func bucketCount(at index: Int) -> Int {
    index < counts.count ? Int(counts[index]) : 0
  }

  /// A bucket's upper end held within what was really recorded, nanoseconds.
  func clamped(_ nanoseconds: Int64) -> Int64 {
    Swift.min(Swift.max(nanoseconds, lowest), highest)
  }

  static func holds(nanoseconds: Int64) -> Bool {
    // A negative value is beyond any limit as an unsigned one: one comparison for both ends.
    UInt64(bitPattern: nanoseconds) <= UInt64(highestTrackable)
  }

  /// The bucket of a value within 0 ... ``highestTrackable``.
  static func index(ofNanoseconds nanoseconds: Int64) -> Int {
    let microseconds = Swift.max(1, UInt64(bitPattern: nanoseconds &+ 500) / 1000)
    // 2,048 values of unit width, then 1,024 for each doubling.
    let doublings = 53 &- (microseconds | 2047).leadingZeroBitCount
    return (doublings << 10) &+ Int(microseconds >> UInt64(doublings))
  }

  /// The largest value, in whole microseconds, that falls into the bucket; nanoseconds.
  static func highestNanoseconds(at index: Int) -> Int64 {
    guard index >= 2048 else { return Int64(index) * 1000 }
    let doublings = (index >> 10) - 1
    let position = Int64(index - (doublings << 10))
    return (((position + 1) << Int64(doublings)) - 1) * 1000
  }

  /// ceil(quantile x count) within 1 ... count.
  ///
  /// The neighbour below the quantile is taken because 99.9 / 100 is a little more than 0.999 in binary: of 10,000
  /// values the ceiling would be rank 9,991 and not 9,990 (HdrHistogram's `getValueAtPercentile` does the same).
  private static func rank(ofQuantile quantile: Double, in count: Int) -> Int {
    guard quantile > 0 else { return 1 }
    guard quantile < 1 else { return count }
    return Swift.max(1, Swift.min(count, Int((quantile.nextDown * Double(count)).rounded(.up))))
  }

  // At most 23 times in the life of a histogram, which keeps `record` free of allocations.
  @inline(never)
  private mutating func grow(toHold index: Int) {
    let size = ((index >> 10) + 1) << 10
    var grown = [UInt32](repeating: 0, count: size)
    for old in counts.indices { grown[old] = counts[old] }
    counts = grown
  }
}
