import LoadEngine

/// The transport on the engine's own sockets: one connection a user, more only while calls run side by side.
///
/// All members are used on the loop that it was made for.
package struct SocketTransport: Transport {
  private let connections: LoopBound<ConnectionSet>

  /// - Parameters:
  ///   - addresses: The target's.
  ///   - user: Whose connections they are; `nil` for the instrument's own.
  ///   - tls: This user's, for https; `nil` for http.
  ///   - keepAlive: The run's.
  package init(
    to addresses: AddressBook, user: Int? = nil, tls: TLSClient? = nil, keepAlive: KeepAlive = KeepAlive(),
    on loop: EventLoop
  ) {
    connections = LoopBound(
      ConnectionSet(addresses: addresses, user: user, tls: tls, keepAlive: keepAlive, loop: loop), to: loop)
  }

  package func send(
    _ request: OutgoingRequest, timeout: Duration, completion: UnsafeContinuation<CallOutcome, Never>
  ) {
    connections.value.free.start(
      request.encoded(), isHEAD: request.head.isHEAD, isLast: request.endsConnection,
      mayRepeat: request.head.isIdempotent, bodyLimit: request.bodyLimit, timeout: timeout, completion: completion)
  }

  package func cancelCalls() {
    connections.value.cancelCalls()
  }

  package func close() {
    connections.value.close()
  }
}

/// The connections of one user. Confined to its loop.
private final class ConnectionSet {
  private let addresses: AddressBook
  private let user: Int?
  private let tls: TLSClient?
  private let keepAlive: KeepAlive
  private let loop: EventLoop
  /// All that most users ever have.
  private let first: HTTPConnection
  private var others: [HTTPConnection] = []

  init(addresses: AddressBook, user: Int?, tls: TLSClient?, keepAlive: KeepAlive, loop: EventLoop) {
    self.addresses = addresses
    self.user = user
    self.tls = tls
    self.keepAlive = keepAlive
    self.loop = loop
    first = HTTPConnection(to: addresses, user: user, tls: tls, keepAlive: keepAlive, on: loop)
  }

  /// A connection without a call.
  var free: HTTPConnection {
    if !first.isBusy { return first }
    if let other = others.first(where: { !$0.isBusy }) { return other }
    let connection = HTTPConnection(to: addresses, user: user, tls: tls, keepAlive: keepAlive, on: loop)
    others.append(connection)
    return connection
  }

  func cancelCalls() {
    first.cancelCall()
    for connection in others { connection.cancelCall() }
  }

  func close() {
    first.close()
    for connection in others { connection.close() }
    others = []
  }
}
