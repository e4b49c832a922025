import Dispatch
import Synchronization

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
  /// - Throws: ``ResolveError`` with the system's reason; at once when the task is cancelled, since the system's own
  ///   patience is half a minute.
  public static func resolve(host: String, port: Int) async throws(ResolveError) -> [SocketAddress] {
    let pending = Pending()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        pending.wait(continuation)
        DispatchQueue.global().async { pending.end(look(up: host, port: port)) }
      }
    } onCancel: {
      pending.end(.failure(ResolveError(host: host, reason: "the look-up was cancelled")))
    }
    return try result.get()
  }

  /// A look-up under way; ends once.
  private final class Pending: Sendable {
    typealias Answer = Result<[SocketAddress], ResolveError>
    private enum State {
      case begun
      case waiting(CheckedContinuation<Answer, Never>)
      case ended(Answer)
    }
    private let state = Mutex(State.begun)

    func wait(_ continuation: CheckedContinuation<Answer, Never>) {
      let answer: Answer? = state.withLock { state in
        if case .ended(let answer) = state { return answer }
        state = .waiting(continuation)
        return nil
      }
      if let answer { continuation.resume(returning: answer) }
    }

    func end(_ answer: Answer) {
      let waiting: CheckedContinuation<Answer, Never>? = state.withLock { state in
        if case .ended = state { return nil }
        defer { state = .ended(answer) }
        if case .waiting(let continuation) = state { return continuation }
        return nil
      }
      waiting?.resume(returning: answer)
    }
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
