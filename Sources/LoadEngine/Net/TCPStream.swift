import Foundation

/// Is told what happens on a stream, on its loop.
protocol TCPStreamDelegate: AnyObject {
  func streamConnected()
  /// The TLS handshake stands; follows `streamConnected` on a stream with TLS.
  func streamSecured()
  /// Bytes that arrived; they are gone afterwards.
  func streamReceived(_ bytes: UnsafeRawBufferPointer)
  /// The peer sent its last byte, or the stream failed. The stream is closed already.
  func streamEnded(_ end: StreamEnd)
  /// What the system had not taken at once it has taken now.
  func streamDrained()
}

extension TCPStreamDelegate {
  func streamDrained() {}
}

/// A non-blocking TCP connection on one event loop. All members are used on that loop only.
final class TCPStream: ReadinessHandler {
  enum State {
    case connecting, handshaking, open, closed
  }

  let loop: EventLoop
  let descriptor: Int32
  private(set) var token: UInt64 = 0
  private(set) var state: State
  /// `nil` on a plain stream.
  private let session: TLSSession?
  /// Accepted by `write` but not yet by the system.
  private(set) var unwritten: [UInt8] = []
  private var unwrittenStart = 0
  private var closesWhenWritten = false
  /// Told of events; the stream lets go of it when it closes, which breaks the cycle.
  private(set) var delegate: (any TCPStreamDelegate)?

  /// Begins to connect; `streamConnected` or `streamEnded` follows, with `tls` then `streamSecured` or `streamEnded`.
  ///
  /// - Throws: ``SystemError`` when no socket can be had or the address is refused at once.
  init(
    connectingTo address: SocketAddress, tls: TLSClient? = nil, on loop: EventLoop, delegate: any TCPStreamDelegate
  ) throws(SystemError) {
    self.loop = loop
    self.delegate = delegate
    state = .connecting
    descriptor = System.socket(address.family)
    guard descriptor >= 0 else { throw SystemError("socket", errno: errno) }
    if let tls { session = TLSSession(tls, descriptor: descriptor) } else { session = nil }
    System.disableDelay(descriptor)
    let result = address.withSockAddr { connect(descriptor, $0, $1) }
    guard result == 0 || errno == EINPROGRESS else {
      let error = SystemError("connect", errno: errno)
      System.close(descriptor)
      throw error
    }
    try register(secured: tls != nil)
  }

  /// Takes over an accepted socket, which does not block.
  init(
    accepted descriptor: Int32, tls: TLSContext? = nil, on loop: EventLoop, delegate: any TCPStreamDelegate
  ) throws(SystemError) {
    self.loop = loop
    self.delegate = delegate
    self.descriptor = descriptor
    state = tls == nil ? .open : .handshaking
    if let tls { session = TLSSession(accepting: tls, descriptor: descriptor) } else { session = nil }
    System.disableDelay(descriptor)
    try register(secured: tls != nil)
    loop.setWritable(descriptor, token: token, false)
  }

  private func register(secured: Bool) throws(SystemError) {
    do throws(SystemError) {
      guard !secured || session != nil else { throw SystemError("TLS session", errno: ENOMEM) }
      token = try loop.register(descriptor, handler: self)
    } catch {
      state = .closed
      System.close(descriptor)
      throw error
    }
  }

  var isOpen: Bool { state == .open }

  /// Sends bytes: at once as far as the system takes them, the rest when there is room. Failures arrive as
  /// `streamEnded`, never from within this call.
  func write(_ bytes: UnsafeRawBufferPointer) {
    guard state == .open, !bytes.isEmpty else { return }
    var start = 0
    if unwritten.isEmpty {
      start = send(bytes)
    }
    if start < bytes.count {
      unwritten.append(contentsOf: bytes[start...])
      loop.setWritable(descriptor, token: token, true)
    }
  }

  /// Hands bytes to the system and returns how many it took. An error counts as none: reading reports it.
  private func send(_ bytes: UnsafeRawBufferPointer) -> Int {
    if let session { return session.write(bytes) }
    var start = 0
    while start < bytes.count, let base = bytes.baseAddress {
      let sent = Foundation.send(descriptor, base + start, bytes.count - start, System.noSignal)
      if sent > 0 {
        start += sent
      } else if errno != EINTR {
        break
      }
    }
    return start
  }

