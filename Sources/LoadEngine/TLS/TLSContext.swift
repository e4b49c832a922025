/// What all TLS sessions of one client or one server have in common: trust or identity, and the protocol's versions.
///
/// Made once, used by any number of connections on any loop.
public final class TLSContext: Sendable {
  enum Side: Sendable {
    case client(verifies: Bool)
    case server
  }

  let library: OpenSSL
  let side: Side
  /// The `SSL_CTX`. It is configured before `init` returns and only read afterwards; OpenSSL counts its references and
  /// guards its caches with locks of its own, so that any thread may make sessions from it.
  nonisolated(unsafe) let pointer: OpaquePointer

  // <openssl/ssl.h>
  private static let commandMode: Int32 = 33
  private static let commandReadAhead: Int32 = 41
  private static let commandSessionCache: Int32 = 44
  private static let commandMinimumVersion: Int32 = 123
  private static let version12 = 0x0303
  /// Enable partial write, accept moving write buffer, auto retry, release buffers: a write may come back short like a
  /// socket's, and an idle connection keeps no 34 kB of buffers.
  private static let mode = 0x1 | 0x2 | 0x4 | 0x10
  /// No compression and no renegotiation: after the handshake a read never waits for room to write in TLS 1.2.
  private static let options: UInt64 = 1 << 17 | 1 << 30
  /// Sessions are told to the callback and kept by `TLSClient`, not inside.
  private static let clientCacheWithoutStore = 0x1 | 0x300
  private static let verifyNone: Int32 = 0
  private static let verifyPeer: Int32 = 1
  private static let formatPEM: Int32 = 1
  private static let choiceMade: Int32 = 0
  private static let choiceFailed: Int32 = 2

  /// HTTP/1.1 as ALPN has it: each name after its length (RFC 7301).
  private static let protocols: [UInt8] = [8] + Array("http/1.1".utf8)

  /// For connections to servers.
  ///
  /// - Throws: ``TLSConfigurationError`` without OpenSSL, or when the file of authorities cannot be used.
  public convenience init(_ configuration: TLSClientConfiguration) throws(TLSConfigurationError) {
    try self.init(configuration, library: OpenSSL.shared)
  }

  init(
    _ configuration: TLSClientConfiguration, library: Result<OpenSSL, TLSConfigurationError>
  ) throws(TLSConfigurationError) {
    let library = try library.get()
    self.library = library
    let verifies = configuration.trust != .anyone
    side = .client(verifies: verifies)
    pointer = try Self.makeContext(library, method: library.clientMethod())
    // From here on `deinit` frees the context when something below throws.
    library.setVerification(pointer, verifies ? Self.verifyPeer : Self.verifyNone, nil)
    try Self.protocols.withUnsafeBufferPointer { list throws(TLSConfigurationError) in
      guard let start = list.baseAddress, library.setProtocols(pointer, start, UInt32(list.count)) == 0 else {
        throw failure(.library, "ALPN cannot be set")
      }
    }
    _ = library.controlContext(pointer, Self.commandSessionCache, Self.clientCacheWithoutStore, nil)
    library.setNewSessionCallback(pointer) { TLSClient.keep(session: $1, of: $0) }
    switch configuration.trust {
    case .system:
      guard library.trustSystem(pointer) == 1 else {
        throw failure(.library, "the system's authorities cannot be loaded")
      }
    case .file(let path):
      guard library.trustFile(pointer, path, nil) == 1 else {
        throw failure(.file, "\(path): no PEM certificates of trusted authorities can be read from it")
      }
    case .anyone: break
    }
  }

  /// For connections that a server accepts.
  ///
  /// - Throws: ``TLSConfigurationError`` without OpenSSL, or when certificate or key cannot be used.
  public init(_ configuration: TLSServerConfiguration) throws(TLSConfigurationError) {
    library = try OpenSSL.shared.get()
    side = .server
    pointer = try Self.makeContext(library, method: library.serverMethod())
    library.setProtocolChoice(
      pointer, { _, chosen, length, offered, count, _ in TLSContext.choose(chosen, length, offered, count) }, nil)
    // OpenSSL would ask for it on the terminal.
    library.setPasswordCallback(pointer) { _, _, _, _ in -1 }
    guard library.useCertificateChain(pointer, configuration.certificateFile) == 1 else {
      throw failure(.file, "\(configuration.certificateFile): no PEM certificate can be read from it")
    }
    // The second check: a key of another kind than the certificate's is accepted by the first.
    guard library.usePrivateKey(pointer, configuration.keyFile, Self.formatPEM) == 1,
      library.checkPrivateKey(pointer) == 1
    else {
      throw failure(.file, "\(configuration.keyFile): no PEM key for the certificate can be read from it")
    }
  }

  deinit {
    library.freeContext(pointer)
  }

  private static func makeContext(
    _ library: OpenSSL, method: OpaquePointer?
  ) throws(TLSConfigurationError) -> OpaquePointer {
    guard let context = library.newContext(method) else {
      throw TLSConfigurationError(
        .library, "OpenSSL makes no context: \(library.takeError().text ?? "no reason given")")
    }
    _ = library.controlContext(context, commandMinimumVersion, version12, nil)
    _ = library.controlContext(context, commandMode, mode, nil)
    // One read(2) takes whole records instead of first a header of five bytes.
    _ = library.controlContext(context, commandReadAhead, 1, nil)
    _ = library.setContextOptions(context, options)
    return context
  }

  private func failure(_ code: TLSConfigurationError.Code, _ sentence: String) -> TLSConfigurationError {
    let text = library.takeError().text
    return TLSConfigurationError(code, text.map { "\(sentence) (\($0))" } ?? sentence)
  }

  /// Takes HTTP/1.1 from the client's list; a client that offers only other protocols is refused (RFC 7301, 3.2).
  private static func choose(
    _ chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ chosenLength: UnsafeMutablePointer<UInt8>?,
    _ offered: UnsafePointer<UInt8>?, _ length: UInt32
  ) -> Int32 {
    // OpenSSL has checked the list, and keeps it until it has read the answer, which points into it.
    let list = UnsafeBufferPointer(start: offered, count: Int(length))
    var position = 0
    while position < list.count {
      let end = min(position + 1 + Int(list[position]), list.count)
      if list[position..<end].elementsEqual(protocols), let offered {
        chosen?.pointee = offered + position + 1
        chosenLength?.pointee = protocols[0]
        return choiceMade
      }
      position = end
    }
    return choiceFailed
  }
}

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

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }

  init(noLibrary reason: String) {
    self.init(.noLibrary, "https needs OpenSSL, and there is none: \(reason); install OpenSSL 3 or use an http address")
  }
}
