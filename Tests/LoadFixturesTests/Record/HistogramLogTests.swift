import Testing

@testable import LoadFixtures

@Suite("Histogram log")
struct HistogramLogTests {
  @Test("The header names format, start and units")
  func header() {
    let header = HistogramLogLines(startedAt: 1_700_000_000.25).header
    #expect(header[0] == "#[Histogram log format version 1.3]")
    #expect(header[1] == "#[StartTime: 1700000000.250 (seconds since epoch), 2023-11-14T22:13:20Z]")
    #expect(header[2] == "#[BaseTime: 1700000000.250 (seconds since epoch)]")
    #expect(header.last?.hasPrefix("\"StartTimestamp\",") == true)
  }

  @Test(
    "A tag cannot break its line",
    arguments: [
      ("message", "message"), ("unknown conversation", "unknown_conversation"), ("a,b\nc\td", "a_b_c_d"),
    ])
  func tag(name: String, expected: String) {
    let line = HistogramLogLines(startedAt: 0).line(tag: name, start: 1000, length: 1000, histogram: HDRHistogram())
    #expect(line.hasPrefix("Tag=\(expected),1.000,1.000,0.000,HISTFAAA"))
    #expect(line.split(separator: ",").count == 5)
  }

  @Test("Decimals need no locale", arguments: [(0, "0.000"), (7, "0.007"), (1234, "1.234"), (-50, "-0.050")])
  func decimal(thousandths: Int64, expected: String) {
    #expect(HistogramLogLines.decimal(thousandths: thousandths) == expected)
  }

  @Test(
    "Adler-32 as zlib computes it",
    arguments: [("", 0x0000_0001), ("a", 0x0062_0062), ("Wikipedia", 0x11e6_0398)] as [(String, UInt32)])
  func adler(text: String, expected: UInt32) {
    #expect(HistogramPayload.adler32(Array(text.utf8)) == expected)
  }

  @Test("Stored blocks carry every byte and mark the last", arguments: [0, 1, 65_535, 65_536, 140_000])
  func storedBlocks(size: Int) {
    let content = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
    let stream = HistogramPayload.storedZlibStream(content)
    var read: [UInt8] = []
    var position = 2
    var last = false
    while !last {
      last = stream[position] == 1
      let length = Int(stream[position + 1]) | Int(stream[position + 2]) << 8
      #expect(Int(stream[position + 3]) | Int(stream[position + 4]) << 8 == length ^ 0xffff)
      read += stream[(position + 5)..<(position + 5 + length)]
      position += 5 + length
    }
    #expect(read == content)
    #expect(stream.count == position + 4)
  }

  @Test("Counts are runs of zeros and ZigZag numbers")
  func counts() {
    var histogram = HDRHistogram()
    for _ in 0..<200 { histogram.record(nanoseconds: 1000) }
    histogram.record(nanoseconds: 3000)
    for _ in 0..<2 { histogram.record(nanoseconds: 1_000_000) }
    // One 0; 200; one 0; 1; 996 zeros; 2.
    #expect(Array(HistogramPayload.encoded(histogram).dropFirst(40)) == [0, 0x90, 0x03, 0, 2, 0xc7, 0x0f, 4])
  }
}
