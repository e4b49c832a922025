import LoadEngine

/// Where a run's connections go, as it was found before the load.
struct Endpoint: Sendable {
  /// What the calls are carried by.
  enum Carrier: Sendable {
    /// Sockets of our own. With TLS for https.
    case sockets(AddressBook, TLSContext?)
    /// Foundation's networking: `base` is the URL that it is given, in most cases by the address that was judged;
    /// `direct` keeps it from proxies.
    case urlSession(base: String, direct: Bool)
  }

  let url: TargetURL
  let carrier: Carrier
  /// What is known, and learnt during the run, of how long the target keeps an idle connection.
  var keepAlive = KeepAlive()
  /// Follows the target's name while the run goes on; `nil` for an address.
  var keeper: AddressKeeper?

  /// A user's own transport, to be used on that loop; the instrument's own without a number.
  func transport(on loop: EventLoop, user: Int? = nil) -> any Transport {
    switch carrier {
    case .sockets(let addresses, let tls):
      // The certificate of an https target must be for the host.
      SocketTransport(
        to: addresses, user: user, tls: tls.map { TLSClient($0, host: url.nameToLookUp) }, keepAlive: keepAlive, on: loop)
    case .urlSession(let base, let direct):
      URLSessionTransport(to: base, direct: direct, on: loop)
    }
  }

  /// Keeps the addresses up to date until the task is cancelled; what a reader of the record must know.
  func keepAddresses(on loop: EventLoop) async -> [String] {
    guard case .sockets(let addresses, _) = carrier, let keeper else { return [] }
    return await keeper.keep(addresses, on: loop)
  }

  /// Connections that users have opened, by address, where there is or was more than one.
  var connections: [(address: String, connections: Int)]? {
    guard case .sockets(let addresses, _) = carrier else { return nil }
    let connections = addresses.connections
    return connections.count > 1 ? connections : nil
  }
}
