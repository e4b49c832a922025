@testable import LoadEngine

/// The server's side of TLS over a blocking socket, for peers that do what a test wants.
struct RawTLS {
  private let socket: RawSocket
  private let session: TLSSession

  /// Shakes hands; `nil` when the client does not want to.
  init?(_ socket: RawSocket, _ context: TLSContext) {
    guard let session = TLSSession(accepting: context, descriptor: socket.descriptor) else { return nil }
    self.socket = socket
    self.session = session
    // So that no read is taken for the last: this socket waits for bytes.
    session.socketReady(hangsUp: true)
    guard session.handshake() == .done(0) else { return nil }
  }

  var isResumed: Bool { session.isResumed }

  /// One record a call.
  func send(_ text: String) {
    var bytes = Array(text.utf8)
    bytes.withUnsafeMutableBytes { _ = session.write(UnsafeRawBufferPointer($0)) }
  }

  /// Reads the head of a request without a body; what came of it when the client ends.
  @discardableResult
  func readHead() -> String {
    var bytes: [UInt8] = []
    while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8), case .done(let part) = read() { bytes += part }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Reads whatever comes to the end, and says how it ended.
  func readToEnd() -> TLSSession.Step {
    while true {
      switch read() {
      case .done: continue
      case .ended(let step): return step
      }
    }
  }

  private enum Part {
    case done([UInt8])
    case ended(TLSSession.Step)
  }

  private func read() -> Part {
    var buffer = [UInt8](repeating: 0, count: 4096)
    session.socketReady(hangsUp: true)
    let step = buffer.withUnsafeMutableBytes { session.read(into: $0) }
    if case .done(let count) = step { return .done(Array(buffer[..<count])) }
    return .ended(step)
  }

  /// Says that no more will come.
  func shutDown() { session.shutDown() }
  /// Ends the connection, with or without having said so.
  func close() { socket.close() }
  func reset() { socket.reset() }
}
