/// What a server grants clients that have not sent a whole request.
public struct HTTPServerBounds: Sendable {
  /// How long a request may take to come whole, from its first byte or, the first of a connection, from the connect;
  /// slower clients get a 408 and are closed, silent ones are only closed.
  public var patience: Duration
  /// Most bytes of such requests that each loop holds for all its connections; what goes beyond gets a 503.
  public var heldBytes: Int

  public init(patience: Duration = .seconds(30), heldBytes: Int = 16 << 20) {
    self.patience = patience
    self.heldBytes = heldBytes
  }
}
