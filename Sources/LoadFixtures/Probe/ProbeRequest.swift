import LoadEngine

/// The one request that a probe repeats.
package struct ProbeRequest: Sendable {
  package let target: TargetURL
  /// Path and query.
  package let path: String
  package let method: String
  let outgoing: OutgoingRequest
  /// The values of headers that prove who one is.
  let secrets: Secrets

  /// - Parameters:
  ///   - url: `http://` or `https://HOST[:PORT][/PATH][?QUERY]`.
  ///   - headers: As they go over the wire; a Host takes the place of the URL's, Content-Length is the engine's own.
  /// - Throws: ``ConfigurationError`` naming the part that cannot be sent and what is allowed.
  package init(
    url: String, method: String = "GET", headers: [(String, String)] = [], body: String? = nil
  ) throws(ConfigurationError) {
    let authorityStart = url.range(of: "://")?.upperBound ?? url.startIndex
    let pathStart = url[authorityStart...].firstIndex { $0 == "/" || $0 == "?" } ?? url.endIndex
    target = try TargetURL(String(url[..<pathStart]), named: "URL")
    let rest = String(url[pathStart...])
    path = rest.hasPrefix("/") ? rest : "/" + rest
    self.method = method
    let hosts = headers.filter { $0.0.lowercased() == "host" }
    secrets = Secrets(
      headers.filter { Self.provesIdentity($0.0) }.flatMap {
        [$0.1] + $0.1.split(separator: " ").dropFirst().map(String.init)
      })
    do throws(HTTPWriteError) {
      guard hosts.count <= 1 else { throw HTTPWriteError(.invalidHost, "Host is given more than once") }
      outgoing = OutgoingRequest(
        head: try RequestHead(
          method: method, target: path, host: hosts.first?.1 ?? target.authority,
          headers: SuiteHeaders.completing(headers.filter { $0.0.lowercased() != "host" })),
        body: body.map { Array($0.utf8) }, bodyLimit: 0)
    } catch {
      // The detail may repeat a URL or a header that holds a secret.
      throw ConfigurationError(
        variable: "request", value: nil, reason: Self.reason(error.code),
        allowed: "a method that is a token, a URL of visible ASCII without #, headers without control characters")
    }
  }

  private static func provesIdentity(_ header: String) -> Bool {
    let name = header.lowercased()
    return ["auth", "cookie", "token", "key", "secret", "password"].contains { name.contains($0) }
  }

  private static func reason(_ code: HTTPWriteError.Code) -> String {
    switch code {
    case .invalidMethod: "the method is not a token: use GET, POST ..."
    case .invalidTarget: "the URL's path or query is not visible ASCII without #: percent-encode it"
    case .invalidHost: "the Host is given more than once, or is not of the form host or host:port"
    case .invalidHeaderName: "the name of a header is not a token: use letters, digits and -"
    case .invalidHeaderValue: "the value of a header has a control character: remove it"
    case .reservedHeader: "Content-Length and Transfer-Encoding are the engine's own: leave them out"
    }
  }

  /// The name in the record: method and path, without the query, which may hold a secret.
  var name: String { "\(method) \(path.prefix { $0 != "?" })" }
}

/// Sends the same request again and again.
struct ProbeUser: VirtualUser {
  static let name = "ProbeUser"
  static let thinkTime = Pacing.none

  let caller: Caller
  let request: OutgoingRequest
  let timeout: Duration

  mutating func iterate() async throws -> Pause {
    try await caller.call(request, number: 0, timeout: timeout) { result in
      switch result {
      // A redirect is an answer; following it would load another address than the one that was named.
      case .success(let response) where (200..<400).contains(response.status): .good(())
      case .success(let response): .failed(.status(response.status))
      case .failure(let error): .failed(FailureKind(error))
      }
    }
    return .think
  }

  mutating func leave() {}
}