  /// Whether the peer's end or stray bytes wait on a connection that should be silent.
  var hasPendingInput: Bool {
    if let session { return hasPendingInput(session) }
    var byte: UInt8 = 0
    let count = recv(descriptor, &byte, 1, Int32(MSG_PEEK))
    return count >= 0 || (errno != EAGAIN && errno != EINTR)
  }

  /// Closes at once; nothing is told to the delegate any more.
  func close() {
    guard state != .closed else { return }
    state = .closed
    delegate = nil
    session?.shutDown()
    loop.unregister(descriptor, token: token)
    System.close(descriptor)
    unwritten = []
  }

  /// Closes at once, and so that the peer sees a reset: what was not sent is lost.
  func reset() {
    guard state != .closed else { return }
    System.resetWhenClosed(descriptor)
    close()
  }

  /// While it is set nothing is read, so that the peer can send no more than the system holds. On a plain stream.
  var isReadingPaused = false {
    didSet {
      guard oldValue != isReadingPaused else { return }
      loop.setReadable(descriptor, !isReadingPaused)
      guard !isReadingPaused else { return }
      // The edge of what came meanwhile does not come again.
      let me = LoopBound(self, to: loop)
      loop.execute { if me.value.state == .open { me.value.receive(toTheEnd: true) } }
    }
  }

  /// Closes once everything accepted by `write` was handed to the system; nothing is told to the delegate any more.
  func closeAfterWriting() {
    delegate = nil
    if unwritten.isEmpty { close() } else { closesWhenWritten = true }
  }

  func descriptorReady(_ readiness: Readiness) {
    if state == .connecting {
      guard readiness.writable else { return }
      finishConnecting()
    }
    if let session, state != .closed {
      secureReady(session, readiness)
      return
    }
    if readiness.writable, !unwritten.isEmpty { flush() }
    if readiness.readable, state == .open { receive(toTheEnd: readiness.hangUp) }
  }

  private func finishConnecting() {
    let error = System.pendingError(descriptor)
    guard error == 0 else {
      end(.failed(error))
      return
    }
    state = session == nil ? .open : .handshaking
    loop.setWritable(descriptor, token: token, false)
    delegate?.streamConnected()
  }

  func handshakeEnded() {
    state = .open
    loop.setWritable(descriptor, token: token, false)
    delegate?.streamSecured()
  }

  func flush() {
    unwritten.withUnsafeBytes { bytes in
      unwrittenStart += send(UnsafeRawBufferPointer(rebasing: bytes[unwrittenStart...]))
    }
    if unwrittenStart == unwritten.count {
      unwritten = []
      unwrittenStart = 0
      loop.setWritable(descriptor, token: token, false)
      if closesWhenWritten { close() } else { delegate?.streamDrained() }
    }
  }

  /// Bytes that are read in a row before the loop gets to its other sockets: a peer that sends as fast as it is read
  /// would hold up the answers of all other users. The edge does not come again, so that the rest is read in the next
  /// round.
  static let turn = 1 << 20

  private func receive(toTheEnd: Bool) {
    let buffer = loop.readBuffer
    // Comes in while the system call is under way. 472: an HTTPConnection.
    if let delegate { Prefetch.object(delegate, bytes: 472) }
    var left = Self.turn
    while state == .open, !isReadingPaused {
      guard left > 0 else {
        let me = LoopBound(self, to: loop)
        loop.execute { me.value.receive(toTheEnd: toTheEnd) }
        return
      }
      let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
      if count > 0 {
        left -= count
        delegate?.streamReceived(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        // A short read means that the socket is empty (epoll(7)), unless its end is announced as well: that edge
        // will not come again.
        if count < buffer.count && !toTheEnd { return }
      } else if count == 0 {
        end(.orderly)
      } else if errno == EAGAIN || errno == EWOULDBLOCK {
        return
      } else if errno != EINTR {
        end(.failed(errno))
      }
    }
  }

  func end(_ end: StreamEnd) {
    let delegate = delegate
    close()
    delegate?.streamEnded(end)
  }
}

/// How a stream ended.
enum StreamEnd: Equatable {
  /// The peer sent its last byte; with TLS, it said so.
  case orderly
  /// A TLS connection ended without the peer's close_notify: anybody on the way may have cut it.
  case truncated
  /// The connection failed, with its errno.
  case failed(Int32)
  case insecure(TLSFailure)
}
