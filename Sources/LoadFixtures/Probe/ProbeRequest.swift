import LoadEngine

/// The one request that a probe repeats.
public struct ProbeRequest: Sendable {
  public let target: TargetURL
  /// Path and query.
  public let path: String
  public let method: String
  let outgoing: OutgoingRequest
  /// - Parameters:
  ///   - url: `http://` or `https://HOST[:PORT][/PATH][?QUERY]`.
  ///   - headers: As they go over the wire; Host and Content-Length are the engine's own.
  /// - Throws: ``ConfigurationError`` naming the part that cannot be sent and what is allowed.
  public init(
    url: String, method: String = "GET", headers: [(String, String)] = [], body: String? = nil
  ) throws(ConfigurationError) {
    let authorityStart = url.range(of: "://")?.upperBound ?? url.startIndex
    let pathStart = url[authorityStart...].firstIndex { $0 == "/" || $0 == "?" } ?? url.endIndex
    target = try TargetURL(String(url[..<pathStart]), named: "URL")
    let rest = String(url[pathStart...])
    path = rest.hasPrefix("/") ? rest : "/" + rest
    self.method = method
    do {
      outgoing = OutgoingRequest(
        head: try RequestHead(method: method, target: path, host: target.authority, headers: headers),
        body: body.map { Array($0.utf8) })
    } catch {
      throw ConfigurationError(
        variable: "request", value: nil, reason: error.detail,
        allowed: "a method that is a token, a URL of visible ASCII without #, headers without control characters")
    }
  }

  /// The name in the record: method and path, without the query, which may hold a secret.
  var name: String { "\(method) \(path.prefix { $0 != "?" })" }
}
