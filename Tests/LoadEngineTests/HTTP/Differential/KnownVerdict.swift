@testable import LoadEngine

/// A reason for which one reader takes what the other does not, and how to see from the bytes that it holds.
struct KnownVerdict: Sendable {
  let name: String
  /// Whether our refusal (nil: none) and the peer's verdict are those that the reason leads to.
  let leads: @Sendable (_ refusal: HTTPReadError.Code?, _ peer: PeerReading) -> Bool
  let holds: @Sendable (ResponseAnatomy) -> Bool

  /// We refuse, with one of the codes, what the peer takes, or waits for more of.
  private static func weRefuse(
    _ name: String, _ codes: Set<HTTPReadError.Code>, _ holds: @escaping @Sendable (ResponseAnatomy) -> Bool
  ) -> KnownVerdict {
    KnownVerdict(
      name: name,
      leads: { refusal, peer in refusal.map(codes.contains) == true && peer != .refused && peer != .refusedEarly },
      holds: holds)
  }

  /// The peer refuses what we take, or wait for more of.
  private static func peerRefuses(
    _ name: String, _ holds: @escaping @Sendable (ResponseAnatomy) -> Bool
  ) -> KnownVerdict {
    KnownVerdict(
      name: name, leads: { refusal, peer in refusal == nil && (peer == .refused || peer == .refusedEarly) },
      holds: holds)
  }

  static let all: [KnownVerdict] = [
    KnownVerdict(
      name: "we judge line by line, h11 at the end of a head: the connection ended in between",
      leads: { refusal, peer in refusal != nil && peer == .refusedEarly },
      // That h11 would have refused these lines is its own verdict.
      holds: { _ in true }),
    weRefuse(
      "a bare LF as the end of a line (RFC 9112, 2.2: a recipient may take it)",
      [.malformedStartLine, .malformedHeader]
    ) { anatomy in
      (anatomy.heads + [anatomy.trailers].compactMap(\.self)).contains(where: \.hasBareLineFeed)
    },
    weRefuse(
      "control characters, which h11 lets pass for the sake of some cookies",
      [.malformedStartLine, .malformedHeader, .malformedChunk]
    ) { anatomy in
      // At the end of a line the CR is part of it.
      anatomy.lines.contains { hasControl($0.last == 0x0D ? $0.dropLast() : $0) }
        || anatomy.chunkSizes.contains { hasControl($0.drop { $0 != UInt8(ascii: ";") }) }
    },
    weRefuse(
      "the end of the connection after bytes that begin no status line; h11 awaits their line's end",
      [
        .malformedStartLine
      ]
    ) { anatomy in
      guard let head = anatomy.heads.last, !head.isEnded, head.lines.count == 1, let line = head.lines.first else {
        return false
      }
      return !zip(line, "HTTP/1.".utf8).allSatisfy { $0 == $1 }
    },
    weRefuse("a version other than HTTP/1.x, which h11 does not look at", [.malformedStartLine]) { anatomy in
      anatomy.versions.contains { !$0.hasPrefix("1.") }
    },
    weRefuse("a Content-Length above 63 bits; h11 takes 20 digits", [.malformedHeader]) { anatomy in
      anatomy.lengthsByHead.joined().contains { $0.utf8.count <= 20 && isNumber($0) && Int($0) == nil }
    },
    weRefuse("a chunk size above 63 bits; h11 takes 20 digits", [.malformedChunk]) { anatomy in
      anatomy.chunkSizes.map(ResponseAnatomy.sizeDigits).contains {
        (16...20).contains($0.utf8.count) && Int($0, radix: 16) == nil
      }
    },
    weRefuse(
      "Content-Length beside Transfer-Encoding, the mark of smuggling (RFC 9112, 6.3: ought to be an error)",
      [.conflictingFraming]
    ) { anatomy in
      zip(anatomy.valuesByHead("content-length"), anatomy.valuesByHead("transfer-encoding"))
        .contains { !$0.isEmpty && !$1.isEmpty }
    },
    weRefuse("Transfer-Encoding in HTTP/1.0 (RFC 9112, 6.1: faulty framing)", [.conflictingFraming]) { anatomy in
      zip(anatomy.versions, anatomy.valuesByHead("transfer-encoding")).contains { $0 == "1.0" && !$1.isEmpty }
    },
    weRefuse("our limits", [.headerOverflow, .malformedChunk]) { anatomy in
      let limits = HTTPLimits.differential
      let blocks = anatomy.heads + [anatomy.trailers].compactMap(\.self)
      return blocks.flatMap(\.lines).contains { $0.count + 1 > limits.maxLineBytes }
        || anatomy.chunkSizes.contains { $0.count + 2 > limits.maxLineBytes }
        || blocks.reduce(0) { $0 + $1.byteCount } > limits.maxHeaderBytes
        || anatomy.lines.count - anatomy.heads.count > limits.maxHeaderCount
    },
    peerRefuses("a Content-Length of more than 20 digits, zeros in front; h11 counts digits") { anatomy in
      anatomy.lengthsByHead.joined().contains { $0.utf8.count > 20 && isNumber($0) && Int($0) != nil }
    },
    peerRefuses("lengths equal as numbers and not as texts; h11 compares texts") { anatomy in
      anatomy.lengthsByHead.contains { values in
        Set(values).count > 1 && Set(values.map { isNumber($0) ? Int($0) : nil }).count == 1
      }
    },
    peerRefuses("a chunk size of more than 20 digits, zeros in front; h11 counts digits") { anatomy in
      anatomy.chunkSizes.map(ResponseAnatomy.sizeDigits).contains {
        $0.utf8.count > 20 && Int($0, radix: 16) != nil
      }
    },
    peerRefuses("whitespace before a chunk extension (RFC 9112, 7.1.1: to be read past); h11 has no place for it") {
      anatomy in
      anatomy.chunkSizes.contains { line in
        let rest = line.dropFirst(ResponseAnatomy.sizeDigits(line).utf8.count)
        let space = rest.prefix { $0 == 0x20 || $0 == 0x09 }
        return !space.isEmpty && rest.dropFirst(space.count).first == UInt8(ascii: ";")
      }
    },
    peerRefuses("impossible framing fields in trailers, which h11 checks; they frame nothing, and we drop them") {
      anatomy in
      !anatomy.trailerValues("content-length").isEmpty || !anatomy.trailerValues("transfer-encoding").isEmpty
    },
  ]

  private static func hasControl(_ line: ArraySlice<UInt8>) -> Bool {
    line.contains { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7F }
  }

  private static func isNumber(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
