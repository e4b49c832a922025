import Foundation

/// Looks host names up away from the event loops: getaddrinfo blocks.
public enum Resolver {
  /// All stream addresses of a host, IPv4 and IPv6, in the system's order of preference; never empty.
  ///
  /// - Throws: ``ResolveError`` with the system's reason; at once when the task is cancelled, since the system's own
  ///   patience is half a minute.
  public static func resolve(host: String, port: Int) async throws(ResolveError) -> [SocketAddress] {
    let (answers, answer) = AsyncStream.makeStream(of: Result<[SocketAddress], ResolveError>.self)
    DispatchQueue.global().async { answer.yield(look(up: host, port: port)) }
    // Ends without an answer when the task is cancelled.
    for await addresses in answers where !Task.isCancelled { return try addresses.get() }
    throw ResolveError(host: host, reason: "the look-up was cancelled")
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
