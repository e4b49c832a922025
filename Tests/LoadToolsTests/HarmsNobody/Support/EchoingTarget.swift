import AgentContracts
import Foundation
import LoadEngine
import Synchronization
import TestSupport

/// An agent that repeats what it was told wherever it may say something: in the words of its statuses, in headers, bodies,
/// names and its health.
///
/// Without the engine's own server, which says the usual words for a status.
final class EchoingTarget: Sendable {
  /// The token that it answers a log-in with, and repeats from then on.
  static let issued = "eN3jKs8pLw1.Yd6tFq4gHx9_Zr2bMv7c"

  private struct State {
    var requests = 0
    var hanging = 0
    var hasIssued = false
  }

  let url: String
  private let secrets: [String]
  private let hangs: Bool
  private let state = Mutex(State())

  private init(url: String, secrets: [String], hangs: Bool) {
    self.url = url
    self.secrets = secrets
    self.hangs = hangs
  }

  /// Calls that are left without an answer at the moment.
  var hanging: Int { state.withLock(\.hanging) }
  var requests: Int { state.withLock(\.requests) }

  /// Runs `body` with a target that is stopped afterwards.
  ///
  /// - Parameter hangs: Messages are left without an answer once the trial is over.
  static func with<R>(
    _ secrets: [String], hangs: Bool = false, _ body: (EchoingTarget) async throws -> R
  ) async throws -> R {
    let server = try RawServer(patience: 60)
    let target = EchoingTarget(url: "http://127.0.0.1:\(server.port)", secrets: secrets, hangs: hangs)
    server.start { peer, _ in target.serve(peer) }
    return try await withCleanUp({ await server.stop() }) { try await body(target) }
  }

  private func serve(_ peer: RawSocket) {
    while let path = peer.readRequest() {
      let number = state.withLock { state in
        state.requests += 1
        return state.requests
      }
      if hangs, number > 30, path.hasSuffix("/message") {
        state.withLock { $0.hanging += 1 }
        // Until the caller or the test ends it.
        _ = peer.isSilent(for: .seconds(60))
        state.withLock { $0.hanging -= 1 }
        return
      }
      guard peer.send(answer(to: path, number)) else { return }
    }
  }

  private func answer(to path: String, _ number: Int) -> String {
    let (status, type, body) = content(of: path, number)
    let said = known.joined(separator: " ")
    // What may stand on a line of a head.
    let line = said.unicodeScalars.reduce(into: "") { line, scalar in
      if scalar.value >= 0x20, scalar.value != 0x7F { line.unicodeScalars.append(scalar) }
    }
    let basic = Data(secrets.joined(separator: ":").utf8).base64EncodedString()
    return "HTTP/1.1 \(status) Said \(line) \(basic)\r\nX-Said: \(line)\r\nX-Basic: Basic \(basic)\r\n"
      + "Content-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  /// With the token once it was issued.
  private var known: [String] { secrets + (state.withLock(\.hasIssued) ? [Self.issued] : []) }

  private func content(of path: String, _ number: Int) -> (status: Int, type: String, body: String) {
    let words = JSON.string((known + known.map(Self.percentEncoded)).joined(separator: " "))
    let names = JSON.array(known.map(JSON.string))
    switch path {
    case "/auth/login":
      state.withLock { $0.hasIssued = true }
      return json(["access_token": .string(Self.issued), "expires_in": 3600])
    case "/health": return json(["status": words])
    case "/conversation/start": return json(["conversation_id": "c1", "phase": "greeting", "note": words])
    case "/metrics/circuit-breakers": return json(["open_circuits": names, "changes": changes(number)])
    case _ where path.hasSuffix("/message"): return json(["response": words, "phase": words])
    case _ where path.hasSuffix("/end"): return json(["note": words])
    default:
      // Not the token, which no form of these changes. Short: a body is kept in part, and half a form is none.
      let form = Self.forms[number % Self.forms.count]
      let said = secrets.shuffled().prefix(2).map(form).joined(separator: " ")
      return (500 + number % 20, "text/plain", "Said \(said)")
    }
  }

  private func changes(_ number: Int) -> JSON {
    JSON.array(
      known.map { name in
        JSON.object([
          ("breaker", .string(name)), ("number", .integer(number)), ("state", "open"), ("seconds_ago", 0),
          ("failures", 5),
        ])
      })
  }

  private func json(_ body: JSON) -> (status: Int, type: String, body: String) {
    (200, "application/json", String(decoding: body.bytes, as: UTF8.self))
  }

  // MARK: Forms

  /// As it is; in JSON (RFC 8259), with letters beyond ASCII as they are and escaped; in a path, and in a form.
  private static let forms: [@Sendable (String) -> String] = [
    { $0 }, { EchoingTarget.escaped($0) },
    { EchoingTarget.escaped($0).replacing("é", with: "\\u00e9").replacing("ñ", with: "\\u00F1") },
    { EchoingTarget.percentEncoded($0) }, { EchoingTarget.percentEncoded($0).lowercased() },
    { EchoingTarget.percentEncoded($0).replacing("%20", with: "+") },
  ]

  private static func escaped(_ text: String) -> String {
    String(decoding: JSON.string(text).bytes.dropFirst().dropLast(), as: UTF8.self)
  }

  private static func percentEncoded(_ text: String) -> String {
    text.utf8.map { byte in
      PathSegment.isUnreserved(byte)
        ? String(UnicodeScalar(byte)) : (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }
}

extension RawSocket {
  /// The path of the next request, once that came whole; `nil` when none comes.
  fileprivate func readRequest() -> String? {
    var bytes: [UInt8] = []
    var length: Int?
    while length.map({ bytes.count < $0 }) ?? true {
      let part = readSome()
      guard !part.isEmpty else { return nil }
      bytes += part
      if length == nil, let end = bytes.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound {
        let head = String(decoding: bytes[..<end], as: UTF8.self)
        let body = head.firstMatch(of: /content-length: *(\d+)/.ignoresCase()).flatMap { Int($0.1) }
        length = end + (body ?? 0)
      }
    }
    let words = bytes.split(separator: UInt8(ascii: " "), maxSplits: 2)
    return words.count == 3 ? String(decoding: words[1], as: UTF8.self) : nil
  }
}
