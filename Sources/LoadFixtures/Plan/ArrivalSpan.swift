/// The arrivals of one stage: a rate that is constant or changes linearly.
///
/// Arrival i is due when the integral of the rate over the run, the expected count, reaches i. Counting over the
/// whole run and not per stage means that no fraction of an arrival is lost or invented where stages meet.
struct ArrivalSpan: Sendable, Equatable {
  /// Arrivals a second.
  static let highestRate = 1e7

  /// Nanoseconds since the run's origin.
  let start: Int64
  let end: Int64
  /// Arrivals a second at the start and at the end.
  let from: Double
  let to: Double
  /// The expected count at the start and at the end.
  let before: Double
  let after: Double

  init(start: Int64, end: Int64, from: Double, to: Double, before: Double) {
    self.start = start
    self.end = end
    self.before = before
    let possible = 0...Self.highestRate
    // A profile is asked before it is validated, too: nonsense yields no arrival rather than a trap.
    let usable = possible.contains(from) && possible.contains(to) && end > start
    self.from = usable ? from : 0
    self.to = usable ? to : 0
    let seconds = usable ? Double(end - start) / 1e9 : 0
    after = usable ? Self.settled(before + (from + to) / 2 * seconds) : before
  }

  /// Indices of the arrivals that are due within the stage.
  var indices: Range<Int> {
    Int(before.rounded(.up))..<Int(after.rounded(.up))
  }

  /// When an arrival of ``indices`` is due, nanoseconds since the run's origin.
  ///
  /// With n arrivals to go from the stage's start, rate a there and slope k, a t + k t^2 / 2 = n. The root is taken
  /// in the form 2 n / (a + sqrt(a^2 + 2 k n)), which does not cancel for a small slope and is n / a for none.
  func instant(of index: Int) -> Int64 { instant(ofCount: Double(index)) }

  /// When the expected count reaches a number of `before ..< after`, nanoseconds since the run's origin.
  func instant(ofCount count: Double) -> Int64 {
    let n = max(0, count - before)
    let seconds: Double
    if from == to {
      seconds = from > 0 ? n / from : 0
    } else {
      let slope = (to - from) / (Double(end - start) / 1e9)
      let denominator = from + max(0, from * from + 2 * slope * n).squareRoot()
      seconds = denominator > 0 ? 2 * n / denominator : 0
    }
    // Rounding must not push the last arrival out of its stage.
    return min(start + Int64((seconds * 1e9).rounded()), end - 1)
  }

  /// A count that misses a whole number by rounding only is that number: 1.1/s over an hour are 3,960 arrivals.
  private static func settled(_ count: Double) -> Double {
    let whole = count.rounded()
    return abs(count - whole) <= 16 * max(count, 1).ulp ? whole : count
  }
}
