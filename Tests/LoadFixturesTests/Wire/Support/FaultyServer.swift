import Foundation
import Synchronization

@testable import LoadEngine

/// A server that keeps to scripts and not to HTTP, over http and https, with a thread for each connection.
///
/// It counts what it is sent, so that a hidden retry and a connection that is used again show.
final class FaultyServer: Sendable {
  /// A request whose head was read to its end.
  struct Request: Sendable {
    /// Among all that came, from 0: that is the pre-flight's, which is answered well whatever the script says.
    var number: Int
    /// Among those of its connection, from 0.
    var turn: Int
  }

  /// How a connection begins.
  enum Welcome: Sendable {
    case plain
    case secure(TLSContext)
    /// In place of a handshake, when the client's first bytes are there.
    case script(WireScript)
  }

  /// Decides how a connection begins, given its number from 0: the pre-flight's.
  typealias Greeting = @Sendable (Int) -> Welcome
  typealias Answer = @Sendable (FaultyServer, Request) -> WireScript

  private struct State {
    var open: Set<Int32> = []
    var isOver = false
    var connections = 0
    var arrivals: [MonotonicTime] = []
  }

  private let listener: Int32
  private let greeting: Greeting
  private let answer: Answer
  private let state = Mutex(State())
  private let threads = DispatchGroup()
  let scheme: WireScheme
  let port: Int

  /// Accepted so far.
  var connections: Int { state.withLock { $0.connections } }
  var requests: Int { state.withLock { $0.arrivals.count } }
  /// When requests came, the pre-flight's included.
  var arrivals: [MonotonicTime] { state.withLock { $0.arrivals } }

  private init(_ scheme: WireScheme, greeting: @escaping Greeting, answer: @escaping Answer) throws {
    self.scheme = scheme
    self.greeting = greeting
    self.answer = answer
    listener = System.socket(AF_INET, blocks: true)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let descriptor = listener
    let isBound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isBound, listen(listener, 1024) == 0, let bound = SocketAddress(boundTo: listener) else {
      throw SystemError("listen", errno: errno)
    }
    port = bound.port
  }

  /// Runs `body` with a server that is stopped afterwards.
  ///
  /// - Parameter greeting: Without it, a connection begins as the scheme has it.
  static func with<R: Sendable>(
    _ scheme: WireScheme, greeting: Greeting? = nil, answer: @escaping Answer,
    _ body: (FaultyServer) async throws -> R
  ) async throws -> R {
    let context = try scheme.certificate().map { try TLSContext($0.server) }
    let usual: Greeting = { _ in context.map { .secure($0) } ?? .plain }
    let server = try FaultyServer(scheme, greeting: greeting ?? usual, answer: answer)
    server.startThread { server.accept() }
    do {
      let result = try await body(server)
      await server.stop()
      return result
    } catch {
      await server.stop()
      throw error
    }
  }

  /// From now on connections are refused.
  func stopListening() {
    // Wakes the accepting thread, which then closes the listener.
    shutdown(listener, Int32(SHUT_RDWR))
  }

  private func stop() async {
    stopListening()
    state.withLock { state in
      state.isOver = true
      for descriptor in state.open { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
    await withCheckedContinuation { continuation in
      threads.notify(queue: .global()) { continuation.resume() }
    }
  }

  private func startThread(_ body: @escaping @Sendable () -> Void) {
    threads.enter()
    let thread = Thread { [threads] in
      body()
      threads.leave()
    }
    thread.stackSize = 512 << 10
    thread.start()
  }

  private func accept() {
    while true {
      let descriptor = System.accept(listener, blocks: true)
      if descriptor < 0 {
        if errno == EINTR || errno == ECONNABORTED { continue }
        break
      }
      let number = state.withLock { state in
        state.open.insert(descriptor)
        defer { state.connections += 1 }
        return state.isOver ? nil : state.connections
      }
      if let number {
        startThread { [self] in
          serve(WirePeer(descriptor), number: number)
          release(descriptor)
        }
      } else {
        release(descriptor)
      }
    }
    System.close(listener)
  }

  /// Under the lock: `stop` must not meet a number that already names somebody else's socket.
  private func release(_ descriptor: Int32) {
    state.withLock { state in
      state.open.remove(descriptor)
      System.close(descriptor)
    }
  }

  private func serve(_ peer: WirePeer, number: Int) {
    switch greeting(number) {
    case .plain: break
    case .secure(let context):
      guard peer.secure(context) else { return }
    case .script(let script):
      // Unread bytes would turn an orderly end into a reset.
      if !peer.readSome().isEmpty, peer.play(script.steps) { peer.end(script.end) }
      return
    }
    var turn = 0
    while peer.readHead() {
      let request = note(turn: turn)
      let wanted = answer(self, request)
      let script = request.number == 0 ? .ok : wanted
      guard peer.play(script.steps) else { return }
      switch script.end {
      case .keepOpen: break
      case .timeOut(let idle, let delay):
        guard peer.isSilent(for: idle) else { break }
        Thread.sleep(forTimeInterval: delay / .seconds(1))
        return
      case .close, .cut, .reset:
        peer.end(script.end)
        return
      }
      turn += 1
    }
  }

  private func note(turn: Int) -> Request {
    let now = MonotonicTime.now
    return state.withLock { state in
      state.arrivals.append(now)
      return Request(number: state.arrivals.count - 1, turn: turn)
    }
  }
}
