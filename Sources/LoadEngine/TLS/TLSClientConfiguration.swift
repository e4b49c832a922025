/// How a client decides whether to trust a server.
public struct TLSClientConfiguration: Sendable, Equatable {
  public enum Trust: Sendable, Equatable {
    /// The authorities that the system trusts.
    case system
    /// The authorities in a file of PEM certificates, and no others.
    case file(String)
    /// No certificate is looked at: whoever answers is taken for the server. Only ever by explicit choice.
    case anyone
  }

  public var trust: Trust

  public init(trust: Trust = .system) {
    self.trust = trust
  }
}
