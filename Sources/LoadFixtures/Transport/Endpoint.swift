import LoadEngine

/// Where a run's connections go, as it was found before the load.
struct Endpoint: Sendable {
  /// At least one.
  let addresses: [SocketAddress]
  /// Whom the certificate of an https target must be for.
  let host: String
  /// For https; `nil` for http.
  let tls: TLSContext?

  /// A user's own transport, to be used on that loop.
  func transport(on loop: EventLoop) -> SocketTransport {
    SocketTransport(to: addresses, tls: tls.map { TLSClient($0, host: host) }, on: loop)
  }
}
