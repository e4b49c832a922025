import Foundation

/// The socket under a TLS session, as OpenSSL sees it (a BIO).
///
/// OpenSSL's own socket BIO would do, but for two things. It writes with write(2), and a write to a connection that
/// the peer has reset raises SIGPIPE: ignoring that signal would change the whole process and every child of it, while
/// send(2) can be told not to raise it. And it does not know what a short read says on a non-blocking socket, so that
/// every answer would cost one more system call to be told that there is no more.
struct TLSSocket {
  let descriptor: Int32
  /// Nothing is to be had before the next event.
  var isDrained = false
  /// The peer's end is announced: a short read does not mean that the socket is empty, the edge will not come again.
  var hangsUp = false
  /// The peer sent its last byte.
  var ended = false
  /// The errno of the last read that failed.
  var readError: Int32 = 0
  /// The errno of the last write that failed.
  var writeError: Int32 = 0

  // <openssl/bio.h>
  private static let type: Int32 = 0x0400 | 100
  private static let retryRead: Int32 = 0x1 | 0x8
  private static let retryWrite: Int32 = 0x2 | 0x8
  private static let allFlags: Int32 = 0xF
  private static let flushCommand: Int32 = 11

  typealias Read = @convention(c) (OpaquePointer?, UnsafeMutablePointer<CChar>?, Int32) -> Int32
  typealias Write = @convention(c) (OpaquePointer?, UnsafePointer<CChar>?, Int32) -> Int32
  typealias Control = @convention(c) (OpaquePointer?, Int32, Int, UnsafeMutableRawPointer?) -> Int

  /// The table of this kind of BIO; it lives as long as the process.
  static func method(_ found: OpenSSLSymbols) throws(TLSConfigurationError) -> OpaquePointer {
    let make: @convention(c) (Int32, UnsafePointer<CChar>) -> OpaquePointer? = try found("BIO_meth_new")
    let setRead: @convention(c) (OpaquePointer, Read) -> Int32 = try found("BIO_meth_set_read")
    let setWrite: @convention(c) (OpaquePointer, Write) -> Int32 = try found("BIO_meth_set_write")
    let setControl: @convention(c) (OpaquePointer, Control) -> Int32 = try found("BIO_meth_set_ctrl")
    guard let method = make(type, "non-blocking socket"),
      setRead(method, { TLSSocket.receive($0, $1, $2) }) == 1,
      setWrite(method, { TLSSocket.transmit($0, $1, $2) }) == 1,
      // Nothing is buffered here, so a flush has always succeeded; no other command is known.
      setControl(method, { _, command, _, _ in command == TLSSocket.flushCommand ? 1 : 0 }) == 1
    else { throw TLSConfigurationError(noLibrary: "OpenSSL has no memory") }
    return method
  }

  /// The socket of a BIO. The pointer was set by the `TLSSession` that owns both, and is valid while it lives; a
  /// session is used by one thread at a time.
  private static func socket(of bio: OpaquePointer, _ library: OpenSSL) -> UnsafeMutablePointer<TLSSocket>? {
    library.bioData(bio)?.assumingMemoryBound(to: TLSSocket.self)
  }

  private static func receive(_ bio: OpaquePointer?, _ buffer: UnsafeMutablePointer<CChar>?, _ room: Int32) -> Int32 {
    guard let bio, let buffer, let library = OpenSSL.current, let socket = socket(of: bio, library) else { return -1 }
    library.clearBIOFlags(bio, allFlags)
    if socket.pointee.isDrained {
      library.setBIOFlags(bio, retryRead)
      return -1
    }
    while true {
      let count = recv(socket.pointee.descriptor, buffer, Int(room), 0)
      if count > 0 {
        socket.pointee.isDrained = count < Int(room) && !socket.pointee.hangsUp
        return Int32(count)
      }
      if count == 0 {
        socket.pointee.ended = true
        return 0
      }
      switch errno {
      case EINTR: continue
      case EAGAIN, EWOULDBLOCK:
        socket.pointee.isDrained = true
        library.setBIOFlags(bio, retryRead)
      case let error:
        socket.pointee.readError = error
      }
      return -1
    }
  }

  private static func transmit(_ bio: OpaquePointer?, _ bytes: UnsafePointer<CChar>?, _ count: Int32) -> Int32 {
    guard let bio, let bytes, let library = OpenSSL.current, let socket = socket(of: bio, library) else { return -1 }
    library.clearBIOFlags(bio, allFlags)
    while true {
      let sent = send(socket.pointee.descriptor, bytes, Int(count), System.noSignal)
      if sent > 0 { return Int32(sent) }
      if errno == EINTR { continue }
      if errno != EAGAIN && errno != EWOULDBLOCK { socket.pointee.writeError = errno }
      // A broken connection counts as a full one: reading has the reason, and perhaps a last answer before it.
      library.setBIOFlags(bio, retryWrite)
      return -1
    }
  }
}
