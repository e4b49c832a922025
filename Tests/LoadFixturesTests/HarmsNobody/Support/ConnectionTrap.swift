import Foundation
import LoadEngine
import Synchronization
import TestSupport

/// A listener at another address of the loopback that nobody should connect to: it counts who does.
final class ConnectionTrap: Sendable {
  private static let host: UInt32 = 0x7F00_0002

  let port: Int
  private let listener: Int32
  private let accepted = Mutex(0)

  /// Where all of 127.0.0.0/8 is the loopback.
  static var isPossible: Bool {
    #if os(Linux)
      true
    #else
      false
    #endif
  }

  var url: String { "http://127.0.0.2:\(port)" }

  /// - Throws: ``SystemError`` when no port can be had.
  init() throws {
    // It does not wait for who does not come.
    let listener = System.socket(AF_INET)
    var address = sockaddr_in(host: Self.host, port: 0)
    let isReady = address.withSockAddr { address, length in
      bind(listener, address, length) == 0 && listen(listener, 128) == 0
        && getsockname(listener, address, &length) == 0
    }
    self.listener = listener
    port = address.port
    guard isReady else { throw SystemError("listen", errno: errno) }
  }

  deinit { close(listener) }

  /// Connections that were made so far: the system makes them without being asked.
  var connections: Int {
    accepted.withLock { accepted in
      while true {
        let descriptor = System.accept(listener)
        guard descriptor >= 0 else { return accepted }
        close(descriptor)
        accepted += 1
      }
    }
  }

  /// Connects to it, to show that it counts.
  func spring() -> Bool {
    let descriptor = System.socket(AF_INET, blocks: true)
    defer { close(descriptor) }
    var address = sockaddr_in(host: Self.host, port: port)
    return address.withSockAddr { connect(descriptor, $0, $1) == 0 }
  }
}
