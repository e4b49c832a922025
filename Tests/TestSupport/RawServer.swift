import Foundation
import LoadEngine
import Synchronization

/// A server on 127.0.0.1 without HTTP: each connection gets a thread that follows a script.
public final class RawServer: Sendable {
  /// What to do with a connection, given its number from 0; it is closed afterwards.
  public typealias Script = @Sendable (RawSocket, Int) -> Void

  private struct State {
    var open: Set<Int32> = []
    var accepted = 0
    var isOver = false
  }

  private let listener: RawSocket
  private let patience: Int
  private let state = Mutex(State())
  private let threads = DispatchGroup()
  /// Where it listens.
  public let port: Int

  /// Connections accepted so far.
  public var accepted: Int { state.withLock { $0.accepted } }

  /// Listens; nothing is accepted before ``start(_:)``.
  ///
  /// - Parameter patience: Seconds without a byte after which a script's read or write is given up.
  public init(patience: Int = 5) throws {
    self.patience = patience
    listener = try RawSocket(boundTo: 0)
    port = listener.port
    guard listen(listener.descriptor, 1024) == 0 else { throw SystemError("listen", errno: errno) }
  }

  /// Runs a body while a server follows the script.
  public static func run<R>(_ script: @escaping Script, _ body: (RawServer) async throws -> R) async throws -> R {
    let server = try RawServer()
    server.start(script)
    return try await withCleanUp({ await server.stop() }) { try await body(server) }
  }

  /// Accepts connections from now on.
  public func start(_ script: @escaping Script) {
    startThread { [self] in accept(script) }
  }

  /// From now on connections are refused.
  public func stopListening() {
    // Wakes the accepting thread, which then closes the listener.
    shutdown(listener.descriptor, Int32(SHUT_RDWR))
  }

  /// Ends all connections and waits for their scripts.
  public func stop() async {
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

  private func accept(_ script: @escaping Script) {
    while true {
      let descriptor = System.accept(listener.descriptor, blocks: true)
      if descriptor < 0 {
        if errno == EINTR || errno == ECONNABORTED { continue }
        break
      }
      let number = state.withLock { state in
        state.open.insert(descriptor)
        defer { state.accepted += 1 }
        return state.isOver ? nil : state.accepted
      }
      if let number {
        startThread { [self] in
          script(RawSocket(descriptor, patience: patience), number)
          release(descriptor)
        }
      } else {
        release(descriptor)
      }
    }
    listener.close()
  }

  /// Under the lock: `stop` must not meet a number that already names somebody else's socket.
  private func release(_ descriptor: Int32) {
    state.withLock { state in
      state.open.remove(descriptor)
      close(descriptor)
    }
  }
}
