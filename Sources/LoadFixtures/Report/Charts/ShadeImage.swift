/// A picture of one colour in 16 strengths over whatever is behind it.
struct ShadeImage {
  let width: Int
  let height: Int
  private var strengths: [UInt8]

  init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    strengths = [UInt8](repeating: 0, count: width * height)
  }

  /// 0 is nothing, 15 all of the colour; from the left and from the top.
  subscript(x: Int, y: Int) -> UInt8 {
    get { strengths[y * width + x] }
    set { strengths[y * width + x] = newValue }
  }

  /// As a PNG (ISO/IEC 15948) with a palette: two pixels a byte, stored and not packed.
  var png: [UInt8] {
    var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    var header: [UInt8] = []
    header.appendBigEndian(UInt32(width))
    header.appendBigEndian(UInt32(height))
    // Four bits, indexed colour, and the only methods that there are.
    Self.append("IHDR", header + [4, 3, 0, 0, 0], to: &bytes)
    // One colour that is seen on white and on black.
    Self.append("PLTE", (0...15).flatMap { _ in [0xD9, 0x4F, 0x1E] as [UInt8] }, to: &bytes)
    Self.append("tRNS", (0...15).map { UInt8($0 * 17) }, to: &bytes)
    var lines: [UInt8] = []
    lines.reserveCapacity((width / 2 + 2) * height)
    for y in 0..<height {
      // Without a filter.
      lines.append(0)
      for x in stride(from: 0, to: width, by: 2) {
        lines.append(self[x, y] << 4 | (x + 1 < width ? self[x + 1, y] : 0))
      }
    }
    Self.append("IDAT", HistogramPayload.storedZlibStream(lines), to: &bytes)
    Self.append("IEND", [], to: &bytes)
    return bytes
  }

  private static func append(_ type: String, _ content: [UInt8], to bytes: inout [UInt8]) {
    bytes.appendBigEndian(UInt32(content.count))
    let chunk = Array(type.utf8) + content
    bytes += chunk
    bytes.appendBigEndian(crc32(chunk))
  }

  /// ISO/IEC 15948, annex D.
  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in (crc >> 8) ^ crcs[Int((crc ^ UInt32(byte)) & 0xFF)] }
  }

  private static let crcs: [UInt32] = (0..<256).map { number in
    (0..<8).reduce(UInt32(number)) { crc, _ in crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1 }
  }
}
