#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

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

  private static func encodedCounts(_ histogram: HDRHistogram) -> [UInt8] {
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
  fileprivate mutating func appendBigEndian<Value: FixedWidthInteger & UnsignedInteger>(_ value: Value) {
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
