/// How a stream ended.
enum StreamEnd: Equatable {
  /// The peer sent its last byte; with TLS, it said so.
  case orderly
  /// A TLS connection ended without the peer's close_notify: anybody on the way may have cut it.
  case truncated
  /// The connection failed, with its errno.
  case failed(Int32)
  case insecure(TLSFailure)
}
