import Foundation
import LoadEngine

/// The page as all who look on are sent it: made and written once for all of them, and only while there are any.
actor LiveFeed: Lookers {
  /// A part as it is sent, `"place":"markup"` in JSON, and in which making of the page it changed last.
  struct Part {
    var text: String
    var bytes: [UInt8]
    var version: Int
  }

  private let make: @Sendable () async -> LivePage
  private var parts: [String: Part] = [:]
  private var version = 0
  private var due = MonotonicTime(nanoseconds: 0)
  private var readers: [Weak] = []

  private struct Weak {
    weak var reader: Reader?
  }

  /// Browsers at once; a page that is forgotten in a hundred tabs must not cost the load anything.
  private static let mostStreams = 100
  static let interval = Duration.seconds(1)
  /// How often a stream looks whether there is news.
  private static let step = Duration.milliseconds(250)
  /// Streams that have no news say so, so that one whose other end is gone is noticed.
  private static let silence = Duration.seconds(15)

  init(_ make: @escaping @Sendable () async -> LivePage) { self.make = make }

  /// What changed since a making of the page, by the page as it is now, not older than a second; one that takes long to make
  /// is made less often, every five seconds at least, so that it does not take more than a hundredth of a core.
  private func changes(since last: Int) async -> (version: Int, parts: [[UInt8]]) {
    let now = MonotonicTime.now
    if now >= due {
      // Before it is awaited: others that ask meanwhile get the one before.
      due = now + Self.interval
      let made = await make().parts
      version += 1
      for (place, text) in made where parts[place]?.text != text {
        guard let json = try? JSONEncoder().encode([place: text]) else { continue }
        parts[place] = Part(text: text, bytes: Array(json.dropFirst().dropLast()), version: version)
      }
      due = max(due, now + min(.seconds(5), .nanoseconds(100 * (MonotonicTime.now - now))))
    }
    return (version, parts.values.filter { $0.version > last }.map(\.bytes))
  }

  /// Makes the page anew and waits until each browser was sent it, for two seconds at most.
  func settle() async {
    due = MonotonicTime(nanoseconds: 0)
    let (last, _) = await changes(since: version)
    let end = MonotonicTime.now + .seconds(2)
    while MonotonicTime.now < end {
      var isSeen = true
      for reader in readers.compactMap(\.reader) where await reader.sent < last { isSeen = false }
      if isSeen { break }
      do { try await Task.sleep(for: .milliseconds(20)) } catch { return }
    }
    // What was handed over last is on its way.
    if !readers.isEmpty { try? await Task.sleep(for: .milliseconds(100)) }
  }

  /// An answer without end: server-sent events, each with the parts that changed.
  func stream() -> HTTPServerReply {
    // Whose browser has gone is gone with its answer.
    readers.removeAll { $0.reader == nil }
    guard readers.count < Self.mostStreams else { return HTTPServerReply(status: 503) }
    let reader = Reader(self)
    readers.append(Weak(reader: reader))
    return HTTPServerReply(
      status: 200, headers: [("Content-Type", "text/event-stream; charset=utf-8")] + LiveServer.guards,
      rest: { await reader.next() })
  }

  /// One browser: how far it was sent.
  private actor Reader {
    private let feed: LiveFeed
    private(set) var sent = 0

    init(_ feed: LiveFeed) { self.feed = feed }

    /// The next event; `nil` once the browser is gone.
    func next() async -> [UInt8]? {
      let start = MonotonicTime.now
      while !Task.isCancelled {
        let (version, parts) = await feed.changes(since: sent)
        sent = version
        if !parts.isEmpty {
          return Array("data: {".utf8) + parts.joined(separator: [UInt8(ascii: ",")]) + Array("}\n\n".utf8)
        }
        if MonotonicTime.now - start > LiveFeed.silence.wholeNanoseconds { return Array(": nothing new\n\n".utf8) }
        do { try await Task.sleep(for: LiveFeed.step) } catch { return nil }
      }
      return nil
    }
  }
}
