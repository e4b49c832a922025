import Dispatch

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Looks host names up away from the event loops: getaddrinfo blocks.
public enum Resolver {
  /// All stream addresses of a host, IPv4 and IPv6, in the system's order of preference; never empty.
  ///
  /// - Throws: ``ResolveError`` with the system's reason.
  public static func resolve(host: String, port: Int) async throws(ResolveError) -> [SocketAddress] {
    let result = await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: look(up: host, port: port)) }
    }
    return try result.get()
  }

  private static func look(up host: String, port: Int) -> Result<[SocketAddress], ResolveError> {
    var hints = addrinfo()
    hints.ai_socktype = System.streamSocket
    hints.ai_flags = AI_NUMERICSERV
    var list: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(host, String(port), &hints, &list)
    guard status == 0 else {
      return .failure(ResolveError(host: host, reason: String(cString: gai_strerror(status))))
    }
    defer { freeaddrinfo(list) }
    var addresses: [SocketAddress] = []
    var next = list
    while let entry = next {
      if let address = entry.pointee.ai_addr {
        addresses.append(SocketAddress(copying: address, length: entry.pointee.ai_addrlen))
      }
      next = entry.pointee.ai_next
    }
    return addresses.isEmpty ? .failure(ResolveError(host: host, reason: "no address")) : .success(addresses)
  }
}

/// A host name without an address.
public struct ResolveError: Error, Sendable, Equatable, CustomStringConvertible {
  public var host: String
  public var reason: String

  public var description: String { "unknown host \(host): \(reason)" }
}
