/// Finds out which of several addresses take connections, before any call depends on it (RFC 8305, 5).
///
/// An attempt begins when the one before has ended, or after 250 ms. Those that are still silent 250 ms after the first
/// connected, and all have begun, are taken for dead. Confined to its loop.
public final class AddressRace: TimerHandler {
  /// Between the beginnings of two attempts, and what the last one has when another has connected (RFC 8305, 8).
  private static let stagger = Duration.milliseconds(250)

  private let addresses: [SocketAddress]
  private let loop: EventLoop
  private let end: MonotonicTime
  /// For each address, `nil` while it is not known.
  private var results: [Bool?]
  private var attempts: [Attempt] = []
  private var lastStart = MonotonicTime.now
  private var firstConnected: MonotonicTime?
  private var timer: TimerID?
  private var completion: CheckedContinuation<[Bool], Never>?
  private var isOver = false

  private init(_ addresses: [SocketAddress], within patience: Duration, on loop: EventLoop) {
    self.addresses = addresses
    self.loop = loop
    end = .now + patience
    results = addresses.map { _ in nil }
  }

  /// Opens a connection to each address and closes it again.
  ///
  /// - Parameter patience: The longest that it may take while none connects.
  /// - Returns: For each address, whether it connected. Cancelled, it returns what is known.
  public static func live(
    among addresses: [SocketAddress], within patience: Duration, on loop: EventLoop
  ) async -> [Bool] {
    let race = await loop.run { LoopBound(AddressRace(addresses, within: patience, on: loop), to: loop) }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { completion in
        loop.execute {
          race.value.completion = completion
          // A cancellation may have come first.
          if race.value.isOver { race.value.finish() } else { race.value.advance() }
        }
      }
    } onCancel: {
      loop.execute { race.value.finish() }
    }
  }

  /// One address's connection on trial.
  private final class Attempt: TCPStreamDelegate {
    let index: Int
    unowned let race: AddressRace
    var stream: TCPStream?

    init(_ index: Int, of race: AddressRace) {
      self.index = index
      self.race = race
    }

    func streamConnected() {
      stream?.close()
      race.ended(index, connected: true)
    }
    func streamSecured() {}
    func streamReceived(_ bytes: UnsafeRawBufferPointer) {}
    func streamEnded(_ end: StreamEnd) { race.ended(index, connected: false) }
  }

  private func ended(_ index: Int, connected: Bool) {
    guard results[index] == nil else { return }
    results[index] = connected
    if connected, firstConnected == nil { firstConnected = .now }
    advance()
  }

  private func advance() {
    let now = MonotonicTime.now
    while attempts.count < addresses.count,
      now >= lastStart + Self.stagger || results.prefix(attempts.count).allSatisfy({ $0 != nil })
    {
      start(attempts.count)
    }
    let hasAllBegun = attempts.count == addresses.count
    let last = hasAllBegun ? firstConnected.map { max($0, lastStart) + Self.stagger } ?? end : end
    if results.allSatisfy({ $0 != nil }) || now >= min(last, end) {
      finish()
    } else {
      if let timer { _ = loop.cancelTimer(timer) }
      timer = loop.startTimer(at: min(last, hasAllBegun ? end : lastStart + Self.stagger), for: self)
    }
  }

  private func start(_ index: Int) {
    let attempt = Attempt(index, of: self)
    attempts.append(attempt)
    lastStart = .now
    do {
      attempt.stream = try TCPStream(connectingTo: addresses[index], on: loop, delegate: attempt)
    } catch {
      results[index] = false
    }
  }

  func timerFired() {
    timer = nil
    advance()
  }

  private func finish() {
    isOver = true
    if let timer { _ = loop.cancelTimer(timer) }
    timer = nil
    for attempt in attempts { attempt.stream?.close() }
    let waiting = completion
    completion = nil
    waiting?.resume(returning: results.map { $0 ?? false })
  }
}
