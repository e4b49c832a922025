import Foundation

/// A port whose queue of connections is full: it takes no notice of another SYN, as a host that is gone or a firewall
/// takes none.
public final class SilentListener: Sendable {
  public let host = "127.0.0.3"
  public let port: Int
  private let sockets: [Int32]

  /// Where the system does so.
  public static var isPossible: Bool {
    #if os(Linux)
      true
    #else
      false
    #endif
  }

  /// - Throws: ``POSIXError`` when no port can be had.
  public init() throws {
    #if os(Linux)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    var sockets = [socket(AF_INET, kind, 0)]
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0003).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = sockets[0]
    // The pointers do not leave the closures, and the structure is as long as is said.
    let isReady = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard bind(listener, address, length) == 0, listen(listener, 0) == 0,
          getsockname(listener, address, &length) == 0
        else { return false }
        // One more than the backlog is taken; of the rest none hears anything.
        for _ in 0..<4 {
          let client = socket(AF_INET, kind, 0)
          _ = fcntl(client, F_SETFL, O_NONBLOCK)
          _ = connect(client, address, length)
          sockets.append(client)
        }
        return true
      }
    }
    self.sockets = sockets
    port = Int(UInt16(bigEndian: address.sin_port))
    guard isReady else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
  }

  deinit {
    for descriptor in sockets { close(descriptor) }
  }
}
