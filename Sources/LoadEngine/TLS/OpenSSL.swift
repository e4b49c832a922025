import Foundation

/// The system's OpenSSL: its functions, found at run time.
///
/// Linking against it would need its headers at build time and one certain version at run time; this way the same
/// build runs with OpenSSL 3, with 1.1, or without TLS. Only functions that both versions export are used, with the
/// types they have on a 64-bit system.
final class OpenSSL: Sendable {
  /// Where it may be, best first. None on macOS: the system's own library is not for programs to use.
  #if os(Linux)
    static let libraries = ["libssl.so.3", "libssl.so.1.1"]
  #else
    static let libraries: [String] = []
  #endif

  /// The library of this process, or why there is none.
  static let shared = Result { () throws(TLSConfigurationError) in try OpenSSL(from: libraries) }

  /// What C callbacks, which cannot carry a reference, go through. `shared` says why there is none.
  static let current = try? shared.get()

  // MARK: Contexts
  let clientMethod: @convention(c) @Sendable () -> OpaquePointer?
  let serverMethod: @convention(c) @Sendable () -> OpaquePointer?
  let newContext: @convention(c) @Sendable (OpaquePointer?) -> OpaquePointer?
  let freeContext: @convention(c) @Sendable (OpaquePointer?) -> Void
  let controlContext: @convention(c) @Sendable (OpaquePointer, Int32, Int, UnsafeMutableRawPointer?) -> Int
  let setContextOptions: @convention(c) @Sendable (OpaquePointer, UInt64) -> UInt64
  let setVerification: @convention(c) @Sendable (OpaquePointer, Int32, OpaquePointer?) -> Void
  let trustSystem: @convention(c) @Sendable (OpaquePointer) -> Int32
  let trustFile: @convention(c) @Sendable (OpaquePointer, UnsafePointer<CChar>?, UnsafePointer<CChar>?) -> Int32
  let setProtocols: @convention(c) @Sendable (OpaquePointer, UnsafePointer<UInt8>, UInt32) -> Int32
  let setProtocolChoice: @convention(c) @Sendable (OpaquePointer, ProtocolChoice?, UnsafeMutableRawPointer?) -> Void
  let setNewSessionCallback: @convention(c) @Sendable (OpaquePointer, NewSession?) -> Void
  let setPasswordCallback: @convention(c) @Sendable (OpaquePointer, Password?) -> Void
  let useCertificateChain: @convention(c) @Sendable (OpaquePointer, UnsafePointer<CChar>) -> Int32
  let usePrivateKey: @convention(c) @Sendable (OpaquePointer, UnsafePointer<CChar>, Int32) -> Int32
  let checkPrivateKey: @convention(c) @Sendable (OpaquePointer) -> Int32

  // MARK: Connections
  let new: @convention(c) @Sendable (OpaquePointer) -> OpaquePointer?
  let free: @convention(c) @Sendable (OpaquePointer?) -> Void
  let control: @convention(c) @Sendable (OpaquePointer, Int32, Int, UnsafeMutableRawPointer?) -> Int
  let setHost: @convention(c) @Sendable (OpaquePointer, UnsafePointer<CChar>) -> Int32
  let setHostFlags: @convention(c) @Sendable (OpaquePointer, UInt32) -> Void
  let parameters: @convention(c) @Sendable (OpaquePointer) -> OpaquePointer?
  let setAddress: @convention(c) @Sendable (OpaquePointer?, UnsafePointer<CChar>) -> Int32
  let setSession: @convention(c) @Sendable (OpaquePointer, OpaquePointer) -> Int32
  let freeSession: @convention(c) @Sendable (OpaquePointer?) -> Void
  let setData: @convention(c) @Sendable (OpaquePointer, Int32, UnsafeMutableRawPointer?) -> Int32
  let data: @convention(c) @Sendable (OpaquePointer, Int32) -> UnsafeMutableRawPointer?
  let setBIO: @convention(c) @Sendable (OpaquePointer, OpaquePointer, OpaquePointer) -> Void
  let setConnecting: @convention(c) @Sendable (OpaquePointer) -> Void
  let setAccepting: @convention(c) @Sendable (OpaquePointer) -> Void
  let handshake: @convention(c) @Sendable (OpaquePointer) -> Int32
  let read: @convention(c) @Sendable (OpaquePointer, UnsafeMutableRawPointer?, Int32) -> Int32
  let write: @convention(c) @Sendable (OpaquePointer, UnsafeRawPointer?, Int32) -> Int32
  let shutdown: @convention(c) @Sendable (OpaquePointer) -> Int32
  let error: @convention(c) @Sendable (OpaquePointer, Int32) -> Int32
  let verifyResult: @convention(c) @Sendable (OpaquePointer) -> Int

  // MARK: Errors
  let verifyText: @convention(c) @Sendable (Int) -> UnsafePointer<CChar>?
  let lastError: @convention(c) @Sendable () -> UInt
  let errorText: @convention(c) @Sendable (UInt) -> UnsafePointer<CChar>?
  let clearErrors: @convention(c) @Sendable () -> Void

