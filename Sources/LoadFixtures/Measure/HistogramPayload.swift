import Foundation

/// The V2 compressed encoding of a histogram, as HdrHistogram's readers in other languages decode it.
///
/// Layout after `AbstractHistogram.encodeIntoCompressedByteBuffer` of HdrHistogram: cookie and length, then a zlib
/// stream of a 40-byte header and the counts as ZigZag LEB128, runs of zeros as one negative number. The zlib
/// stream stores instead of compressing: the runs already make an interval small.
enum HistogramPayload {
  private static let encodingCookie: UInt32 = 0x1c84_9313
  private static let compressedCookie: UInt32 = 0x1c84_9314

  /// The payload of a log line.
  static func base64(_ histogram: HDRHistogram) -> String {
    let stream = storedZlibStream(encoded(histogram))
    var bytes: [UInt8] = []
    bytes.reserveCapacity(stream.count + 8)
    bytes.appendBigEndian(compressedCookie)
    bytes.appendBigEndian(UInt32(stream.count))
    bytes += stream
    return Data(bytes).base64EncodedString()
  }

  static func encoded(_ histogram: HDRHistogram) -> [UInt8] {
    let counts = encodedCounts(histogram)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(counts.count + 40)
    bytes.appendBigEndian(encodingCookie)
    bytes.appendBigEndian(UInt32(counts.count))
    bytes.appendBigEndian(UInt32(0))  // normalizing index offset
    bytes.appendBigEndian(UInt32(3))  // significant digits
    bytes.appendBigEndian(UInt64(1))  // lowest value, microseconds
    bytes.appendBigEndian(UInt64(HDRHistogram.highestTrackable / 1000))
    bytes.appendBigEndian(Double(1).bitPattern)  // conversion ratio
    return bytes + counts
  }

  /// A payload that cannot be read.
  struct Damage: Error, CustomStringConvertible {
    let description: String

    init(_ reason: String) {
      description = "is no histogram: \(reason)"
    }
  }

  /// Reads the counts of a log line's payload, as this version writes it: stored and not compressed.
  static func counts(base64 text: String) throws(Damage) -> [UInt32] {
    guard let data = Data(base64Encoded: text) else { throw Damage("it is not Base64") }
    var bytes = Array(data)[...]
    guard bytes.takeBigEndian() == compressedCookie, bytes.takeBigEndian() == UInt32(clamping: bytes.count) else {
      throw Damage("it does not begin as a compressed one of version 2")
    }
    let content = try unstored(bytes)
    var encoded = content[...]
    guard encoded.takeBigEndian() == encodingCookie, encoded.takeBigEndian() == UInt32(clamping: encoded.count - 32),
      encoded.count >= 32, Array(encoded.prefix(32)) == Array(Self.encoded(HDRHistogram()).dropFirst(8))
    else { throw Damage("its layout is another one") }
    return try decodedCounts(encoded.dropFirst(32))
  }

  /// The counts from the first bucket on, in the encoding's own form: what a histogram needs least memory in.
  static func decodedCounts(_ bytes: ArraySlice<UInt8>) throws(Damage) -> [UInt32] {
    var counts: [UInt32] = []
    var rest = bytes
    let most = HDRHistogram.index(ofNanoseconds: HDRHistogram.highestTrackable) + 1
    while !rest.isEmpty {
      guard let value = rest.takeZigZag() else { throw Damage("it ends within a count") }
      let zeros = value > 0 ? 0 : value == 0 ? 1 : value.magnitude
      guard zeros + 1 <= UInt64(most - counts.count), let count = UInt32(exactly: max(0, value)) else {
        throw Damage("a count or a run of zeros is too large")
      }
      counts += repeatElement(0, count: Int(zeros))
      if count > 0 { counts.append(count) }
    }
    return counts
  }

  static func encodedCounts(_ histogram: HDRHistogram) -> [UInt8] {
    var bytes: [UInt8] = []
    var zeros: Int64 = Int64(histogram.usedIndices.lowerBound)
    for index in histogram.usedIndices {
      let count = Int64(histogram.bucketCount(at: index))
      if count == 0 {
        zeros += 1
        continue
      }
      if zeros > 0 { bytes.appendZigZag(zeros == 1 ? 0 : -zeros) }
      zeros = 0
      bytes.appendZigZag(count)
    }
    return bytes
  }

  /// RFC 1950 around the stored blocks of RFC 1951, 65,535 bytes each at most.
  static func storedZlibStream(_ content: [UInt8]) -> [UInt8] {
    let largestBlock = 65_535
    var bytes: [UInt8] = [0x78, 0x01]
    var start = 0
    repeat {
      let end = min(start + largestBlock, content.count)
      let length = UInt16(end - start)
      bytes.append(end == content.count ? 1 : 0)
      bytes.appendBigEndian(length.byteSwapped)
      bytes.appendBigEndian((~length).byteSwapped)
      bytes += content[start..<end]
      start = end
    } while start < content.count
    bytes.appendBigEndian(adler32(content))
    return bytes
  }

