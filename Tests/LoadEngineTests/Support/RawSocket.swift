import Foundation

@testable import LoadEngine

extension SocketAddress {
  /// A port of 127.0.0.1.
  static func loopback(_ port: Int) -> SocketAddress {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        SocketAddress(copying: $0, length: socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}

/// A blocking socket, for peers that send whatever a test wants. Gives up after five seconds without a byte.
struct RawSocket: Sendable {
  let descriptor: Int32

  init(accepted descriptor: Int32) {
    self.descriptor = descriptor
    var patience = timeval(tv_sec: 5, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    System.disableDelay(descriptor)
  }

  /// Takes a port of 127.0.0.1 without listening, so that connecting to it is refused.
  init(boundTo port: Int = 0) throws {
    self.init(accepted: System.socket(AF_INET, blocks: true))
    let address = SocketAddress.loopback(port)
    guard address.withSockAddr({ bind(descriptor, $0, $1) }) == 0 else {
      let error = SystemError("bind", errno: errno)
      close()
      throw error
    }
  }

  init(connectedTo port: Int) throws {
    self.init(accepted: System.socket(AF_INET, blocks: true))
    guard SocketAddress.loopback(port).withSockAddr({ connect(descriptor, $0, $1) }) == 0 else {
      let error = SystemError("connect", errno: errno)
      close()
      throw error
    }
  }

  var port: Int { SocketAddress(boundTo: descriptor)?.port ?? 0 }

  func send(_ text: String) { send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, System.noSignal) }
      guard sent > 0 else { return }
      rest = rest.dropFirst(sent)
    }
  }

  /// Reads until the bytes end with `mark`, or the peer sends no more.
  @discardableResult
  func read(until mark: String? = nil) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      bytes += buffer[..<count]
      if let mark, bytes.suffix(mark.utf8.count).elementsEqual(mark.utf8) { break }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What a server at a port of 127.0.0.1 answers, byte for byte; the request must ask it to close.
  static func answer(to request: [UInt8], at port: Int) throws -> String {
    let socket = try RawSocket(connectedTo: port)
    defer { socket.close() }
    socket.send(request)
    return socket.read()
  }

  /// Reads the head of a request without a body.
  @discardableResult
  func readHead() -> String { read(until: "\r\n\r\n") }

  /// Closes with a reset instead of an orderly end.
  func reset() {
    var abort = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &abort, socklen_t(MemoryLayout<linger>.size))
    close()
  }

  func close() { System.close(descriptor) }
}
