import Foundation

/// An IPv4 address of this machine, for the system calls that take one.
extension sockaddr_in {
  /// - Parameter host: 127.0.0.1 unless another is given.
  public init(host: UInt32 = 0x7F00_0001, port: Int) {
    self.init()
    sin_family = sa_family_t(AF_INET)
    sin_port = in_port_t(port).bigEndian
    sin_addr.s_addr = in_addr_t(host).bigEndian
  }

  /// The port in this machine's order.
  public var port: Int { Int(in_port_t(bigEndian: sin_port)) }

  /// Runs a system call on the address, and on its length for the call to change.
  public mutating func withSockAddr<R>(_ body: (UnsafeMutablePointer<sockaddr>, inout socklen_t) -> R) -> R {
    var length = socklen_t(MemoryLayout<Self>.size)
    // The pointers do not leave the closures, and the structure is as long as is said.
    return withUnsafeMutablePointer(to: &self) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, &length) }
    }
  }
}
