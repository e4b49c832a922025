/// What a proxy does to the connections that it carries; nothing at all unless asked for.
public struct WireFaults: Sendable, Equatable {
  /// What happens to the bytes of one direction.
  public struct Direction: Sendable, Equatable {
    /// Added to the way of each byte.
    public var latency: Duration
    /// Up to so much more, drawn evenly for each piece; pieces stay in order.
    public var jitter: Duration
    /// As a line of that speed has it: bytes wait for those before them, and whoever sends faster has to wait as well.
    /// Above 0; `nil` for no limit.
    public var bytesPerSecond: Double?
    /// Bytes are passed on in pieces of that size, each a millisecond after the last; `nil` for as they come.
    public var pieces: Int?
    /// After so many bytes of a connection it is cut; `nil` for never.
    public var cutAfter: Int?
    /// How much later than its last byte the end of a connection arrives; 0 or more.
    public var closeDelay: Duration

    public init(
      latency: Duration = .zero, jitter: Duration = .zero, bytesPerSecond: Double? = nil, pieces: Int? = nil,
      cutAfter: Int? = nil, closeDelay: Duration = .zero
    ) {
      precondition(
        latency >= .zero && jitter >= .zero && bytesPerSecond ?? 1 > 0 && pieces ?? 1 > 0 && cutAfter ?? 0 >= 0
          && closeDelay >= .zero, "a fault of the wire is out of its range")
      self.latency = latency
      self.jitter = jitter
      self.bytesPerSecond = bytesPerSecond
      self.pieces = pieces
      self.cutAfter = cutAfter
      self.closeDelay = closeDelay
    }

    var isPlain: Bool { self == Direction() }
  }

  public var toTarget = Direction()
  public var toClient = Direction()
  /// The share of connections that are reset when the client next sends something, 0 to 1.
  public var resetShare = 0.0
  /// The share of connections whose bytes vanish, 0 to 1.
  public var blackHoleShare = 0.0
  /// Nobody listens, and what is open is reset.
  public var refuses = false
  /// What is done to requests of HTTP, each by the first rule that matches it. Connections that speak something else,
  /// TLS included, are passed on as they are.
  public var rules: [HTTPRule] = []

  public init() {}
}

/// The timing of one direction of one connection, as a value: it says when bytes that come now are due at the other side.
struct WireTiming: Sendable {
  /// When a line of limited speed has sent all that came before.
  private var lineIsFree: MonotonicTime?
  private var lastDue: MonotonicTime?

  /// The pieces in which so many bytes are passed on, and when each is due. Never before what came earlier.
  ///
  /// - Parameter unit: Draws from 0 up to 1.
  mutating func pieces(
    of count: Int, at now: MonotonicTime, by faults: WireFaults.Direction, unit: () -> Double
  ) -> [(bytes: Int, due: MonotonicTime)] {
    // A slow line delivers as it sends and not all at the end: fifty pieces a second, none of them tiny.
    let size = faults.pieces ?? faults.bytesPerSecond.map { max(64, Int($0 / 50)) } ?? count
    var pieces: [(bytes: Int, due: MonotonicTime)] = []
    var left = count
    while left > 0 {
      let bytes = min(size, left)
      left -= bytes
      var sent = now
      if let speed = faults.bytesPerSecond {
        sent = max(lineIsFree ?? now, now) + .nanoseconds(Int64(Double(bytes) / speed * 1e9))
        lineIsFree = sent
      }
      let delay = faults.latency + (faults.jitter > .zero ? faults.jitter * unit() : .zero)
      let gap: Duration = faults.pieces != nil && !pieces.isEmpty ? .milliseconds(1) : .zero
      let due = max(sent + delay, lastDue.map { $0 + gap } ?? now)
      lastDue = due
      pieces.append((bytes, due))
    }
    return pieces
  }

  /// When an end that comes now is due.
  func end(at now: MonotonicTime, by faults: WireFaults.Direction) -> MonotonicTime {
    max(now + faults.latency, lastDue ?? now) + faults.closeDelay
  }
}
