import Foundation
import LoadEngine
import Synchronization

/// Answers one request on each connection, keeps it open in words, and closes it all the same.
final class ClosingServer: Sendable {
  private let listener: Int32
  private let counts = Mutex((connections: 0, requests: 0))
  let port: Int

  var connections: Int { counts.withLock { $0.connections } }
  var requests: Int { counts.withLock { $0.requests } }

  private init() throws {
    #if canImport(Glibc)
      let stream = Int32(SOCK_STREAM.rawValue)
    #else
      let stream = SOCK_STREAM
    #endif
    listener = socket(AF_INET, stream, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = listener
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && listen(descriptor, 64) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard isBound else { throw CocoaError(.fileWriteUnknown) }
    port = Int(in_port_t(bigEndian: address.sin_port))
  }

  /// Runs `body` with a server that is stopped afterwards.
  static func with<R>(_ body: (ClosingServer) async throws -> R) async throws -> R {
    let server = try ClosingServer()
    Thread.detachNewThread { server.serve() }
    // Wakes the accepting thread, which then closes the listener.
    defer { shutdown(server.listener, Int32(SHUT_RDWR)) }
    return try await body(server)
  }

  private func serve() {
    while true {
      let connection = accept(listener, nil, nil)
      if connection < 0 {
        if errno == EINTR { continue }
        break
      }
      counts.withLock { $0.connections += 1 }
      answer(on: connection)
      close(connection)
    }
    close(listener)
  }

  private func answer(on connection: Int32) {
    var head: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 2048)
    while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return }
      head += buffer[..<count]
    }
    counts.withLock { $0.requests += 1 }
    let reply = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".utf8)
    _ = send(connection, reply, reply.count, 0)
  }
}
