import Foundation
import LoadEngine
import Synchronization

/// A server for one connection and one call at a time that never sleeps, so that no wake-up of its own is taken for
/// the engine's. It knows just enough HTTP to answer requests without a body.
///
/// Its thread ends when the client closes the connection.
final class SpinningServer: Sendable {
  let port: Int
  private let lastTime = Atomic<Int64>(0)

  /// Nanoseconds from the last byte of the last request read to the answer handed to the system.
  var lastServiceTime: Int64 { lastTime.load(ordering: .sequentiallyConsistent) }

  /// - Throws: ``SystemError`` when no port can be had.
  init(serviceTime: Duration) throws {
    let listener = System.socket(AF_INET, blocks: true)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    // The pointers do not leave the closures, and the structure is as long as is said.
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, length) == 0 && listen(listener, 1) == 0 && getsockname(listener, address, &length) == 0
      }
    }
    guard isBound else { throw SystemError("listen", errno: errno) }
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { [self] in
      let connection = System.accept(listener, blocks: true)
      if connection >= 0 { serve(connection, for: serviceTime) }
      close(connection)
      close(listener)
    }
  }

  private func serve(_ connection: Int32, for serviceTime: Duration) {
    let answer = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".utf8)
    var request: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(connection, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      if count < 0, errno == EAGAIN {
        // The thread that it waits for may have woken up on the same core.
        sched_yield()
        continue
      }
      guard count > 0 else { return }
      request += buffer[..<count]
      guard request.suffix(4).elementsEqual("\r\n\r\n".utf8) else { continue }
      request = []
      let read = MonotonicTime.now
      while MonotonicTime.now < read + serviceTime {}
      lastTime.store(MonotonicTime.now - read, ordering: .sequentiallyConsistent)
      _ = send(connection, answer, answer.count, System.noSignal)
    }
  }
}
