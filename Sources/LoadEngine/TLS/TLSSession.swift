import Foundation

/// One connection's TLS, over a non-blocking socket that it does not own. Confined to its event loop.
package final class TLSSession {
  /// How far one operation came.
  package enum Step: Equatable {
    /// The handshake stands, or so many bytes were read or written.
    case done(Int)
    /// Again when the socket is readable.
    case wantsRead
    /// Again when the socket is writable.
    case wantsWrite
    /// The peer said that it sends no more (close_notify).
    case closed
    /// The connection ended without that: what came may not be all.
    case truncated
    /// The connection broke, with its errno.
    case broken(Int32)
    case failed(TLSFailure)
  }

  private let context: TLSContext
  private let library: OpenSSL
  private let client: TLSClient?
  /// The `SSL`, owned. `deinit` may free it on another thread: nobody else can use it then.
  private let ssl: OpaquePointer
  /// Owned; the `SSL` reads and writes through it and is freed first.
  private let socket: UnsafeMutablePointer<TLSSocket>
  private var isSecured = false
  private var isOver = false
  /// Why a write failed, when it was not for the socket.
  private var failure: TLSFailure?
  /// The last read or handshake waits for room to write.
  private(set) var awaitsRoom = false

  // <openssl/ssl.h>
  private static let wantRead: Int32 = 2
  private static let wantWrite: Int32 = 3
  private static let zeroReturn: Int32 = 6
  private static let commandServerName: Int32 = 55
  private static let noPartialWildcards: UInt32 = 4

  /// The side of a client; `nil` when OpenSSL has no memory left.
  convenience init?(_ client: TLSClient, descriptor: Int32) {
    self.init(client.context, client: client, descriptor: descriptor)
    library.setConnecting(ssl)
    guard expectHost(of: client),
      library.setData(ssl, TLSClient.dataIndex, Unmanaged.passUnretained(client).toOpaque()) == 1
    else { return nil }
    client.resume(on: ssl)
  }

  /// The side of a server; `nil` when OpenSSL has no memory left.
  package convenience init?(accepting context: TLSContext, descriptor: Int32) {
    self.init(context, client: nil, descriptor: descriptor)
    library.setAccepting(ssl)
  }

  private init?(_ context: TLSContext, client: TLSClient?, descriptor: Int32) {
    self.context = context
    self.client = client
    library = context.library
    guard let ssl = library.new(context.pointer) else { return nil }
    guard let bio = library.newBIO(library.socketMethod) else {
      library.free(ssl)
      return nil
    }
    self.ssl = ssl
    socket = .allocate(capacity: 1)
    socket.initialize(to: TLSSocket(descriptor: descriptor))
    library.setBIOData(bio, socket)
    library.setBIOReady(bio, 1)
    // One reference for both directions; the SSL frees it.
    library.setBIO(ssl, bio, bio)
  }

  deinit {
    library.free(ssl)
    socket.deinitialize(count: 1)
    socket.deallocate()
  }

  /// Names the host to the server (SNI, for names only: RFC 6066, 3) and to the check of its certificate.
  private func expectHost(of client: TLSClient) -> Bool {
    if client.hostIsAddress { return library.setAddress(library.parameters(ssl), client.host) == 1 }
    library.setHostFlags(ssl, Self.noPartialWildcards)
    guard library.setHost(ssl, client.host) == 1 else { return false }
    return client.host.withCString { name in
      // OpenSSL copies the name.
      library.control(ssl, Self.commandServerName, 0, UnsafeMutableRawPointer(mutating: name)) == 1
    }
  }

  // MARK: Steps

  /// Says that the socket may have bytes again.
  package func socketReady(hangsUp: Bool) {
    socket.pointee.isDrained = false
    if hangsUp { socket.pointee.hangsUp = true }
  }

  /// Takes the handshake as far as the socket allows.
  package func handshake() -> Step {
    let result = library.handshake(ssl)
    guard result != 1 else {
      isSecured = true
      awaitsRoom = false
      return .done(0)
    }
    let step = step(after: result)
    switch step {
    case .failed, .broken, .truncated: client?.forget()
    default: break
    }
    return step
  }

  /// Reads what the peer sent, as far as the socket has it.
  package func read(into buffer: UnsafeMutableRawBufferPointer) -> Step {
    if let failure { return .failed(failure) }
    let count = library.read(ssl, buffer.baseAddress, Int32(clamping: buffer.count))
    guard count <= 0 else { return .done(Int(count)) }
    return step(after: count)
  }

  /// Takes bytes for the peer, and returns how many: fewer than given when the socket is full. The rest must come again,
  /// beginning with the first byte that was not taken. Failures are reading's to tell.
  package func write(_ bytes: UnsafeRawBufferPointer) -> Int {
    var start = 0
    while start < bytes.count, let base = bytes.baseAddress, failure == nil, !isOver {
      let count = library.write(ssl, base + start, Int32(clamping: bytes.count - start))
      guard count > 0 else {
        let awaited = awaitsRoom
        if case .failed(let reason) = step(after: count) {
          failure = reason
          // The socket's event follows, so that reading is woken, and tells.
          shutdown(socket.pointee.descriptor, Int32(SHUT_RDWR))
        }
        awaitsRoom = awaited
        break
      }
      start += Int(count)
    }
    return start
  }

  /// Tells the peer that no more will come (close_notify), as far as the socket has room. Nothing can be read or
  /// written afterwards.
  package func shutDown() {
    // In mid-handshake there is nothing to end, and after a failure OpenSSL must not be asked.
    guard isSecured, !isOver, failure == nil else { return }
    isOver = true
    if library.shutdown(ssl) < 0 { library.clearErrors() }
  }

  /// OpenSSL looks into this thread's queue of errors for the reason; it is empty before every operation, since each
  /// failure empties it.
  private func step(after result: Int32) -> Step {
    let code = library.error(ssl, result)
    awaitsRoom = false
    switch code {
    case Self.wantRead: return .wantsRead
    case Self.wantWrite:
      // Nobody will make room on a broken connection.
      if socket.pointee.writeError != 0, !isSecured { return over(.broken(socket.pointee.writeError)) }
      awaitsRoom = true
      return .wantsWrite
    case Self.zeroReturn:
      return .closed
    default:
      return over(reasonOfFailure())
    }
  }

  private func over(_ step: Step) -> Step {
    isOver = true
    return step
  }

  private func reasonOfFailure() -> Step {
    let error = library.takeError()
    if case .client(verifies: true) = context.side, !isSecured {
      let result = library.verifyResult(ssl)
      if result != 0 {
        let text = library.verifyText(result).map { String(cString: $0) } ?? "error \(result)"
        return .failed(TLSFailure(verifyResult: result, detail: text))
      }
    }
    if socket.pointee.readError != 0 { return .broken(socket.pointee.readError) }
    if socket.pointee.ended { return .truncated }
    return .failed(TLSFailure(reason: error.reason, text: error.text))
  }
}
