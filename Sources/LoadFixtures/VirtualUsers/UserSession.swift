import LoadEngine

/// The strings by which a driver moves one user: when to begin, when to stop. Confined to the user's loop.
final class UserSession {
  /// Numbers the users of a run in the order of their start.
  let number: Int
  let transport: any Transport
  let lane: SampleLane
  private let loop: EventLoop

  /// No further iteration.
  private(set) var isRetired = false
  /// No further call either.
  private(set) var isOver = false
  /// What the last log-in brought; lives here because calls side by side share it.
  var token: String?
  /// When the next call was due, where the model says so; taken by that call.
  var due: MonotonicTime?
  private var requestIDs: SeededGenerator
  private static let hexadecimal = Array("0123456789abcdef".utf8)

  private var napTimer: TimerID?
  private var parked: UnsafeContinuation<MonotonicTime?, Never>?

  /// - Parameters:
  ///   - token: Given from outside, in place of a log-in.
  ///   - requestIDs: Seeded for this user alone, apart from the stream that its choices are drawn from.
  init(
    number: Int, transport: any Transport, lane: SampleLane, loop: EventLoop, token: String?,
    requestIDs: SeededGenerator
  ) {
    self.token = token
    self.number = number
    self.requestIDs = requestIDs
    self.transport = transport
    self.lane = lane
    self.loop = loop
  }

  /// Takes the instant at which the call that is now made was due.
  func takeDue() -> MonotonicTime? {
    defer { due = nil }
    return due
  }

  /// A fresh random UUID (version 4, RFC 9562) in its text form.
  func nextRequestID() -> String {
    let high = requestIDs.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    let low = requestIDs.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for digit in 0..<32 {
      if [8, 12, 16, 20].contains(digit) { text.append(UInt8(ascii: "-")) }
      let word = digit < 16 ? high : low
      text.append(Self.hexadecimal[Int(word >> UInt64(60 - 4 * (digit % 16)) & 0xF)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Lets the iteration at hand come to its end, then ends the user.
  func retire() {
    isRetired = true
    if let napTimer { loop.wake(napTimer) }
    napTimer = nil
    wakeFromPark(due: nil)
  }

  /// Lets the call at hand come to its end, then ends the user.
  func end() {
    isOver = true
    retire()
  }

  /// Waits until `deadline`, or until the user is retired.
  func nap(until deadline: MonotonicTime) async {
    guard !isRetired else { return }
    let timer = loop.reserveTimer()
    napTimer = timer
    if await loop.wait(until: deadline, as: timer) {
      napTimer = nil
      lane.recordLateness(MonotonicTime.now - deadline)
    }
  }

  /// Waits for the next arrival and returns when it was due; `nil` when the user is retired.
  func nextArrival() async -> MonotonicTime? {
    guard !isRetired else { return nil }
    return await withUnsafeContinuation { parked = $0 }
  }

  /// Hands an arrival to the waiting user.
  func arrive(due: MonotonicTime) {
    wakeFromPark(due: due)
  }

  private func wakeFromPark(due: MonotonicTime?) {
    let waiting = parked
    parked = nil
    waiting?.resume(returning: due)
  }
}
