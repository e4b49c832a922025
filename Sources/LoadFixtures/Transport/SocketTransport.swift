import LoadEngine

/// The transport on the engine's own sockets: one connection a user, more only while calls run side by side.
///
/// All members are used on the loop that it was made for.
public struct SocketTransport: Transport {
  private let connections: LoopBound<ConnectionSet>

  /// - Parameter addresses: The target's resolved addresses; at least one.
  public init(to addresses: [SocketAddress], on loop: EventLoop) {
    connections = LoopBound(ConnectionSet(addresses: addresses, loop: loop), to: loop)
  }

  public func send(_ request: OutgoingRequest, timeout: Duration) async -> TransportOutcome {
    await connections.value.send(request, timeout: timeout)
  }

  public func cancelCalls() {
    connections.value.cancelCalls()
  }

  public func close() {
    connections.value.close()
  }
}

/// The connections of one user. Confined to its loop.
private final class ConnectionSet {
  private let addresses: [SocketAddress]
  private let loop: EventLoop
  private var connections: [HTTPConnection] = []

  init(addresses: [SocketAddress], loop: EventLoop) {
    self.addresses = addresses
    self.loop = loop
  }

  func send(_ request: OutgoingRequest, timeout: Duration) async -> TransportOutcome {
    let outcome = await freeConnection().call(request.encoded(), isHEAD: request.head.isHEAD, timeout: timeout)
    let result: TransportOutcome.Result =
      switch outcome.result {
      case .success(let response): .answered(response)
      case .failure(.cancelled): .cancelled
      case .failure(let error): .failed(FailureKind(error))
      }
    return TransportOutcome(result: result, timings: RequestTimings(outcome.timings))
  }

  private func freeConnection() -> HTTPConnection {
    if let free = connections.first(where: { !$0.isBusy }) { return free }
    let connection = HTTPConnection(to: addresses, on: loop)
    connections.append(connection)
    return connection
  }

  func cancelCalls() {
    for connection in connections { connection.cancelCall() }
  }

  func close() {
    for connection in connections { connection.close() }
    connections = []
  }
}

extension FailureKind {
  /// The label of an engine's error.
  init(_ error: CallError) {
    self =
      switch error {
      case .refused: .connectionRefused
      case .connectTimeout: .connectTimeout
      case .connectFailed: .connectFailed
      case .fileDescriptorLimit: .fileDescriptorLimit
      case .timeout: .timeout
      case .reset: .reset
      case .closed: .closed
      case .truncated: .truncated
      case .malformed(let reason): reason.code == .headerOverflow ? .headerOverflow : .protocolError
      case .cancelled: .closed
      }
  }
}
