import Foundation
import TestSupport
import Testing

@testable import LoadEngine

/// A foreign server over http or https.
struct PeerCase: Sendable, CustomTestStringConvertible {
  let server: PeerServer
  let isSecure: Bool

  var testDescription: String { "\(server.name) over \(isSecure ? "https" : "http")" }

  static let all = PeerServer.all.flatMap { server in
    (server.offers(.tls) ? [false, true] : [false]).map { PeerCase(server: server, isSecure: $0) }
  }

  static func offering(_ feature: PeerServer.Feature) -> [PeerCase] { all.filter { $0.server.offers(feature) } }

  /// Runs a body while the server runs; cancels the test, by name, where it is not installed.
  func serve<Result>(
    idleSeconds: Int = 60, largeBytes: Int = 1 << 20, _ body: (PeerProcess.Running) async throws -> Result
  ) async throws -> Result {
    if !server.isInstalled() { try cancel("needs \(server.program)") }
    if isSecure, !TestAuthority.mayBeMade { try cancel("needs openssl") }
    let identity = isSecure ? try TestAuthority.shared.get().server() : nil
    let setting = PeerServer.Setting(identity: identity, idleSeconds: idleSeconds, largeBytes: largeBytes)
    return try await PeerProcess.run { folder, port in
      try folder.write("www/text", PeerServer.text)
      return try await server.launch(setting, folder, port)
    } _: {
      try await body($0)
    }
  }

  /// With a warning: a cancelled case is missing from the test's output.
  private func cancel(_ reason: String) throws -> Never {
    Issue.record("\(testDescription) is not tried: \(reason)", severity: .warning)
    try Test.cancel("\(reason)")
  }

  /// Runs a body with a connection to the running server.
  func connected(
    to port: Int, _ poller: PollerChoice, limits: HTTPLimits = HTTPLimits(),
    _ body: @escaping @Sendable (inout PeerSession) async throws -> Void
  ) async throws {
    let run = { @Sendable (connection: HTTPConnection, _: EventLoop) async throws in
      var session = PeerSession(connection, self)
      try await body(&session)
    }
    if isSecure {
      try await OnLoop.secured(to: port, poller, limits: limits, run)
    } else {
      try await OnLoop.connected(to: port, poller, limits: limits, run)
    }
  }

  /// Starts the server once and gives a body a connection for each poller.
  func withEachPoller(
    limits: HTTPLimits = HTTPLimits(), _ body: @escaping @Sendable (inout PeerSession) async throws -> Void
  ) async throws {
    try await serve { running in
      for poller in PollerChoice.both { try await connected(to: running.port, poller, limits: limits, body) }
    }
  }
}
