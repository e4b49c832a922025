/// Decides how long a loop's thread stays awake for an answer instead of going to sleep at once.
///
/// Waking a thread takes the system 20 to 30 us, which a call measures as the target's. Where answers come within
/// half a millisecond that is a good part of the figure, so the thread looks again and again until the answer is
/// there: 49 us that were not the server's became 20. It does so only for a single call, when the last one was
/// answered as fast, and for a fifth of the time at most: a slow target costs nothing, a fast one a fifth of a core.
///
/// A pure value; times are given in.
struct BusyPolling {
  /// The longest stretch awake, nanoseconds.
  static let longest: Int64 = 500_000
  /// One part in this many of the time may be spent awake.
  static let share: Int64 = 5

  private(set) var callsInFlight = 0
  /// How long the last call took; without limit when the thread stayed awake for its successor in vain.
  private var lastAnswer = Int64.max
  /// What may be spent: it grows with time, to two stretches at most.
  private var credit = 2 * longest
  private var creditedAt: MonotonicTime?

  /// Whether to ask for a stretch at all.
  var isWorthwhile: Bool { callsInFlight == 1 && lastAnswer <= Self.longest }

  /// A call was made whose answer is awaited from now on.
  mutating func callBegan() {
    callsInFlight += 1
  }

  /// A call ended after so many nanoseconds.
  mutating func callEnded(after nanoseconds: Int64) {
    callsInFlight -= 1
    lastAnswer = nanoseconds
  }

  /// How long to stay awake in a wait that begins, nanoseconds; 0 to sleep at once.
  mutating func stretch(at now: MonotonicTime) -> Int64 {
    if let creditedAt { credit = min(2 * Self.longest, credit + (now - creditedAt) / Self.share) }
    creditedAt = now
    // A stretch that ends before the answer comes would be wasted.
    return isWorthwhile && credit >= lastAnswer ? min(Self.longest, credit) : 0
  }

  /// Takes nanoseconds that were spent awake off the credit.
  ///
  /// - Parameter inVain: Whether nothing came.
  mutating func spent(_ nanoseconds: Int64, inVain: Bool) {
    credit -= nanoseconds
    if inVain { lastAnswer = .max }
  }
}
