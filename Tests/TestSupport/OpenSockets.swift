import Foundation

/// This process's sockets. Tests that run at the same time open descriptors as well, so their plain number says
/// nothing.
public enum OpenSockets {
  /// How many have that port at either end.
  public static func count(at port: Int) -> Int {
    // The lowest free number is always taken: no test opens as many as these.
    (0..<Int32(4096)).count { descriptor in
      [getsockname, getpeername].contains { Self.port(of: descriptor, by: $0) == port }
    }
  }

  private typealias Naming = (Int32, UnsafeMutablePointer<sockaddr>?, UnsafeMutablePointer<socklen_t>?) -> Int32

  private static func port(of descriptor: Int32, by name: Naming) -> Int? {
    var address = sockaddr_in()
    // The port of an IPv6 address stands where that of an IPv4 address does; what does not fit is cut off.
    let result = address.withSockAddr { name(descriptor, $0, &$1) }
    let isInternet = [AF_INET, AF_INET6].contains(Int32(address.sin_family))
    return result == 0 && isInternet ? address.port : nil
  }
}
