/// Why the bytes of a peer are not an HTTP/1.1 message; the connection must not be used again.
public typealias HTTPReadError = CodedError<HTTPReadErrorCode>

/// What is wrong with the bytes of a peer.
public enum HTTPReadErrorCode: String, Sendable {
  /// The first line is neither a status line nor a request line of HTTP/1.x.
  case malformedStartLine
  /// A header or trailer line breaks the grammar, or a framing header has an impossible value.
  case malformedHeader
  /// A line, the number of headers or the size of the head is above its limit.
  case headerOverflow
  /// The headers give two different ends to one body.
  case conflictingFraming
  /// A chunk size is not a number that fits, or a chunk is not as long as it says.
  case malformedChunk
  /// A transfer coding other than a single `chunked`.
  case unsupportedTransferCoding
  /// A request body above `HTTPLimits.maxBodyBytes`.
  case bodyTooLarge
  /// The connection ended within a message.
  case truncated
  /// The connection ended before the first byte of the awaited message.
  case closedBeforeMessage
  /// Bytes came while no message was awaited.
  case unexpectedBytes
}

/// Why a message was not written: a part of it would have changed the meaning of the bytes around it.
public typealias HTTPWriteError = CodedError<HTTPWriteErrorCode>

/// The part of a message that was refused.
public enum HTTPWriteErrorCode: String, Sendable {
  /// The method is not a token.
  case invalidMethod
  /// The target is not an origin-form target of visible ASCII.
  case invalidTarget
  /// The host is not `host` or `host:port`.
  case invalidHost
  /// The name of a header is not a token.
  case invalidHeaderName
  /// The value of a header has CR, LF, NUL or another control character.
  case invalidHeaderValue
  /// The header is one that the writer itself sets.
  case reservedHeader
}
