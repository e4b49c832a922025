import Foundation
import Synchronization
import TestSupport

@testable import LoadEngine

/// A server that keeps to scripts and not to HTTP, over http and https, with a thread for each connection.
///
/// It counts what it is sent, so that a hidden retry and a connection that is used again show.
final class FaultyServer: Sendable {
  /// A request whose head was read to its end.
  struct Request: Sendable {
    /// Among all that came, from 0: that is the pre-flight's, which is answered well whatever the script.
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

  private let server: RawServer
  private let greeting: Greeting
  private let answer: Answer
  private let journal = Mutex<[MonotonicTime]>([])
  let scheme: WireScheme

  var port: Int { server.port }
  /// Accepted so far.
  var connections: Int { server.accepted }
  var requests: Int { arrivals.count }
  /// When requests came, the pre-flight's included.
  var arrivals: [MonotonicTime] { journal.withLock { $0 } }

  private init(_ scheme: WireScheme, greeting: @escaping Greeting, answer: @escaping Answer) throws {
    self.scheme = scheme
    self.greeting = greeting
    self.answer = answer
    // No test waits longer for either end.
    server = try RawServer(patience: 60)
  }

  /// Runs `body` with a server that is stopped afterwards.
  ///
  /// - Parameter greeting: Without it, a connection begins as the scheme has it.
  static func with<R: Sendable>(
    _ scheme: WireScheme, greeting: Greeting? = nil, answer: @escaping Answer,
    _ body: (FaultyServer) async throws -> R
  ) async throws -> R {
    let context = try scheme.identity().map { try TLSContext($0) }
    let usual: Greeting = { _ in context.map { .secure($0) } ?? .plain }
    let faulty = try FaultyServer(scheme, greeting: greeting ?? usual, answer: answer)
    faulty.server.start { faulty.serve($0, number: $1) }
    return try await withCleanUp({ await faulty.server.stop() }) { try await body(faulty) }
  }

  /// From now on connections are refused.
  func stopListening() { server.stopListening() }

  private func serve(_ peer: RawSocket, number: Int) {
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
    while peer.readHead().hasSuffix("\r\n\r\n") {
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
    return journal.withLock { arrivals in
      arrivals.append(now)
      return Request(number: arrivals.count - 1, turn: turn)
    }
  }
}

extension RawSocket {
  /// Follows the script to its end; false when the client went away before.
  fileprivate func play(_ steps: [WireScript.Step]) -> Bool {
    steps.allSatisfy { step in
      switch step {
      case .send(let text): return send(text)
      case .flood(let text, let times):
        let bytes = Array(text.utf8)
        return (0..<times).allSatisfy { _ in send(bytes) }
      // A client that waits for an answer sends nothing: whatever comes is its end.
      case .pause(let duration): return isSilent(for: duration)
      }
    }
  }

  /// Prepares what closing will do.
  fileprivate func end(_ end: WireScript.End) {
    switch end {
    case .keepOpen, .cut, .timeOut: break
    case .close: announceEnd()
    case .reset: resetAtClose()
    }
  }
}