  // MARK: Sockets
  let newBIO: @convention(c) @Sendable (OpaquePointer?) -> OpaquePointer?
  let setBIOData: @convention(c) @Sendable (OpaquePointer, UnsafeMutableRawPointer?) -> Void
  let bioData: @convention(c) @Sendable (OpaquePointer) -> UnsafeMutableRawPointer?
  let setBIOReady: @convention(c) @Sendable (OpaquePointer, Int32) -> Void
  let setBIOFlags: @convention(c) @Sendable (OpaquePointer, Int32) -> Void
  let clearBIOFlags: @convention(c) @Sendable (OpaquePointer, Int32) -> Void
  /// How `TLSSocket` reads and writes. Only handed to `newBIO`, and never changed once `init` has returned, so that
  /// any thread may use it.
  nonisolated(unsafe) let socketMethod: OpaquePointer

  typealias ProtocolChoice =
    @convention(c) (
      OpaquePointer?, UnsafeMutablePointer<UnsafePointer<UInt8>?>?, UnsafeMutablePointer<UInt8>?,
      UnsafePointer<UInt8>?, UInt32, UnsafeMutableRawPointer?
    ) -> Int32
  typealias NewSession = @convention(c) (OpaquePointer?, OpaquePointer?) -> Int32
  typealias Password = @convention(c) (UnsafeMutablePointer<CChar>?, Int32, Int32, UnsafeMutableRawPointer?) -> Int32

  /// Loads the first of the libraries that is there. It stays loaded.
  init(from libraries: [String]) throws(TLSConfigurationError) {
    let found = try OpenSSLSymbols(of: libraries)
    clientMethod = try found("TLS_client_method")
    serverMethod = try found("TLS_server_method")
    newContext = try found("SSL_CTX_new")
    freeContext = try found("SSL_CTX_free")
    controlContext = try found("SSL_CTX_ctrl")
    setContextOptions = try found("SSL_CTX_set_options")
    setVerification = try found("SSL_CTX_set_verify")
    trustSystem = try found("SSL_CTX_set_default_verify_paths")
    trustFile = try found("SSL_CTX_load_verify_locations")
    setProtocols = try found("SSL_CTX_set_alpn_protos")
    setProtocolChoice = try found("SSL_CTX_set_alpn_select_cb")
    setNewSessionCallback = try found("SSL_CTX_sess_set_new_cb")
    setPasswordCallback = try found("SSL_CTX_set_default_passwd_cb")
    useCertificateChain = try found("SSL_CTX_use_certificate_chain_file")
    usePrivateKey = try found("SSL_CTX_use_PrivateKey_file")
    checkPrivateKey = try found("SSL_CTX_check_private_key")
    new = try found("SSL_new")
    free = try found("SSL_free")
    control = try found("SSL_ctrl")
    setHost = try found("SSL_set1_host")
    setHostFlags = try found("SSL_set_hostflags")
    parameters = try found("SSL_get0_param")
    setAddress = try found("X509_VERIFY_PARAM_set1_ip_asc")
    setSession = try found("SSL_set_session")
    freeSession = try found("SSL_SESSION_free")
    setData = try found("SSL_set_ex_data")
    data = try found("SSL_get_ex_data")
    setBIO = try found("SSL_set_bio")
    setConnecting = try found("SSL_set_connect_state")
    setAccepting = try found("SSL_set_accept_state")
    handshake = try found("SSL_do_handshake")
    read = try found("SSL_read")
    write = try found("SSL_write")
    shutdown = try found("SSL_shutdown")
    error = try found("SSL_get_error")
    verifyResult = try found("SSL_get_verify_result")
    verifyText = try found("X509_verify_cert_error_string")
    lastError = try found("ERR_peek_last_error")
    errorText = try found("ERR_reason_error_string")
    clearErrors = try found("ERR_clear_error")
    newBIO = try found("BIO_new")
    setBIOData = try found("BIO_set_data")
    bioData = try found("BIO_get_data")
    setBIOReady = try found("BIO_set_init")
    setBIOFlags = try found("BIO_set_flags")
    clearBIOFlags = try found("BIO_clear_flags")
    socketMethod = try TLSSocket.method(found)
  }

  /// The newest error of this thread in words, and an empty queue.
  func takeError() -> (reason: Int, text: String?) {
    let code = lastError()
    let text = errorText(code).map { String(cString: $0) }
    clearErrors()
    // OpenSSL 3 has 23 bits for it and 1.1 has 12; no reason of TLS needs more.
    return (Int(code & 0xFFF), text)
  }
}

/// Finds functions of a shared library by name.
struct OpenSSLSymbols {
  private let library: UnsafeMutableRawPointer
  private let name: String

  /// Loads the first library that is there; it is never unloaded.
  init(of libraries: [String]) throws(TLSConfigurationError) {
    for name in libraries {
      if let library = dlopen(name, RTLD_NOW | RTLD_LOCAL) {
        self.library = library
        self.name = name
        return
      }
    }
    throw TLSConfigurationError(
      noLibrary: libraries.isEmpty
        ? "this system has no OpenSSL for programs to load"
        : "none of \(libraries.joined(separator: ", ")) is installed")
  }

  /// A function, of the library itself or of one that it needs.
  ///
  /// The cast is sound when `Function` is a `@convention(c)` type with the function's signature: such a value is its
  /// address.
  func callAsFunction<Function>(_ function: String) throws(TLSConfigurationError) -> Function {
    guard let address = dlsym(library, function) else {
      throw TLSConfigurationError(noLibrary: "\(name) has no \(function)")
    }
    return unsafeBitCast(address, to: Function.self)
  }
}
