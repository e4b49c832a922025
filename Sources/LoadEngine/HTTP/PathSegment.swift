/// One segment of a request's path, percent-encoded once and written many times.
///
/// Everything but the unreserved characters of RFC 3986, 2.3 is encoded, slashes included, so that no text can leave
/// its segment.
public struct PathSegment: Sendable, Equatable {
  /// Visible ASCII.
  let bytes: [UInt8]

  /// Encodes any text.
  public init(_ text: String) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      if Self.isUnreserved(byte) {
        bytes.append(byte)
      } else {
        bytes.append(UInt8(ascii: "%"))
        bytes.append(Self.digits[Int(byte >> 4)])
        bytes.append(Self.digits[Int(byte & 15)])
      }
    }
    self.bytes = bytes
  }

  /// Encodes the id of a thing; `nil` when it is empty, longer than 1,024 bytes, or would lead elsewhere.
  ///
  /// Servers and proxies take `.` and `..` for steps in the path, encoded or not (RFC 3986, 6.2.2.3), and many decode a
  /// path before they look for its slashes. An id may hold a slash, as Base64 does, but no such step.
  public init?(id: String) {
    guard !id.isEmpty, id.utf8.count <= 1024 else { return nil }
    // By bytes: a slash with an accent is a character of its own, and a slash to whoever reads bytes.
    var dots = 0
    var isStep = true
    for byte in id.utf8 {
      switch byte {
      case UInt8(ascii: "/"), UInt8(ascii: "\\"):
        if isStep, 1...2 ~= dots { return nil }
        (dots, isStep) = (0, true)
      case UInt8(ascii: "."): dots += 1
      default: isStep = false
      }
    }
    if isStep, 1...2 ~= dots { return nil }
    self.init(id)
  }

  /// Several segments with what stands between them, as one gap's filling.
  ///
  /// - Parameter literals: Visible ASCII, percent-encoded where it must be: one fewer than segments.
  public init(joining segments: [PathSegment], with literals: [String]) {
    var bytes: [UInt8] = []
    for (index, segment) in segments.enumerated() {
      if index > 0 { bytes += literals[index - 1].utf8 }
      bytes += segment.bytes
    }
    self.bytes = bytes
  }

  /// Bytes that the encoded text takes.
  public var byteCount: Int { bytes.count }

  /// The encoded text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  private static let digits = Array("0123456789ABCDEF".utf8)

  /// Whether the byte stands for itself in any part of a URL (RFC 3986, 2.3).
  public static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
