import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

@Suite("Histograms beside PyPI's hdrhistogram", .enabled { await PythonOracle.mayAsk("hdrh") })
struct HDRHistogramPeerTests {
  private static let percentiles = [50, 75, 90, 95, 99, 99.9, 99.99]

  /// Records microseconds from standard input; prints every used bucket, then every percentile's bucket.
  private static let script = """
    import sys
    from hdrh.histogram import HdrHistogram
    peer = HdrHistogram(1, 3600000000, 3)
    for line in sys.stdin:
        assert peer.record_value(int(line))
    for index in range(peer.counts_len):
        if peer.counts[index]:
            print(index, peer.counts[index])
    print("percentiles")
    for percentile in \(percentiles):
        print(peer.get_value_at_percentile(percentile))
    """

  // Multiples of 10,000, where every percentile has a whole rank: between ranks the peer rounds to the nearer one
  // and this histogram up, as its definition says.
  @Test("The same values fill the same buckets and give the same percentiles", arguments: [10_000, 50_000])
  func sameBuckets(count: Int) async throws {
    var random = SplitMix64(seed: UInt64(count))
    var histogram = HDRHistogram()
    var input = ""
    for _ in 0..<count {
      let value = random.latency()
      histogram.record(nanoseconds: value)
      input += "\((value + 500) / 1000)\n"
    }
    let answer = try await PythonOracle.run(Self.script, input: input).split(separator: "\npercentiles\n")
    try #require(answer.count == 2)

    let peerBuckets = answer[0].split(separator: "\n").map(String.init)
    let buckets = histogram.usedIndices.filter { histogram.bucketCount(at: $0) > 0 }
      .map { "\($0) \(histogram.bucketCount(at: $0))" }
    #expect(buckets == peerBuckets)

    // The peer gives the bucket's upper end even where that is above every value recorded.
    let maximum = try #require(histogram.max)
    let peerValues = answer[1].split(separator: "\n").compactMap { Int64($0) }.map { min($0, maximum / 1000) }
    let values = histogram.values(atQuantiles: Self.percentiles.map { $0 / 100 }).map { $0 / 1000 }
    #expect(values == peerValues)
  }

  /// Reads the log of the path on standard input; prints one line an interval.
  private static let reader = """
    import sys
    from hdrh.histogram import HdrHistogram
    from hdrh.log import HistogramLogReader
    reader = HistogramLogReader(sys.stdin.readline().strip(), HdrHistogram(1, 3600000000, 3))
    while True:
        peer = reader.get_next_interval_histogram()
        if peer is None:
            break
        assert peer.lowest_trackable_value == 1 and peer.highest_trackable_value == 3600000000
        values = [peer.get_value_at_percentile(percentile) for percentile in \(percentiles)]
        print(peer.get_tag(), int(peer.get_start_time_stamp()), int(peer.get_end_time_stamp()),
              peer.get_total_count(), *values)
    """

  @Test("The peer's log reader reads back every interval")
  func log() async throws {
    var random = SplitMix64(seed: 7)
    let writer = HistogramLogLines(startedAt: 1_700_000_000.25)
    var lines = writer.header
    var expected: [String] = []
    // Up to an hour's index the payload spans everything from an empty histogram to several stored blocks.
    for (second, count) in [1, 10_000, 0, 100_000].enumerated() {
      var histogram = HDRHistogram()
      for _ in 0..<count { histogram.record(nanoseconds: random.latency()) }
      if second == 3 { histogram.record(nanoseconds: HDRHistogram.highestTrackable) }
      lines.append(
        writer.line(tag: "unknown conversation", start: Int64(second) * 1000, length: 1000, histogram: histogram))
      let values = Self.percentiles.map { percentile -> Int64 in
        guard histogram.count > 0 else { return 0 }
        return peerValue(of: histogram, percentile: percentile)
      }
      let start = 1_700_000_000_250 + second * 1000
      expected.append(
        (["unknown_conversation", "\(start)", "\(start + 1000)", "\(histogram.count)"] + values.map(String.init))
          .joined(separator: " "))
    }
    let answer = try await PythonOracle.withFile(lines.joined(separator: "\n") + "\n") { path in
      try await PythonOracle.run(Self.reader, input: path + "\n")
    }
    #expect(answer.split(separator: "\n").map(String.init) == expected)
  }

  /// The percentile as the peer defines it: the nearer rank, and the bucket's upper end whatever was recorded.
  private func peerValue(of histogram: HDRHistogram, percentile: Double) -> Int64 {
    let rank = max(1, Int(percentile * Double(histogram.count) / 100 + 0.5))
    var seen = 0
    let index = histogram.usedIndices.first { index in
      seen += histogram.bucketCount(at: index)
      return seen >= rank
    }
    return HDRHistogram.highestNanoseconds(at: index ?? 0) / 1000
  }
}
