import Foundation
import LoadEngine

/// A blocking socket, with TLS or without, for peers that send whatever a test wants. Used by one thread at a time.
public final class RawSocket: @unchecked Sendable {
  /// The system's number for it.
  public let descriptor: Int32
  private var session: TLSSession?
  /// Whether the peer announced that it sends no more (close_notify).
  public private(set) var isEndAnnounced = false

  /// - Parameter patience: Seconds without a byte after which a read or a write is given up.
  init(_ descriptor: Int32, patience: Int = 5) {
    self.descriptor = descriptor
    var limit = timeval(tv_sec: patience, tv_usec: 0)
    for direction in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(descriptor, SOL_SOCKET, direction, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
    var on: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  /// Takes a port of 127.0.0.1 without listening, so that connecting to it is refused.
  ///
  /// - Throws: ``SystemError`` when the port is taken.
  public init(boundTo port: Int = 0) throws {
    descriptor = System.socket(AF_INET, blocks: true)
    var address = sockaddr_in(port: port)
    guard address.withSockAddr({ bind(descriptor, $0, $1) }) == 0 else { throw failure("bind") }
  }

  /// Connects to a port of 127.0.0.1.
  ///
  /// - Throws: ``SystemError`` when no listener is there.
  public convenience init(connectedTo port: Int) throws {
    self.init(System.socket(AF_INET, blocks: true))
    var address = sockaddr_in(port: port)
    guard address.withSockAddr({ connect(descriptor, $0, $1) }) == 0 else { throw failure("connect") }
  }

  private func failure(_ call: String) -> SystemError {
    let error = SystemError(call, errno: errno)
    close()
    return error
  }

  /// Its own port.
  public var port: Int {
    var address = sockaddr_in()
    return address.withSockAddr { getsockname(descriptor, $0, &$1) } == 0 ? address.port : 0
  }

  /// Shakes hands as a server; false when the client does not want to.
  public func secure(_ context: TLSContext) -> Bool {
    session = TLSSession(accepting: context, descriptor: descriptor)
    // So that no read is taken for the last: this socket waits for bytes.
    session?.socketReady(hangsUp: true)
    return session?.handshake() == .done(0)
  }

  /// Sends a text, over TLS in a record of its own; false when the peer went away.
  @discardableResult
  public func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// Sends bytes; false when the peer went away.
  @discardableResult
  public func send(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { bytes in
      if let session { return session.write(bytes) == bytes.count }
      var start = 0
      while start < bytes.count, let base = bytes.baseAddress {
        let sent = Foundation.send(descriptor, base + start, bytes.count - start, System.noSignal)
        guard sent > 0 else { return false }
        start += sent
      }
      return true
    }
  }

  /// Waits for bytes; none when the peer sends no more.
  public func readSome() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { buffer in
      guard let session else { return recv(descriptor, buffer.baseAddress, buffer.count, 0) }
      session.socketReady(hangsUp: true)
      let step = session.read(into: buffer)
      isEndAnnounced = step == .closed
      if case .done(let count) = step { return count }
      return 0
    }
    return Array(buffer.prefix(max(0, count)))
  }

  /// Reads until the bytes end with `mark`, or the peer sends no more.
  @discardableResult
  public func read(until mark: String? = nil) -> String {
    var bytes: [UInt8] = []
    repeat {
      let part = readSome()
      if part.isEmpty { break }
      bytes += part
    } while mark.map { bytes.suffix($0.utf8.count).elementsEqual($0.utf8) } != true
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Reads until a text has come, or for a minute nothing, or the peer sends no more.
  public func read(past text: String) -> String {
    var patience = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var bytes: [UInt8] = []
    let wanted = Array(text.utf8)
    repeat {
      let part = readSome()
      if part.isEmpty { break }
      bytes += part
      // What has been looked through need not be again.
    } while bytes.suffix(4096 + wanted.count).firstRange(of: wanted) == nil
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Reads the head of a request without a body.
  @discardableResult
  public func readHead() -> String { read(until: "\r\n\r\n") }

  /// Waits so long for bytes or the peer's end; true when neither came.
  public func isSilent(for duration: Duration) -> Bool {
    var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&watched, 1, Int32(duration / .milliseconds(1))) == 0
  }

  /// What a server at a port of 127.0.0.1 answers, byte for byte; the request must ask it to close.
  public static func answer(to request: [UInt8], at port: Int) throws -> String {
    let socket = try RawSocket(connectedTo: port)
    defer { socket.close() }
    socket.send(request)
    return socket.read()
  }

  /// Announces that no more will come, over TLS alone (close_notify).
  public func announceEnd() { session?.shutDown() }

  /// Makes closing a reset instead of an orderly end.
  public func resetAtClose() {
    var abort = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &abort, socklen_t(MemoryLayout<linger>.size))
  }

  /// Closes it; what a ``RawServer`` accepted is the server's to close.
  public func close() { Foundation.close(descriptor) }
}
