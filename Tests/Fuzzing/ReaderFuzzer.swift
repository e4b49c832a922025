// Built by scripts/fuzz, together with Sources/LoadEngine/HTTP and HTTPDriver, as one module: no target of the
// package, which has no switch for libFuzzer.

/// Reads the input as one response and as a connection's requests, in several ways that must agree.
///
/// AddressSanitizer watches reads beyond the bytes. For Swift on Linux there is no undefined-behaviour sanitizer;
/// Swift's own traps on overflow, bounds and exclusive access, which are on in this build, take its part.
///
/// Found at once when a line's or body's limit counts each piece anew, a chunk size wraps, or a line end is looked
/// for a byte beyond the buffer.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzReaders(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // libFuzzer lends `count` bytes for the time of the call; the copy is just as long, so reads beyond it are seen.
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  let small = HTTPLimits(maxLineBytes: 60, maxHeaderCount: 3, maxHeaderBytes: 110, maxBodyBytes: 2)
  for limits in [HTTPLimits(), small] {
    for isHEAD in [false, true] {
      checkAgreement(bytes) {
        HTTPDriver.response(bytes, cuts: $0, isHEAD: isHEAD, limits: limits)
      } isSound: {
        $0.body.count == min($0.bodyByteCount, limits.maxBodyBytes)
      }
    }
    checkAgreement(bytes) {
      HTTPDriver.requests(bytes, cuts: $0, limits: limits)
    } isSound: {
      $0.body.count <= limits.maxBodyBytes
    }
  }
  return 0
}

/// The same bytes at once, byte by byte, and cut where they say themselves.
private func checkAgreement<Message>(
  _ bytes: [UInt8], _ read: ([Int]) -> Outcome<Message>, isSound: (Message) -> Bool
) {
  let whole = read([])
  guard whole.messages.allSatisfy(isSound) else { fatalError("a body above its limit: \(whole)") }
  switch whole {
  case .messages(_, let surplus):
    guard (0...bytes.count).contains(surplus) else { fatalError("\(surplus) of \(bytes.count) bytes are left") }
  case .failure(_, let error):
    // The driver's word for a call that used more bytes than it was given, or fewer without a message.
    guard error.code != .unexpectedBytes else { fatalError("\(error)") }
  }
  for cuts in [Array(0...bytes.count), cutPoints(of: bytes)] {
    let split = read(cuts)
    guard split == whole else { fatalError("cut at \(cuts): \(split), at once: \(whole)") }
  }
}

/// Up to four points that change with any of the bytes.
private func cutPoints(of bytes: [UInt8]) -> [Int] {
  // FNV-1a.
  let hash = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  var random = SplitMix64(seed: hash)
  return (0..<4).map { _ in Int.random(in: 0...bytes.count, using: &random) }
}
