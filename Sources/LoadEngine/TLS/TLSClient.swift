/// The TLS of one virtual user towards one host: whom to expect there, and the session to resume.
///
/// Confined to its event loop. Each user has its own, so that its first connection pays for a whole handshake as a new
/// visitor's would, and only its later ones resume.
public final class TLSClient {
  let context: TLSContext
  /// The name or address that the certificate must be for.
  let host: String
  let hostIsAddress: Bool
  /// The last `SSL_SESSION` that the server gave, owned.
  private var session: OpaquePointer?

  /// - Parameters:
  ///   - context: Made for a client.
  ///   - host: A name, or an address without brackets.
  public init(_ context: TLSContext, host: String) {
    self.context = context
    // A name with its final dot is the same host, but neither SNI nor certificates write it (RFC 6066, 3).
    self.host = host.hasSuffix(".") ? String(host.dropLast()) : host
    hostIsAddress = System.isAddress(host)
  }

  deinit {
    forget()
  }

  /// Offers the last session to a new connection.
  func resume(on ssl: OpaquePointer) {
    if let session { _ = context.library.setSession(ssl, session) }
  }

  /// A session that a handshake failed with is not offered again.
  func forget() {
    context.library.freeSession(session)
    session = nil
  }

  /// The place among an `SSL`'s data where its client stands: the one for applications.
  static let dataIndex: Int32 = 0

  /// What OpenSSL calls with a new session, perhaps long after the handshake, within a read.
  ///
  /// - Returns: 1 when the session was taken over.
  static func keep(session: OpaquePointer?, of ssl: OpaquePointer?) -> Int32 {
    guard let ssl, let session, let library = OpenSSL.current, let data = library.data(ssl, dataIndex) else { return 0 }
    // Set by the `TLSSession` that owns the `SSL` and holds the client for as long.
    let client = Unmanaged<TLSClient>.fromOpaque(data).takeUnretainedValue()
    client.forget()
    client.session = session
    return 1
  }
}
