/// A failure of one of a bounded set of kinds, fit for counting, with a sentence.
public struct CodedError<Kind: RawRepresentable<String> & Hashable & Sendable>: Error, Equatable,
  CustomStringConvertible
{
  /// So that each error's kinds are called after it: `HTTPReadError.Code`.
  public typealias Code = Kind

  /// The kind of failure.
  public let code: Code
  /// What was found or what to change: no header value, which may be a credential, and no byte of a body, so that it is
  /// safe to log.
  public let detail: String

  /// Creates an error.
  public init(_ code: Code, _ detail: String) {
    self.code = code
    self.detail = detail
  }

  /// The code and the sentence.
  public var description: String { "\(code.rawValue): \(detail)" }
}
