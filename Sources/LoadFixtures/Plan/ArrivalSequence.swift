import Foundation

/// The intended starts of an open profile, one after the other: nanoseconds since the run's origin, never descending.
///
/// A pure function of profile and seed. Nothing that happens in the run moves an arrival.
package struct ArrivalSequence: Sequence, IteratorProtocol, Sendable {
  private let spans: [ArrivalSpan]
  private let spacing: OpenProfile.Spacing
  private var random: SeededRandom
  /// The span that the last arrival fell into.
  private var span = 0
  /// The expected count at which the next evenly spaced arrival is due, or at which the last random one was.
  private var count = 0.0

  init(spans: [ArrivalSpan], spacing: OpenProfile.Spacing, seed: UInt64) {
    self.spans = spans
    self.spacing = spacing
    // Its own stream: no user has the number -1.
    random = SeededRandom(seed: seed, user: -1)
  }

  /// The next intended start; `nil` after the last.
  package mutating func next() -> Int64? {
    let due: Double
    switch spacing {
    case .even:
      due = count
      count += 1
    case .poisson:
      // 1 - u lies in (0, 1], whose logarithm is finite.
      count -= log(1 - random.unit())
      due = count
    }
    while span < spans.count, due >= spans[span].after { span += 1 }
    return span < spans.count ? spans[span].instant(ofCount: due) : nil
  }
}
