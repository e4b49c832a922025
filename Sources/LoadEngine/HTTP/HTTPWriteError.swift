/// Why a message was not written: a part of it would have changed the meaning of the bytes around it.
public struct HTTPWriteError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The part that was refused.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    /// The method is not a token.
    case invalidMethod
    /// The target is not an origin-form target of visible ASCII.
    case invalidTarget
    /// The host is not `host` or `host:port`.
    case invalidHost
    /// The name of a header is not a token.
    case invalidHeaderName
    /// The value of a header has CR, LF, NUL or another control character.
    case invalidHeaderValue
    /// The header is one that the writer itself sets.
    case reservedHeader
  }

  /// The part that was refused.
  public let code: Code
  /// A sentence on what to change; it never quotes a header value, which may be a credential.
  public let detail: String

  /// Creates an error.
  public init(_ code: Code, _ detail: String) {
    self.code = code
    self.detail = detail
  }

  /// The code and the sentence.
  public var description: String { "\(code.rawValue): \(detail)" }
}
