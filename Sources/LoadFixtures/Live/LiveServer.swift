import Foundation
import LoadEngine

/// Serves what happens now, on a loop of its own: pages to browsers that are told of each change, metrics to Prometheus.
package final class LiveServer: Sendable {
  private let server: HTTPServer
  private let loop: EventLoop
  private let address: LiveAddress
  private let lookers: any Lookers

  private init(_ server: HTTPServer, _ loop: EventLoop, _ address: LiveAddress, _ lookers: any Lookers) {
    (self.server, self.loop, self.address, self.lookers) = (server, loop, address, lookers)
  }

  /// Waits until those who look on have seen what there is to see now: a process may end right after its last run. For some
  /// seconds at most, and not at all where nobody looks on.
  func settle() async { await lookers.settle() }

  /// Answers a request that may be answered; `nil` where there is nothing.
  typealias Handler = @Sendable (HTTPRequest) async -> HTTPServerReply?

  /// Listens until ``stop()``. Only GET and HEAD are answered, and no page of another site is.
  ///
  /// - Parameter variable: Where the address was told.
  /// - Throws: ``ConfigurationError`` when the port cannot be had.
  static func start(
    at address: LiveAddress, named variable: String, seenBy lookers: any Lookers, _ handler: @escaping Handler
  ) async throws -> LiveServer {
    let loop = try EventLoop(name: "live")
    do {
      let server = try await HTTPServer.start(
        host: address.host, port: address.port, loops: [loop], limits: HTTPLimits(maxBodyBytes: 0),
        bounds: HTTPServerBounds(connections: Self.mostConnections)
      ) { request in
        guard ["GET", "HEAD"].contains(request.method) else {
          return HTTPServerReply(status: 405, headers: [("Allow", "GET, HEAD")])
        }
        guard Self.isFromHere(request, address) else { return HTTPServerReply(status: 403) }
        return await handler(request) ?? HTTPServerReply(status: 404)
      }
      return LiveServer(server, loop, address, lookers)
    } catch {
      await loop.shutDown()
      throw ConfigurationError(
        variable: variable, value: "\(address.host):\(address.port)", reason: "\(error)", allowed: LiveAddress.allowed)
    }
  }

  /// Whether a request is none that a page of another site made a browser send: by what browsers say of it, and by the name
  /// that it asks for, which a foreign name that leads to this machine (DNS rebinding) is not.
  private static func isFromHere(_ request: HTTPRequest, _ address: LiveAddress) -> Bool {
    let isNavigation = request.headers["Sec-Fetch-Mode"] == "navigate"
    let site = request.headers["Sec-Fetch-Site"]
    guard site == nil || site == "same-origin" || site == "none" || isNavigation else { return false }
    guard let authority = request.headers["Host"] else { return false }
    let host = authority.hasPrefix("[") ? authority.prefix { $0 != "]" }.dropFirst() : authority.prefix { $0 != ":" }
    // From elsewhere by an address, which no foreign name stands for, or by this machine's own name.
    if !address.isLoopback, IPAddress(String(host)) != nil || host.lowercased() == Self.machine { return true }
    return host.lowercased() == "localhost" || IPAddress(String(host)).map(TargetPolicy.network) == .loopback
  }

  /// Those of the streams and as many for the rest of their pages: what looks on is not to take the load's descriptors.
  private static let mostConnections = 200
  private static let machine = ProcessInfo.processInfo.hostName.lowercased()

  /// For people: where it is to be found.
  package var url: String {
    let host = address.host.contains(":") ? "[\(address.host)]" : address.host
    return "http://\(host):\(server.port)"
  }

  package var port: Int { server.port }

  package func stop() async {
    await server.stop()
    await loop.shutDown()
  }
}

extension LiveServer {
  /// Serves metrics at /metrics.
  ///
  /// - Parameter families: Asked at each scrape.
  static func start(
    at address: LiveAddress, named variable: String, metrics families: @escaping @Sendable () async -> [MetricFamily]
  ) async throws -> LiveServer {
    let scrapes = Scrapes()
    return try await start(at: address, named: variable, seenBy: scrapes) { request in
      guard request.path == "/metrics" else { return nil }
      await scrapes.note()
      let format = ExpositionFormat(accept: request.headers["Accept"])
      return HTTPServerReply(
        status: 200, headers: [("Content-Type", format.contentType)], body: Array(format.text(await families()).utf8))
    }
  }

  /// Serves a page whose parts are sent to each browser as they change.
  ///
  /// - Parameter page: Asked once an interval while anybody looks on.
  static func start(
    at address: LiveAddress, named variable: String, page: @escaping @Sendable () async -> LivePage
  ) async throws -> LiveServer {
    let feed = LiveFeed(page)
    return try await start(at: address, named: variable, seenBy: feed) { request in
      switch request.path {
      case "/": Self.reply("text/html", LivePage.frame)
      case "/live.js": Self.reply("text/javascript", LivePage.script)
      case "/live.css": Self.reply("text/css", HTML(ReportStyle.css).markup + LivePage.style)
      case "/events": await feed.stream()
      default: nil
      }
    }
  }

  private static func reply(_ type: String, _ text: String) -> HTTPServerReply {
    HTTPServerReply(
      status: 200, headers: [("Content-Type", "\(type); charset=utf-8")] + guards, body: Array(text.utf8))
  }

  /// What keeps others' pages from embedding this one or reading it, and it from loading anything from elsewhere.
  static let guards = [
    (
      "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'"
    ),
    ("Cross-Origin-Resource-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"), ("Cache-Control", "no-store"),
  ]
}

/// Who looks on at a server.
protocol Lookers: Sendable {
  func settle() async
}

/// The times at which somebody has scraped.
private actor Scrapes: Lookers {
  private var last: MonotonicTime?
  private var interval = Duration.zero
  private var count = 0

  /// Prometheus' usual interval; who looks less often may miss the end.
  private static let longestWait = Duration.seconds(15)

  func note() {
    let now = MonotonicTime.now
    if let last { interval = .nanoseconds(now - last) }
    (last, count) = (now, count + 1)
  }

  /// Waits for the next one, for half as long again as it took from the one before the last to the last.
  func settle() async {
    guard count > 1, interval <= Self.longestWait else { return }
    let (before, end) = (count, MonotonicTime.now + interval * 1.5)
    while count == before, MonotonicTime.now < end {
      do { try await Task.sleep(for: .milliseconds(20)) } catch { return }
    }
  }
}
