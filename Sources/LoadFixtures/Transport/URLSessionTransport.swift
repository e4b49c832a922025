import Foundation
import LoadEngine

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// The transport on Foundation's networking: the portable fallback, where the engine's own sockets will not do.
///
/// It brings what the system's URLSession does: https without OpenSSL on macOS, HTTP/2 there, and proxies from the
/// environment or the system's settings, though not on the way to this machine itself. Each user has a session, and so
/// connections, of its own; no cookies, no cache, redirects are not followed, and the deadline is over the whole call
/// as with ``SocketTransport``.
///
/// ``limits`` are what it cannot do; they stand on the record of every run that uses it.
package final class URLSessionTransport: Transport {
  /// What a reader of a run's numbers must know when this transport carried it.
  ///
  /// Measured on two cores with 200 StressUsers: 2,440 requests a second with 60 % of the CPU, where sockets carry 4,510
  /// with 10 %.
  package static let limits =
    "The calls went through URLSession (LOAD_TRANSPORT=urlsession): it costs many times the CPU of the socket "
    + "transport, and its share of each latency is larger; it tells no phases and no connections; it sends a request "
    + "again by itself when a kept connection turns out to be closed; it takes some answers that the socket transport "
    + "refuses as protocol failures, and tells fewer kinds of failure apart. A proxy from the environment or the "
    + "system's settings carries them, except to a loopback address; where that proxy is was not judged. It stays "
    + "with the address that was found before the load."

  /// Foundation on Linux leaves the choice of a proxy to libcurl, which reads the environment. Set once, before the
  /// first session: the variable is new then, and who reads the old table meanwhile reads it whole.
  private static let noProxy: Void = {
    #if canImport(FoundationNetworking)
      setenv("no_proxy", "*", 1)
    #endif
  }()

  private let base: String
  private let loop: EventLoop
  private let calls = URLSessionCalls()
  private let session: URLSession

  /// - Parameters:
  ///   - base: Scheme, host and port: `https://host:8443`. The host may be the address of the one that requests name.
  ///   - direct: Past any proxy.
  ///   - loop: The user's.
  package init(to base: String, direct: Bool, on loop: EventLoop) {
    if direct { _ = Self.noProxy }
    self.base = base
    self.loop = loop
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpCookieStorage = nil
    configuration.httpShouldSetCookies = false
    configuration.urlCache = nil
    if direct { configuration.connectionProxyDictionary = [:] }
    configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
    // Calls beyond it would wait inside the session, unseen.
    configuration.httpMaximumConnectionsPerHost = 1000
    session = URLSession(configuration: configuration, delegate: calls, delegateQueue: nil)
  }

  package func send(
    _ request: OutgoingRequest, timeout: Duration, completion: UnsafeContinuation<CallOutcome, Never>
  ) {
    let start = MonotonicTime.now
    do {
      let task = session.dataTask(with: try urlRequest(request, timeout: timeout))
      let deadline = start + timeout
      let loop = loop
      let calls = calls
      let number = task.taskIdentifier
      // URLSession's own timeouts are for the pauses between bytes.
      let timer = Task(executorPreference: loop) {
        do {
          try await loop.sleep(until: deadline)
        } catch {
          return  // Taken back: the call is over.
        }
        calls.expire(number)
      }
      if calls.add(task, startedAt: start, timer: timer, bodyLimit: request.bodyLimit, completion: completion) {
        task.resume()
      }
    } catch {
      completion.resume(
        returning: CallOutcome(result: .failure(.malformed(error)), timings: CallTimings(start: start, end: .now)))
    }
  }

  package func cancelCalls() { calls.cancelAll() }

  package func close() {
    calls.close()
    session.invalidateAndCancel()
  }

  private func urlRequest(_ request: OutgoingRequest, timeout: Duration) throws(HTTPReadError) -> URLRequest {
    guard let url = URL(string: base + request.target) else {
      throw HTTPReadError(.malformedStartLine, "the request's target is no URL")
    }
    var result = URLRequest(url: url, timeoutInterval: timeout / .seconds(1) + 60)
    result.httpMethod = request.head.method
    if let body = request.body, !body.isEmpty { result.httpBody = Data(body) }
    for (name, value) in request.fields { result.setValue(value, forHTTPHeaderField: name) }
    return result
  }
}
