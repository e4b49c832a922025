/// Arithmetic of a plan's times: whole nanoseconds, so that equal inputs give equal instants on every machine.
enum PlanTime {
  /// 100 days are 8.64e15 ns: below 2^53, so that every instant of a plan is exact in a `Double` as well.
  static let longest: Int64 = 100 * 86_400 * 1_000_000_000

  /// Whole nanoseconds that have passed, rounded down and saturated at the range of `Int64`.
  static func elapsed(_ duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    let (base, tooFar) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    if tooFar { return seconds < 0 ? .min : .max }
    let (fraction, remainder) = attoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    let (sum, overflow) = base.addingReportingOverflow(remainder < 0 ? fraction - 1 : fraction)
    return overflow ? (base < 0 ? .min : .max) : sum
  }

  /// The nearest whole nanosecond: `.seconds(0.1)` is not quite a tenth of a second before it is rounded.
  static func nearest(_ duration: Duration) -> Int64 {
    elapsed(duration + Duration(secondsComponent: 0, attosecondsComponent: 500_000_000))
  }

  /// A duration times a factor, rounded to the nanosecond and saturated beyond ``longest``.
  static func scaled(_ duration: Duration, by factor: Double) -> Duration {
    let nanoseconds = (Double(nearest(duration)) * factor).rounded()
    return .nanoseconds(Int64(min(max(nanoseconds, -9e18), 9e18)))
  }

  /// Throws unless both factors are finite and above 0, naming the one that is not.
  static func checkScales(time: Double, users: Double) throws(PlanError) {
    for (name, value) in [("time", time), ("users", users)] where !(value.isFinite && value > 0) {
      throw PlanError(.scale, "The \(name) scale is \(value); it must be a finite number above 0.")
    }
  }
}

extension Duration {
  /// That many minutes.
  package static func minutes(_ minutes: Int) -> Duration {
    .seconds(minutes * 60)
  }
}
