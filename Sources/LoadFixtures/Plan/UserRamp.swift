/// The users of one stage: a ramp from the users that are there to the stage's target, then a hold.
///
/// The first change happens at the stage's start and change number j at (j - 1) / rate after it, upwards and
/// downwards alike. A change that would fall on the stage's end or later belongs to no one: the next stage decides.
struct UserRamp: Sendable, Equatable {
  /// A user every nanosecond is the resolution of a plan's clock.
  static let highestRate = 1e9

  /// Nanoseconds since the run's origin.
  let start: Int64
  let end: Int64
  /// Users before the first change.
  let from: Int
  let target: Int
  /// Users a second.
  let rate: Double
  /// How many single users start or stop within the stage.
  let changes: Int

  init(start: Int64, end: Int64, from: Int, target: Int, rate: Double) {
    self.start = start
    self.end = end
    self.from = from
    self.target = target
    self.rate = rate
    let wanted = abs(target - from)
    // A profile is asked before it is validated, too: nonsense yields no change rather than a trap.
    guard end > start, rate > 0, rate <= Self.highestRate else {
      changes = 0
      return
    }
    changes = Self.count(notAfter: end - start - 1, rate: rate, limit: wanted)
  }

  /// Users at the stage's end.
  var reached: Int { users(after: changes) }

  /// When the last change happens, nanoseconds since the run's origin; the start when there is none.
  var settled: Int64 { changes > 0 ? instant(of: changes) : start }

  /// Users once that many changes have happened.
  func users(after changes: Int) -> Int {
    target >= from ? from + changes : from - changes
  }

  /// When a change happens, counted from 1; nanoseconds since the run's origin.
  func instant(of change: Int) -> Int64 {
    start + Self.offset(of: change, rate: rate)
  }

  /// Changes that have happened at an instant, nanoseconds since the run's origin.
  func changes(at instant: Int64) -> Int {
    instant < start || changes == 0 ? 0 : Self.count(notAfter: instant - start, rate: rate, limit: changes)
  }

  private static func offset(of change: Int, rate: Double) -> Int64 {
    // A rate of next to nothing puts the second change beyond any run.
    Int64(min((Double(change - 1) / rate * 1e9).rounded(), 9e18))
  }

  /// The division gives the count up to rounding; the two loops settle it against the very instants that
  /// ``instant(of:)`` reports, so that both views of the ramp agree to the nanosecond.
  private static func count(notAfter elapsed: Int64, rate: Double, limit: Int) -> Int {
    var count = Int(min(Double(elapsed) * 1e-9 * rate + 1, Double(limit)))
    while count > 0, offset(of: count, rate: rate) > elapsed { count -= 1 }
    while count < limit, offset(of: count + 1, rate: rate) <= elapsed { count += 1 }
    return count
  }
}
