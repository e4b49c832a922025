/// How far the second of two samples lies from the first: the median of all differences b - a, and where the true shift lies.
///
/// Hodges and Lehmann, "Estimates of location based on rank tests", Annals of Mathematical Statistics 34 (1963); the interval
/// as in Hollander and Wolfe, Nonparametric Statistical Methods, 4.3: of the ordered differences, those from the k-th
/// smallest to the k-th largest, k by the exact null distribution of Mann-Whitney's U. Ties: the ends belong to the
/// interval, which then covers the shift at least as often as without ties, never less.
struct HodgesLehmann {
  /// In the samples' unit.
  let shift: Double
  /// All differences, ascending.
  private let differences: [Double]
  private let distribution: MannWhitneyDistribution

  /// An interval of the shift.
  struct Interval: Equatable {
    var range: ClosedRange<Double>
    /// How often such an interval holds the shift: at least the level that was asked for.
    var level: Double
  }

  /// `nil` where a sample is empty.
  init?(_ a: [Double], _ b: [Double]) {
    guard !a.isEmpty, !b.isEmpty else { return nil }
    differences = b.flatMap { second in a.map { second - $0 } }.sorted()
    distribution = MannWhitneyDistribution(a.count, b.count)
    let middle = differences.count / 2
    shift =
      differences.count.isMultiple(of: 2) ? (differences[middle - 1] + differences[middle]) / 2 : differences[middle]
  }

  /// The narrowest exact interval of at least this level, between 0 and 1; `nil` where samples so small have none: 3 and
  /// 3 reach 90 %, not 95 %.
  func interval(level: Double) -> Interval? {
    guard let cut = distribution.cut(tail: (1 - level) / 2), cut.rank * 2 <= differences.count else { return nil }
    let (low, high) = (differences[cut.rank - 1], differences[differences.count - cut.rank])
    return Interval(range: low...high, level: 1 - 2 * cut.probability)
  }
}
