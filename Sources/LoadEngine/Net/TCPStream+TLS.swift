/// What a stream does differently with TLS. Plain streams never come here.
extension TCPStream {
  /// Takes the handshake as far as the socket allows.
  func shakeHands(_ session: TLSSession) {
    switch session.handshake() {
    case .done:
      handshakeEnded()
      // The peer's first bytes may have come together with the end of its handshake.
      receive(from: session)
    case .wantsRead, .wantsWrite: askForRoom(session)
    case let step: ended(step)
    }
  }

  func secureReady(_ session: TLSSession, _ readiness: Readiness) {
    session.socketReady(hangsUp: readiness.hangUp)
    if state == .handshaking {
      shakeHands(session)
      return
    }
    // Each direction may have waited for the other's readiness.
    if !unwritten.isEmpty { flush() }
    receive(from: session)
  }

  /// Reads until the socket has no more: what OpenSSL holds back is no event's business.
  private func receive(from session: TLSSession) {
    let buffer = loop.readBuffer
    var left = Self.turn
    while state == .open {
      guard left > 0 else {
        let me = LoopBound((stream: self, session: session), to: loop)
        loop.execute { me.value.stream.receive(from: me.value.session) }
        return
      }
      switch session.read(into: buffer) {
      case .done(let count):
        left -= count
        delegate?.streamReceived(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      case .wantsRead, .wantsWrite:
        askForRoom(session)
        return
      case let step: ended(step)
      }
    }
  }

  /// Whether the peer's end or stray bytes wait. TLS has messages of its own, such as tickets for resumption, which may
  /// come at any time and are neither.
  func hasPendingInput(_ session: TLSSession) -> Bool {
    session.socketReady(hangsUp: false)
    return session.read(into: loop.readBuffer) != .wantsRead
  }

  /// Watches for writability while something waits for it.
  private func askForRoom(_ session: TLSSession) {
    loop.setWritable(descriptor, token: token, session.awaitsRoom || !unwritten.isEmpty)
  }

  private func ended(_ step: TLSSession.Step) {
    switch step {
    case .done, .wantsRead, .wantsWrite: break
    case .closed: end(.orderly)
    case .truncated: end(.truncated)
    case .broken(let error): end(.failed(error))
    case .failed(let failure): end(.insecure(failure))
    }
  }
}
