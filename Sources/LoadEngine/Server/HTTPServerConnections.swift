/// One loop's share of a server's connections. Confined to that loop.
final class HTTPServerConnections {
  let loop: EventLoop
  let limits: HTTPLimits
  let tls: TLSContext?
  let handler: HTTPServer.Handler
  private var open: [ObjectIdentifier: HTTPServerConnection] = [:]
  private var handlersRunning = 0
  private var isClosed = false
  private var drained: [() -> Void] = []

  init(loop: EventLoop, tls: TLSContext?, limits: HTTPLimits, handler: @escaping HTTPServer.Handler) {
    self.loop = loop
    self.tls = tls
    self.limits = limits
    self.handler = handler
  }

  var count: Int { open.count }

  func open(_ descriptor: Int32) {
    guard !isClosed else {
      System.close(descriptor)
      return
    }
    let connection = HTTPServerConnection(owner: self)
    if connection.take(descriptor) {
      open[ObjectIdentifier(connection)] = connection
    }
  }

  func forget(_ connection: HTTPServerConnection) {
    open[ObjectIdentifier(connection)] = nil
  }

  func closeAll() {
    isClosed = true
    for connection in open.values { connection.abandon() }
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
