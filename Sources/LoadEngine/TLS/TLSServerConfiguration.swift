/// Who a server says it is.
public struct TLSServerConfiguration: Sendable, Equatable {
  /// A file of PEM certificates: the server's own, then those that lead to its authority.
  public var certificateFile: String
  /// A file with the PEM private key of the first certificate, without a password.
  public var keyFile: String

  public init(certificateFile: String, keyFile: String) {
    self.certificateFile = certificateFile
    self.keyFile = keyFile
  }
}
