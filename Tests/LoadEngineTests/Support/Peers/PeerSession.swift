import Testing

@testable import LoadEngine

/// Calls on one connection, each held to this: it connects when the one before was the last of its connection, and
/// only then.
struct PeerSession {
  let connection: HTTPConnection
  private let isSecure: Bool
  private var isReusable = false

  init(_ connection: HTTPConnection, _ peer: PeerCase) {
    self.connection = connection
    isSecure = peer.isSecure
  }

  /// Makes a call that must be answered.
  mutating func call(
    _ method: String, _ path: String, headers: [(String, String)] = [], body: [UInt8]? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> HTTPResponse {
    let outcome = await attempt(method, path, headers: headers, body: body)
    let response = try outcome.result.get()
    let timings = outcome.timings
    #expect((timings.connected == nil) == isReusable, "\(method) \(path)", sourceLocation: sourceLocation)
    #expect((timings.secured != nil) == (isSecure && !isReusable), sourceLocation: sourceLocation)
    isReusable = response.keepAlive
    if !isReusable { #expect(!connection.isConnected, "\(method) \(path)", sourceLocation: sourceLocation) }
    return response
  }

  /// Makes a call that may fail.
  func attempt(
    _ method: String, _ path: String, headers: [(String, String)] = [], body: [UInt8]? = nil
  ) async -> CallOutcome {
    do {
      let request = try Samples.request(method, path, headers: headers, body: body)
      let isLast = headers.contains { HeaderLines.endsConnection($0.0, $0.1) }
      return await connection.call(
        request, isHEAD: method == "HEAD", isLast: isLast, deadline: .now + .seconds(30))
    } catch {
      preconditionFailure("\(error)")
    }
  }

  /// Waits until the server has ended the connection.
  mutating func awaitEnd(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let connection = connection
    #expect(try await OnLoop.eventually { !connection.isConnected }, sourceLocation: sourceLocation)
    isReusable = false
  }

  /// Takes note that the server ended the connection, of which the client does not know yet.
  mutating func endUnseen(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(connection.isConnected, sourceLocation: sourceLocation)
    isReusable = false
  }

  /// Shows that the connection is in order, or is replaced if it had to be closed.
  mutating func greet(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let response = try await call("GET", "/hello.txt", sourceLocation: sourceLocation)
    #expect(response.status == 200, sourceLocation: sourceLocation)
    #expect(response.body == Array("hello".utf8), sourceLocation: sourceLocation)
  }
}
