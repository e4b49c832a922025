import Foundation
import LoadEngine
import Synchronization
import TestSupport
import Testing

@testable import LoadFixtures

@Suite("A live page and those who look at it", .timeLimit(.minutes(2)))
struct LiveServerTests {
  /// Pages that a test changes.
  private final class Source: Sendable {
    private let page = Mutex(LivePage())

    init() { show(.head, "first") }

    func show(_ place: LivePage.Place, _ text: String) { page.withLock { $0.set(place, HTML(text: text)) } }

    var current: LivePage { page.withLock { $0 } }
  }

  private static func serving<R>(
    _ source: Source, _ body: (LiveServer) async throws -> R
  ) async throws -> R {
    let server = try await LiveServer.start(at: LiveAddress(port: 0), named: "test", page: { source.current })
    return try await withCleanUp({ await server.stop() }) { try await body(server) }
  }

  /// A browser that follows the events.
  private static func follow(_ server: LiveServer) throws -> RawSocket {
    let socket = try RawSocket(connectedTo: server.port)
    socket.send("GET /events HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n\r\n")
    return socket
  }

  /// What it is sent until a text has come; `false` when the text does not come.
  private static func sees(_ text: String, _ socket: RawSocket) async -> Bool {
    await OwnThread.run { socket.read(past: text).contains(text) }
  }

  private static func answer(_ server: LiveServer, _ head: String) async throws -> String {
    let (port, request) = (server.port, Array("\(head)\r\nConnection: close\r\n\r\n".utf8))
    return try await OwnThread.run { Result { try RawSocket.answer(to: request, at: port) } }.get()
  }

  @Test("The page, its script and its style load nothing from elsewhere and are shown in no other page")
  func frame() async throws {
    try await Self.serving(Source()) { server in
      for (path, type) in [("/", "text/html"), ("/live.js", "text/javascript"), ("/live.css", "text/css")] {
        let answer = try await Self.answer(server, "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)")
        #expect(answer.hasPrefix("HTTP/1.1 200 ") && answer.contains("Content-Type: \(type)"))
        #expect(answer.contains("default-src 'none'") && answer.contains("frame-ancestors 'none'"))
        #expect(!answer.lowercased().contains("access-control-allow"))
      }
      #expect(LivePage.Place.allCases.allSatisfy { LivePage.frame.contains("id=\"\($0.rawValue)\"") })
    }
  }

  @Test(
    "Another site's page gets nothing, by whatever name it comes; a link to it works",
    arguments: [
      ("GET /events HTTP/1.1\r\nHost: evil.example", 403), ("GET / HTTP/1.1\r\nHost: evil.example:80", 403),
      ("GET /events HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors", 403),
      ("GET /events HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-site", 403),
      ("GET / HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate", 200),
      ("GET / HTTP/1.1\r\nHost: [::1]:9", 200), ("GET / HTTP/1.1\r\nHost: 127.0.0.2", 200),
      ("GET /else HTTP/1.1\r\nHost: localhost", 404), ("DELETE / HTTP/1.1\r\nHost: localhost", 405),
      ("HEAD /events HTTP/1.1\r\nHost: localhost", 200),
    ])
  func guards(head: String, status: Int) async throws {
    try await Self.serving(Source()) { server in
      let answer = try await Self.answer(server, head)
      #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
    }
  }

