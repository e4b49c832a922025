/// What one metric was over the time of a monitor: its samples, and what they come to.
///
/// All samples of the last hour are kept as they were; older ones are thinned to buckets of two, four, eight ... that keep
/// their extremes and their sum, so that a day takes no more memory than an hour does.
struct MetricSeries: Sendable {
  enum Trend: String, Sendable, Codable {
    case up, down, flat
    /// Too few samples to say.
    case unknown
  }

  /// In order of time.
  private(set) var buckets: [MetricBucket] = []
  private(set) var count = 0
  private var sum = 0.0
  /// Samples in order of size, for the p95: all of them, and of many every second one, every fourth ...
  private var sorted: [Double] = []
  private var stride = 1

  /// Buckets that are kept: an hour of seconds, and as many of all that was before.
  static let most = 7200
  private static let mostSorted = 8192
  /// Seconds over which a trend is told, and the fewest samples for one.
  static let trendTime = 60.0
  static let fewestForTrend = 10

  init() {}

  /// Takes a sample; those come in order of time. One that is no number is left out.
  mutating func add(_ value: Double, at second: Double) {
    guard value.isFinite else { return }
    buckets.append(MetricBucket(at: second, value))
    if count % stride == 0 {
      sorted.insert(value, at: sorted.partition(below: value))
      if sorted.count > Self.mostSorted {
        sorted = Swift.stride(from: 0, to: sorted.count, by: 2).map { sorted[$0] }
        stride *= 2
      }
    }
    count += 1
    sum += value
    if buckets.count > Self.most { thin() }
  }

  /// Makes one of each two in the older half.
  private mutating func thin() {
    let half = Self.most / 2
    let older = Swift.stride(from: 0, to: half, by: 2).map { index in
      var bucket = buckets[index]
      bucket.add(buckets[index + 1])
      return bucket
    }
    buckets.replaceSubrange(0..<half, with: older)
  }

  var mean: Double? { count > 0 ? sum / Double(count) : nil }
  var lowest: Double? { buckets.lazy.map(\.min).min() }
  var highest: Double? { buckets.lazy.map(\.max).max() }

  /// The value that 95 % of the samples do not exceed (nearest rank); of more than some thousands those of a part of them,
  /// evenly over the time.
  var p95: Double? {
    sorted.isEmpty ? nil : sorted[Int((0.95 * Double(sorted.count)).rounded(.up)) - 1]
  }

  /// Whether it rose or fell over the last minute: by a slope whose 95 % interval leaves 0 out, and that made more than a
  /// fiftieth of the mean in that time.
  var trend: Trend {
    guard let last = buckets.last?.to else { return .unknown }
    let points = buckets.suffix(while: { $0.from > last - Self.trendTime }).map { (x: $0.to, y: $0.mean) }
    guard points.count >= Self.fewestForTrend, let line = LeastSquares(points) else { return .unknown }
    let mean = points.reduce(0) { $0 + $1.y } / Double(points.count)
    let change = line.slope * ((points.last?.x ?? 0) - (points.first?.x ?? 0))
    guard line.slope.magnitude > line.margin, change.magnitude > 0.02 * mean.magnitude else { return .flat }
    return change > 0 ? .up : .down
  }

  /// The highest of each of `columns` parts of the last `seconds`; `nil` where there was no sample.
  func highs(columns: Int, seconds: Double, until now: Double) -> [Double?] {
    var highs = [Double?](repeating: nil, count: columns)
    for bucket in buckets.suffix(while: { $0.to > now - seconds }) {
      let column = Int(((bucket.to - (now - seconds)) / seconds * Double(columns)).rounded(.up)) - 1
      guard highs.indices.contains(column) else { continue }
      highs[column] = Swift.max(highs[column] ?? bucket.max, bucket.max)
    }
    return highs
  }
}

extension [Double] {
  /// How many elements of the sorted array are below a value.
  fileprivate func partition(below value: Double) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Array {
  /// The last elements that fulfil a condition, without a gap.
  fileprivate func suffix(while isIn: (Element) -> Bool) -> ArraySlice<Element> {
    var start = endIndex
    while start > startIndex, isIn(self[start - 1]) { start -= 1 }
    return self[start...]
  }
}
