import Foundation

/// A port whose queue of connections is full: another SYN goes unanswered, as by a host that is gone or a firewall.
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
    var address = sockaddr_in(host: 0x7F00_0003, port: 0)
    let listener = sockets[0]
    let isReady = address.withSockAddr { address, length in
      guard bind(listener, address, length) == 0, listen(listener, 0) == 0,
        getsockname(listener, address, &length) == 0
      else { return false }
      // One more than the backlog is taken; the rest get no answer.
      for _ in 0..<4 {
        let client = socket(AF_INET, kind, 0)
        _ = fcntl(client, F_SETFL, O_NONBLOCK)
        _ = connect(client, address, length)
        sockets.append(client)
      }
      return true
    }
    self.sockets = sockets
    port = address.port
    guard isReady else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
  }

  deinit {
    for descriptor in sockets { close(descriptor) }
  }
}