  @Test("Ten who look on are sent all at first, and then what changed; one that goes and comes back is sent all again")
  func changes() async throws {
    let source = Source()
    source.show(.verdict, "limits <b>")
    try await Self.serving(source) { server in
      let browsers = try (0..<10).map { _ in try Self.follow(server) }
      defer { for browser in browsers { browser.close() } }
      for browser in browsers { #expect(await Self.sees("limits &lt;b", browser)) }
      source.show(.head, "second")
      for browser in browsers {
        let events = await OwnThread.run { browser.read(past: "second") }
        #expect(events.contains("second") && !events.contains("limits"), "\(events)")
      }
      let again = try Self.follow(server)
      defer { again.close() }
      #expect(await Self.sees("limits", again))
    }
  }

  @Test("One that reads nothing holds up neither the others nor the end")
  func stalled() async throws {
    let source = Source()
    source.show(.heat, String(repeating: "x", count: 8 << 20))
    let server = try await LiveServer.start(at: LiveAddress(port: 0), named: "test", page: { source.current })
    let stalled = try Self.follow(server)
    defer { stalled.close() }
    let other = try Self.follow(server)
    defer { other.close() }
    #expect(await OwnThread.run { !other.readSome().isEmpty })
    // It returns: what waits for the one that does not read is given up.
    await server.stop()
  }

  @Test("Before a process ends each browser is sent the last page, and a Prometheus that looks often scrapes once more")
  func settled() async throws {
    let source = Source()
    try await Self.serving(source) { server in
      let browsers = try (0..<3).map { _ in try Self.follow(server) }
      defer { for browser in browsers { browser.close() } }
      for browser in browsers { #expect(await Self.sees("first", browser)) }
      source.show(.head, "the end")
      await server.settle()
      for browser in browsers { #expect(await Self.sees("the end", browser)) }
    }
    let scrapes = Mutex(0)
    let server = try await LiveServer.start(
      at: LiveAddress(port: 0), named: "test",
      metrics: {
        scrapes.withLock { $0 += 1 }
        return []
      })
    // Nobody looks on: it does not wait.
    await server.settle()
    let scraper = Task {
      while !Task.isCancelled {
        _ = try? await Self.answer(server, "GET /metrics HTTP/1.1\r\nHost: localhost")
        try await Task.sleep(for: .milliseconds(300))
      }
    }
    while scrapes.withLock({ $0 }) < 3 { try await Task.sleep(for: .milliseconds(10)) }
    let before = scrapes.withLock { $0 }
    await server.settle()
    let after = scrapes.withLock { $0 }
    scraper.cancel()
    _ = await scraper.result
    await server.stop()
    #expect(after > before)
  }

  @Test("No more than a hundred at once, and a place is free again when one has gone")
  func bounded() async throws {
    try await Self.serving(Source()) { server in
      var browsers = try (0..<100).map { _ in try Self.follow(server) }
      defer { for browser in browsers { browser.close() } }
      for browser in browsers { #expect(await Self.sees("first", browser)) }
      let more = try Self.follow(server)
      #expect(await OwnThread.run { more.read(until: "\r\n\r\n") }.hasPrefix("HTTP/1.1 503 "))
      more.close()
      browsers.removeLast().close()
      var isFree = false
      for _ in 0..<200 where !isFree {
        let again = try Self.follow(server)
        isFree = await OwnThread.run { again.read(until: "\r\n\r\n") }.hasPrefix("HTTP/1.1 200 ")
        if isFree { browsers.append(again) } else { again.close() }
        try await Task.sleep(for: .milliseconds(20))
      }
      #expect(isFree)
    }
  }

  @Test(
    "Where it listens", arguments: [("8080", "127.0.0.1", 8080), ("0.0.0.0:81", "0.0.0.0", 81), ("[::1]:0", "::1", 0)])
  func addresses(text: String, host: String, port: Int) {
    let address = LiveAddress(text)
    #expect(address?.host == host && address?.port == port)
  }

  @Test("What is no address", arguments: ["", "x", "70000", "-1", "+1", "host:80", ":80", "1.2.3.4", "8080 "])
  func noAddress(text: String) { #expect(LiveAddress(text) == nil) }

  @Test("A port that another has is an error that says what to do")
  func taken() async throws {
    try await Self.serving(Source()) { server in
      let address = LiveAddress(port: server.port)
      let error = await #expect(throws: ConfigurationError.self) {
        _ = try await LiveServer.start(at: address, named: "LOAD_WEB_PORT", metrics: { [] })
      }
      #expect(error?.variable == "LOAD_WEB_PORT")
    }
  }
}
