import Foundation

/// Finds any eight bytes in a row of what must never be shown, in whatever case, and as many characters of its Base64,
/// wherever that begins: half a password is a leak as well.
struct CanarySearch: Sendable {
  private static let length = 8

  private let windows: Set<UInt64>

  /// - Parameter canaries: Made up at random, so that nothing else has eight bytes of them.
  init(_ canaries: [String]) {
    let forms = canaries.map { Array($0.utf8) } + canaries.flatMap(Self.base64)
    windows = forms.reduce(into: []) { windows, form in
      Self.forEachWindow(of: form) { windows.insert($0) }
    }
  }

  /// What was found, as text; `nil` where there is nothing of them.
  func found(in bytes: some Sequence<UInt8>) -> String? {
    var found: UInt64?
    Self.forEachWindow(of: bytes) { window in
      if found == nil, windows.contains(window) { found = window }
    }
    return found.map { window in
      String(decoding: (0..<8).map { UInt8(truncatingIfNeeded: window >> (56 - 8 * $0)) }, as: UTF8.self)
    }
  }

  private static func forEachWindow(of bytes: some Sequence<UInt8>, _ take: (UInt64) -> Void) {
    var window: UInt64 = 0
    var count = 0
    for byte in bytes {
      let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      window = window << 8 | UInt64(isUpper ? byte | 0x20 : byte)
      count += 1
      if count >= length { take(window) }
    }
  }

  /// The characters that depend on the canary alone, with none, one or two other bytes before it.
  private static func base64(of canary: String) -> [[UInt8]] {
    (0..<3).map { offset in
      let bytes = [UInt8](repeating: 0, count: offset) + Array(canary.utf8)
      let text = Array(Data(bytes).base64EncodedString().utf8)
      let (start, end) = ((8 * offset + 5) / 6, 8 * bytes.count / 6)
      return Array(text[start..<end])
    }
  }
}
