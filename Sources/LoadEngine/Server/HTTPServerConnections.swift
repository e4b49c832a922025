/// One loop's share of a server's connections. Confined to that loop.
final class HTTPServerConnections {
  let loop: EventLoop
  let limits: HTTPLimits
  let bounds: HTTPServerBounds
  /// Bytes that the connections hold of requests that are not whole or not yet begun.
  private var heldBytes = 0
  let tls: TLSContext?
  let handler: HTTPServer.Handler
  private var open: [ObjectIdentifier: HTTPServerConnection] = [:]
  /// Closed while their handlers work on.
  private var deserted: [ObjectIdentifier: HTTPServerConnection] = [:]
  private var handlersRunning = 0
  private var isClosed = false
  private var drained: [() -> Void] = []

  init(
    loop: EventLoop, tls: TLSContext?, limits: HTTPLimits, bounds: HTTPServerBounds,
    handler: @escaping HTTPServer.Handler
  ) {
    self.loop = loop
    self.tls = tls
    self.limits = limits
    self.bounds = bounds
    self.handler = handler
  }

  var count: Int { open.count }

  func open(_ descriptor: Int32) {
    guard !isClosed, open.count < bounds.connections else {
      System.close(descriptor)
      return
    }
    let connection = HTTPServerConnection(owner: self)
    if connection.take(descriptor) {
      open[ObjectIdentifier(connection)] = connection
    }
  }

  /// A connection holds so many bytes more, or fewer; false when that is too much for all together.
  func holds(_ change: Int) -> Bool {
    heldBytes += change
    return change <= 0 || heldBytes <= bounds.heldBytes
  }

  /// A connection is closed, and has no handler any more unless it `isWorking`.
  func forget(_ connection: HTTPServerConnection, isWorking: Bool) {
    open[ObjectIdentifier(connection)] = nil
    deserted[ObjectIdentifier(connection)] = isWorking ? connection : nil
  }

  func closeAll() {
    isClosed = true
    for connection in Array(open.values) + Array(deserted.values) { connection.abandon() }
    open = [:]
  }

  func handlerStarted() {
    handlersRunning += 1
  }

  func handlerEnded() {
    handlersRunning -= 1
    guard handlersRunning == 0 else { return }
    for waiter in drained { waiter() }
    drained = []
  }

  /// Calls back once no handler runs.
  func whenDrained(_ callback: @escaping () -> Void) {
    if handlersRunning == 0 { callback() } else { drained.append(callback) }
  }
}
