/// One accepted connection: reads requests, runs the handler, writes answers, in order. Confined to its loop.
final class HTTPServerConnection: TCPStreamDelegate, TimerHandler {
  /// Most bytes a client may send ahead of its answer.
  private static let surplusLimit = 1 << 20

  private static let overload = "this server holds more of unfinished requests than it has room for"

  private unowned let owner: HTTPServerConnections
  private var stream: TCPStream?
  private var reader: RequestReader
  private var isHandling = false
  /// The handler at work, for the server's end.
  private var handling: Task<Void, Never>?
  private var saidContinue = false
  /// Bytes of later requests that came while one is answered.
  private var surplus: [UInt8] = []
  /// Bytes of the body of the request that is being answered.
  private var handledBytes = 0
  /// Bytes that `owner` was told of.
  private var held = 0
  /// Armed until the first request is whole, and later while one has begun and is not whole. A client may be idle for as
  /// long as it likes between two.
  private var timer: TimerID?
  private var isAnsweringInParts = false
  /// Waits until the client has taken the last part, for as long as `timer` runs.
  private var untilTaken: UnsafeContinuation<Void, Never>?

  init(owner: HTTPServerConnections) {
    self.owner = owner
    reader = RequestReader(limits: owner.limits)
  }

  /// Takes over an accepted descriptor; false when it could not be registered, and is closed.
  func take(_ descriptor: Int32) -> Bool {
    do {
      stream = try TCPStream(accepted: descriptor, tls: owner.tls, on: owner.loop, delegate: self)
      startTimer()
      return true
    } catch {
      return false
    }
  }

  func close() {
    stream?.close()
    leave()
  }

  /// Nothing is read any more.
  private func leave() {
    stream = nil
    stopTimer()
    // Nobody takes the next part.
    if isAnsweringInParts { handling?.cancel() }
    partTaken()
    surplus = []
    tellHeld(0)
    owner.forget(self, isWorking: isHandling)
  }

  /// Closes it, and cancels the handler: nobody waits for its answer.
  func abandon() {
    handling?.cancel()
    close()
  }

  func streamConnected() {}

  func streamSecured() {}

  func streamReceived(_ bytes: UnsafeRawBufferPointer) {
    if isHandling {
      surplus.append(contentsOf: bytes)
      if surplus.count > Self.surplusLimit || !tellHeld(handledBytes + surplus.count) { close() }
      return
    }
    read(bytes)
  }

  func streamEnded(_ end: StreamEnd) {
    leave()
  }

  private func read(_ bytes: UnsafeRawBufferPointer) {
    do throws(HTTPReadError) {
      let progress = try bytes.withMemoryRebound(to: UInt8.self) { bytes throws(HTTPReadError) in
        try reader.read(bytes.span)
      }
      if let request = progress.request {
        stopTimer()
        surplus.append(contentsOf: bytes[progress.consumed...])
        handledBytes = request.body.count
        if tellHeld(handledBytes + surplus.count) { handle(request) } else { refuse(503, Self.overload) }
        return
      }
      guard tellHeld(reader.heldBytes) else {
        refuse(503, Self.overload)
        return
      }
      if reader.hasBegun, timer == nil { startTimer() }
      if reader.wantsContinue, !saidContinue {
        saidContinue = true
        write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
      }
    } catch {
      refuse(error.code == .bodyTooLarge ? 413 : error.code == .headerOverflow ? 431 : 400, error.detail)
    }
  }

  @discardableResult
  private func tellHeld(_ count: Int) -> Bool {
    guard count != held else { return true }
    defer { held = count }
    return owner.holds(count - held)
  }

  private func startTimer() {
    timer = owner.loop.startTimer(at: .now + owner.bounds.patience, for: self)
  }

  private func stopTimer() {
    if let timer { _ = owner.loop.cancelTimer(timer) }
    timer = nil
  }

  func timerFired() {
    timer = nil
    guard reader.hasBegun, !isAnsweringInParts else {
      close()
      return
    }
    refuse(408, "the request did not come whole within \(owner.bounds.patience)")
  }

  private func refuse(_ status: Int, _ reason: String) {
    var bytes: [UInt8] = []
    ResponseWriter.write(
      status: status, headers: [("Content-Type", "text/plain")], body: Array(reason.utf8), keepAlive: false,
      into: &bytes)
    write(bytes)
    stream?.closeAfterWriting()
    leave()
  }

  private func handle(_ request: HTTPRequest) {
    isHandling = true
    saidContinue = false
    owner.handlerStarted()
    let handler = owner.handler
    let bound = LoopBound(self, to: owner.loop)
    let owner = LoopBound(owner, to: owner.loop)
    handling = Task(executorPreference: owner.loop) {
      let reply = await handler(request)
      if let rest = reply.rest, request.method != "HEAD" {
        await bound.value.answer(request, reply, inParts: rest)
      } else {
        bound.value.finish(request, with: reply)
      }
      owner.value.handlerEnded()
    }
  }

  /// Sends what `rest` gives, part by part, each once the client has taken the one before; one that takes nothing for as
  /// long as a server is patient is left.
  private func answer(
    _ request: HTTPRequest, _ reply: HTTPServerReply, inParts rest: @Sendable () async -> [UInt8]?
  ) async {
    isAnsweringInParts = true
    var bytes: [UInt8] = []
    ResponseWriter.write(
      status: reply.status, headers: reply.headers, body: reply.body, keepAlive: false, endsWithConnection: true,
      into: &bytes)
    write(bytes)
    while !Task.isCancelled, stream != nil, let part = await rest(), !Task.isCancelled, let stream {
      write(part)
      guard !stream.unwritten.isEmpty else { continue }
      startTimer()
      await withUnsafeContinuation { untilTaken = $0 }
      stopTimer()
    }
    isHandling = false
    handling = nil
    guard let stream else {
      owner.forget(self, isWorking: false)
      return
    }
    stream.closeAfterWriting()
    leave()
  }

  func streamDrained() { partTaken() }

  private func partTaken() {
    untilTaken?.resume()
    untilTaken = nil
  }

  private func finish(_ request: HTTPRequest, with reply: HTTPServerReply) {
    isHandling = false
    handledBytes = 0
    tellHeld(surplus.count)
    handling = nil
    guard let stream else {
      // The client has gone in the meantime.
      owner.forget(self, isWorking: false)
      return
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(reply.body.count + 256)
    ResponseWriter.write(
      status: reply.status, headers: reply.headers, body: reply.body, keepAlive: request.keepAlive,
      isHEAD: request.method == "HEAD", into: &bytes)
    write(bytes)
    guard stream.unwritten.count <= Self.surplusLimit + reply.body.count else {
      // It asks and does not read: each answer would be kept for it.
      close()
      return
    }
    if !request.keepAlive {
      stream.closeAfterWriting()
      leave()
    } else if !surplus.isEmpty {
      let next = surplus
      surplus = []
      next.withUnsafeBytes { read($0) }
    }
  }

  private func write(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { stream?.write($0) }
  }
}
