/// What numbers from elsewhere can be: what a target tells of itself, what a file holds.
///
/// A number beyond is not believable: it is said to be so, and never shown, summed up or converted as it is.
enum Believable {
  /// 0 to 1.
  static let shares = 0.0...1.0
  /// Milliseconds, up to ten days.
  static let milliseconds = 0.0...864_000_000
  /// Seconds, up to ten years.
  static let seconds = 0.0...315_360_000
  /// Requests a second.
  static let rates = 0.0...1e12
  /// Few enough for sums of millions of them to stay within 64 bits.
  static let counts = 0...1_000_000_000_000
}

extension Int {
  /// A count from elsewhere; `nil` when it is not whole, negative, or beyond ``Believable/counts``.
  init?(believable number: Double) {
    guard let whole = Int(exactly: number), Believable.counts.contains(whole) else { return nil }
    self = whole
  }
}
