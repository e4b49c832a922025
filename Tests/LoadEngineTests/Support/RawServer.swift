import Foundation
import Synchronization

@testable import LoadEngine

/// A server that knows no HTTP: each connection gets a thread that follows a script.
final class RawServer: Sendable {
  /// What to do with a connection, given its number from 0; the script closes it.
  typealias Script = @Sendable (RawSocket, Int) -> Void

  private let listener: RawSocket
  private let count = Mutex(0)
  let port: Int

  /// Connections accepted so far.
  var accepted: Int { count.withLock { $0 } }

  init(_ script: @escaping Script) throws {
    listener = try RawSocket(boundTo: 0)
    port = listener.port
    guard listen(listener.descriptor, 16) == 0 else { throw SystemError("listen", errno: errno) }
    Thread.detachNewThread { [self] in
      while true {
        let descriptor = System.accept(listener.descriptor, blocks: true)
        guard descriptor >= 0 else {
          // The listener waits no longer than other raw sockets do, but a test may take longer than that.
          if errno == EAGAIN || errno == EINTR { continue }
          break
        }
        let number = count.withLock { count in
          defer { count += 1 }
          return count
        }
        Thread.detachNewThread { script(RawSocket(accepted: descriptor), number) }
      }
      listener.close()
    }
  }

  /// Runs a body while the server follows its script.
  static func run(_ script: @escaping Script, _ body: (RawServer) async throws -> Void) async throws {
    let server = try RawServer(script)
    // Wakes the accepting thread, which then closes the listener.
    defer { shutdown(server.listener.descriptor, Int32(SHUT_RDWR)) }
    try await body(server)
  }
}