  private static func unstored(_ stream: ArraySlice<UInt8>) throws(Damage) -> [UInt8] {
    var stream = stream
    guard stream.takeBigEndian() == UInt16(0x7801) else { throw Damage("it has another zlib header") }
    var content: [UInt8] = []
    var isLast = false
    while !isLast {
      guard let kind: UInt8 = stream.takeBigEndian(), kind <= 1, let length: UInt16 = stream.takeBigEndian(),
        let check: UInt16 = stream.takeBigEndian(), check == ~length, stream.count >= Int(length.byteSwapped)
      else { throw Damage("it is compressed, or cut short") }
      content += stream.prefix(Int(length.byteSwapped))
      stream = stream.dropFirst(Int(length.byteSwapped))
      isLast = kind == 1
    }
    guard stream.takeBigEndian() == adler32(content), stream.isEmpty else { throw Damage("its checksum is wrong") }
    return content
  }

  /// RFC 1950, section 8.
  static func adler32(_ content: [UInt8]) -> UInt32 {
    var low: UInt32 = 1
    var high: UInt32 = 0
    for byte in content {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return high << 16 | low
  }
}

extension [UInt8] {
  mutating func appendBigEndian<Value: FixedWidthInteger & UnsignedInteger>(_ value: Value) {
    for shift in stride(from: Value.bitWidth - 8, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: value >> Value(shift)))
    }
  }

  /// ZigZag, then LEB128 of at most nine bytes: the ninth holds eight bits, as HdrHistogram has it.
  fileprivate mutating func appendZigZag(_ value: Int64) {
    var rest = UInt64(bitPattern: (value << 1) ^ (value >> 63))
    for _ in 0..<8 {
      if rest < 0x80 { break }
      append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }
}

extension ArraySlice<UInt8> {
  /// `nil` where too few bytes are left.
  fileprivate mutating func takeBigEndian<Value: FixedWidthInteger & UnsignedInteger>() -> Value? {
    let size = Value.bitWidth / 8
    guard count >= size else { return nil }
    defer { removeFirst(size) }
    return prefix(size).reduce(0) { $0 << (Value.bitWidth > 8 ? 8 : 0) | Value($1) }
  }

  fileprivate mutating func takeZigZag() -> Int64? {
    var value: UInt64 = 0
    for position in 0..<9 {
      guard let byte = popFirst() else { return nil }
      let isLast = position == 8 || byte < 0x80
      value |= UInt64(isLast && position == 8 ? byte : byte & 0x7f) << UInt64(7 * position)
      if isLast { break }
    }
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }
}

/// A histogram in a few hundred bytes, for what keeps many and looks at each of them rarely.
struct PackedHistogram: Sendable, Codable {
  private var counts: [UInt8] = []
  private var outOfRange = 0
  private var lowest = Int64.max
  private var highest: Int64 = 0
  private var sum: Int128 = 0

  init() {}

  init(_ histogram: HDRHistogram) {
    guard let min = histogram.min, let max = histogram.max else { return }
    counts = HistogramPayload.encodedCounts(histogram)
    (outOfRange, sum) = (histogram.outOfRange, histogram.sum)
    (lowest, highest) = (min, max)
  }

  var histogram: HDRHistogram {
    guard !counts.isEmpty else { return HDRHistogram() }
    do {
      let counts = try HistogramPayload.decodedCounts(counts[...])
      if let histogram = HDRHistogram(
        counts: counts, outOfRange: outOfRange, lowest: lowest, highest: highest, sum: sum)
      {
        return histogram
      }
    } catch {}
    preconditionFailure("packed from a histogram, and so whole")
  }

  mutating func add(_ other: PackedHistogram) {
    guard !other.counts.isEmpty else { return }
    guard !counts.isEmpty else {
      self = other
      return
    }
    var sum = histogram
    sum.add(other.histogram)
    self = PackedHistogram(sum)
  }

  init(from decoder: any Decoder) throws {
    self.init(try HDRHistogram(from: decoder))
  }

  func encode(to encoder: any Encoder) throws {
    try histogram.encode(to: encoder)
  }
}

/// The counts as HdrHistogram's payload, and beside it what that rounds: nothing for an empty one.
extension HDRHistogram: Codable {
  private enum CodingKeys: CodingKey {
    case counts, outOfRange, min, max, sum
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    guard let payload = try container.decodeIfPresent(String.self, forKey: .counts) else { return }
    func refusal(_ reason: String) -> DecodingError {
      .dataCorruptedError(forKey: .counts, in: container, debugDescription: reason)
    }
    let counts: [UInt32]
    do {
      counts = try HistogramPayload.counts(base64: payload)
    } catch {
      throw refusal("\(error)")
    }
    guard let sum = Int128(try container.decode(String.self, forKey: .sum)),
      let whole = HDRHistogram(
        counts: counts, outOfRange: try container.decodeIfPresent(Int.self, forKey: .outOfRange) ?? 0,
        lowest: try container.decode(Int64.self, forKey: .min), highest: try container.decode(Int64.self, forKey: .max),
        sum: sum)
    else { throw refusal("does not fit its min, max and sum") }
    self = whole
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    guard let min, let max else { return }
    try container.encode(HistogramPayload.base64(self), forKey: .counts)
    if outOfRange > 0 { try container.encode(outOfRange, forKey: .outOfRange) }
    try container.encode(min, forKey: .min)
    try container.encode(max, forKey: .max)
    // As text: a number of JSON is exact up to 2^53 only.
    try container.encode(String(sum), forKey: .sum)
  }
}
