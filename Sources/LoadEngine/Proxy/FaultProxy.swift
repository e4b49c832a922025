import Synchronization

/// A TCP proxy that breaks what it carries, as it is told: latency, jitter, bandwidth, pieces, cuts, resets, black holes,
/// nobody there. It passes on bytes and knows nothing of them, TLS included, unless it is given rules for HTTP.
public final class FaultProxy: Sendable {
  /// What it has carried.
  public struct Counts: Sendable, Equatable {
    public var connections = 0
    /// Read from clients, and from the target.
    public var bytesFromClients = 0
    public var bytesFromTarget = 0
    /// Reset, or cut after so many bytes, by a fault; what a rule has cut is among the requests below.
    public var reset = 0
    /// Whose bytes have vanished, once for each time that its fate was drawn.
    public var vanished = 0
    /// Requests that a rule for HTTP was applied to.
    public var ruled = 0

    /// Connections and requests that a fault has met.
    public var touched: Int { reset + vanished + ruled }
  }

  private let connections: LoopBound<ProxyConnections>
  /// The port it listens on.
  public let port: Int

  private init(_ connections: LoopBound<ProxyConnections>, port: Int) {
    self.connections = connections
    self.port = port
  }

  /// Listens and passes on until ``stop()``.
  ///
  /// - Parameters:
  ///   - port: 0 takes a free one of the loopback address.
  ///   - target: Host and port.
  ///   - seed: Of all that is drawn.
  ///   - loop: Carries every connection.
  /// - Throws: ``ResolveError`` for an unknown target, ``SystemError`` when the port cannot be had.
  public static func start(
    port: Int = 0, target: (host: String, port: Int), seed: UInt64 = 1, on loop: EventLoop
  ) async throws -> FaultProxy {
    let addresses = try await Resolver.resolve(host: target.host, port: target.port)
    let local = try await Resolver.resolve(host: "127.0.0.1", port: port)[0]
    let (connections, bound) = try await loop.run {
      let connections = ProxyConnections(to: addresses, seed: seed, on: loop)
      let bound = try connections.listen(at: local)
      return (LoopBound(connections, to: loop), bound.port)
    }
    return FaultProxy(connections, port: bound)
  }

  /// Sets what is done from now on, to open connections as well.
  ///
  /// - Throws: ``SystemError`` when the port is somebody else's by now.
  public func set(_ faults: WireFaults) async throws {
    let connections = connections
    try await connections.loop.run { try connections.value.set(faults) }
  }

  public func counts() async -> Counts {
    let connections = connections
    return await connections.loop.run { connections.value.counts }
  }

  /// Closes the port and all connections.
  public func stop() async {
    let connections = connections
    await connections.loop.run { connections.value.close() }
  }
}

/// The connections of a proxy. Confined to its loop.
final class ProxyConnections {
  let loop: EventLoop
  /// Of the target, in the order in which they are tried.
  let targets: [SocketAddress]
  private(set) var faults = WireFaults()
  private(set) var counts = FaultProxy.Counts()
  private var rules = HTTPRules([])
  private var random: SplitMix64
  private var open: [ObjectIdentifier: ProxiedConnection] = [:]
  private var listener: Listener?
  private var address: SocketAddress?

  init(to targets: [SocketAddress], seed: UInt64, on loop: EventLoop) {
    self.targets = targets
    self.loop = loop
    random = SplitMix64(seed: seed)
  }

  @discardableResult
  func listen(at address: SocketAddress) throws(SystemError) -> SocketAddress {
    let me = LoopBound(self, to: loop)
    let listener = try Listener(at: address, on: loop) { me.value.accept($0) }
    self.listener = listener
    self.address = listener.address
    return listener.address
  }

  func set(_ faults: WireFaults) throws(SystemError) {
    self.faults = faults
    rules = HTTPRules(faults.rules)
    if faults.refuses {
      listener?.close()
      listener = nil
      for connection in Array(open.values) { connection.reset() }
    } else if listener == nil, let address {
      try listen(at: address)
    }
    // In the order in which they came, so that the draws follow the seed.
    for connection in open.values.sorted(by: { $0.number < $1.number }) { connection.draw(fate()) }
  }

  func close() {
    listener?.close()
    (listener, address) = (nil, nil)
    for connection in Array(open.values) { connection.reset() }
  }

  func forget(_ connection: ProxiedConnection) { open[ObjectIdentifier(connection)] = nil }

  func count(_ bytes: Int, from side: ProxiedConnection.Side) {
    if side == .client { counts.bytesFromClients += bytes } else { counts.bytesFromTarget += bytes }
  }

  func countReset() { counts.reset += 1 }

  func countVanished() { counts.vanished += 1 }

  /// What the rules do to a request.
  func action(method: String, target: String) -> HTTPRule.Action? {
    let action = rules.action(method: method, target: target)
    if action != nil { counts.ruled += 1 }
    return action
  }

  func unit() -> Double { random.unit() }

  private func accept(_ descriptor: Int32) {
    counts.connections += 1
    let connection = ProxiedConnection(owner: self, number: counts.connections, fate: fate())
    if connection.open(descriptor) { open[ObjectIdentifier(connection)] = connection }
  }

  private func fate() -> ProxiedConnection.Fate {
    guard faults.resetShare > 0 || faults.blackHoleShare > 0 else { return .passes }
    let place = random.unit()
    if place < faults.resetShare { return .resets }
    return place < faults.resetShare + faults.blackHoleShare ? .vanishes : .passes
  }
}
