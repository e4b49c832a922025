import Foundation

@testable import LoadEngine

/// The server's end of one connection, blocking, with TLS or without. Used by one thread, which does not own the
/// descriptor.
final class WirePeer {
  private let descriptor: Int32
  private var session: TLSSession?

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    System.disableDelay(descriptor)
    // No test waits longer for either end.
    var patience = timeval(tv_sec: 60, tv_usec: 0)
    for direction in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(descriptor, SOL_SOCKET, direction, &patience, socklen_t(MemoryLayout<timeval>.size))
    }
  }

  /// Shakes hands; false when the client does not want to.
  func secure(_ context: TLSContext) -> Bool {
    guard let session = TLSSession(accepting: context, descriptor: descriptor) else { return false }
    self.session = session
    session.socketReady(hangsUp: true)
    return session.handshake() == .done(0)
  }

  /// Reads the head of a request without a body; false when the client ends or breaks off before.
  func readHead() -> Bool {
    var head: [UInt8] = []
    while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      let part = readSome()
      if part.isEmpty { return false }
      head += part
    }
    return true
  }

  /// Waits for bytes; none when the client has ended.
  func readSome() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { buffer in
      guard let session else { return recv(descriptor, buffer.baseAddress, buffer.count, 0) }
      // So that no read is taken for the last: this socket waits for bytes.
      session.socketReady(hangsUp: true)
      if case .done(let count) = session.read(into: buffer) { return count }
      return 0
    }
    return Array(buffer.prefix(max(0, count)))
  }

  /// Follows the script to its end; false when the client went away before.
  func play(_ steps: [WireScript.Step]) -> Bool {
    for step in steps {
      switch step {
      case .send(let text):
        guard send(Array(text.utf8)) else { return false }
      case .flood(let text, let times):
        let bytes = Array(text.utf8)
        for _ in 0..<times {
          guard send(bytes) else { return false }
        }
      case .pause(let duration):
        // The client says nothing while it waits for an answer: whatever comes is its end.
        guard isSilent(for: duration) else { return false }
      }
    }
    return true
  }

  private func send(_ bytes: [UInt8]) -> Bool {
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

  /// Waits so long for bytes or the client's end.
  func isSilent(for duration: Duration) -> Bool {
    var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&watched, 1, Int32(duration / .milliseconds(1))) == 0
  }

  /// Prepares what closing the descriptor will do.
  func end(_ end: WireScript.End) {
    switch end {
    case .keepOpen, .cut, .timeOut: break
    case .close: session?.shutDown()
    case .reset:
      var abort = linger(l_onoff: 1, l_linger: 0)
      setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &abort, socklen_t(MemoryLayout<linger>.size))
    }
  }
}
