import LoadEngine

/// Where a run's connections go, as it was found before the load.
struct Endpoint: Sendable {
  /// What the calls are carried by.
  enum Carrier: Sendable {
    /// Sockets of our own, to one of these addresses; at least one. With TLS for https.
    case sockets([SocketAddress], TLSContext?)
    /// Foundation's networking, which looks up the host itself.
    case urlSession
  }

  let url: TargetURL
  let carrier: Carrier
  /// What is known, and learnt during the run, of how long the target keeps an idle connection.
  var keepAlive = KeepAlive()

  /// A user's own transport, to be used on that loop.
  func transport(on loop: EventLoop) -> any Transport {
    switch carrier {
    case .sockets(let addresses, let tls):
      // The certificate of an https target must be for the host.
      SocketTransport(
        to: addresses, tls: tls.map { TLSClient($0, host: url.host) }, keepAlive: keepAlive, on: loop)
    case .urlSession:
      URLSessionTransport(to: "\(url.scheme.rawValue)://\(url.authority)", on: loop)
    }
  }
}
