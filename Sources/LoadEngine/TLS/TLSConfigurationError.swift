/// Why TLS cannot be used as configured: a sentence, before any connection.
public struct TLSConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is to blame.
  public enum Code: Sendable, Hashable {
    /// There is no OpenSSL, or not all of it.
    case noLibrary
    /// A file holds no certificates or no key.
    case file
    /// OpenSSL refuses to be set up.
    case library
  }

  public let code: Code
  public let description: String

  public init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }

  init(_ absence: OpenSSLAbsence) {
    self.init(
      .noLibrary, "https needs OpenSSL, and there is none: \(absence.reason); install OpenSSL 3 or use an http address")
  }
}
