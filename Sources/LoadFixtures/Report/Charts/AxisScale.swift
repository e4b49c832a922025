import Foundation

/// The range of a chart's axis and the values that are marked on it.
struct AxisScale: Equatable {
  struct Tick: Equatable {
    var value: Double
    var label: String
  }

  var lower: Double
  var upper: Double
  /// Rising, and within the range.
  var ticks: [Tick]
  /// Whether equal ratios take equal room; both ends are above 0 then.
  var isLogarithmic = false

  /// How far a value is from the lower end to the upper, 0 to 1; what lies beyond is held at the end.
  func share(of value: Double) -> Double {
    let share =
      isLogarithmic
      ? log(max(value, .leastNormalMagnitude) / lower) / log(upper / lower) : (value - lower) / (upper - lower)
    return min(1, max(0, share))
  }

  /// 0 to the first multiple of a round step that holds `maximum`. `whole` keeps the ticks of a count whole numbers.
  static func linear(upTo maximum: Double, whole: Bool = false) -> AxisScale {
    let maximum = maximum.isFinite && maximum > 0 ? min(max(maximum, 1e-9), 1e15) : 1
    let rough = maximum / 5
    let power = pow(10, floor(log10(rough)))
    var step = ([1, 2, 5].map { $0 * power }.first { $0 >= rough * 0.999 }) ?? 10 * power
    if whole { step = max(1, step) }
    var count = max(1, Int((maximum / step).rounded(.up)))
    // The quotient may round to a whole number that is a hair too small.
    if Double(count) * step < maximum { count += 1 }
    let decimals = max(0, Int(-floor(log10(step * 1.000_001))))
    let ticks = (0...count).map { index in
      let value = Double(index) * step
      return Tick(value: value, label: NumberFormat.fixed(value, decimals: decimals))
    }
    return AxisScale(lower: 0, upper: Double(count) * step, ticks: ticks)
  }

  /// 0 to `end` seconds, with ticks at steps that people read off a clock.
  static func time(upTo end: Double) -> (scale: AxisScale, unit: String) {
    let end = end.isFinite && end > 0 ? min(end, 1e12) : 1
    let steps: [Double] = [
      1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400,
    ]
    let step = steps.first { end / $0 <= 8 } ?? (end / 8 / 86_400).rounded(.up) * 86_400
    let (unit, divisor) = end <= 120 ? ("s", 0) : end <= 7_200 ? ("min:s", 60) : ("h:min", 3_600)
    let ticks = (0...Int(end / step)).map { index -> Tick in
      let second = Double(index) * step
      guard divisor > 0 else { return Tick(value: second, label: NumberFormat.fixed(second, decimals: 0)) }
      let units = Int(second) * 60 / divisor
      let rest = String(units % 60)
      return Tick(value: second, label: "\(units / 60):" + (rest.count < 2 ? "0" : "") + rest)
    }
    return (AxisScale(lower: 0, upper: end, ticks: ticks), unit)
  }

  /// A logarithmic axis from `low` to `high` (both above 0), with ticks at 1, 2 and 5 of each decade, or fewer.
  static func logarithmic(from low: Double, to high: Double) -> AxisScale {
    let exponents = Int(floor(log10(low)))...max(Int(floor(log10(low))), Int(ceil(log10(high))))
    func values(_ factors: [Double]) -> [Double] {
      exponents.flatMap { exponent in factors.map { $0 * pow(10, Double(exponent)) } }
        .filter { $0 >= low * 0.999_999 && $0 <= high * 1.000_001 }
    }
    let choices = [values([1, 2, 5]), values([1]), [low, high]]
    let chosen = choices.first { (2...10).contains($0.count) } ?? [low, high]
    return AxisScale(
      lower: low, upper: high,
      ticks: chosen.map { Tick(value: $0, label: NumberFormat.trimmed(NumberFormat.number($0))) }, isLogarithmic: true)
  }

  /// A logarithmic axis that holds all values above 0, from one tick to another; ticks at 1, 2 and 5 of each decade.
  static func logarithmic(holding values: [Double]) -> AxisScale {
    // A record comes from a file: what is below a nanosecond or beyond all time is no latency.
    let known = values.filter { (1e-6...1e12).contains($0) }
    guard let low = known.min(), let high = known.max() else { return logarithmic(from: 1, to: 10) }
    func step(_ value: Double, up: Bool) -> Double {
      let power = pow(10, floor(log10(value)))
      let steps = [0.5, 1, 2, 5, 10, 20].map { $0 * power }
      return up ? steps.first { $0 > value * 1.000_001 } ?? value : steps.last { $0 < value * 0.999_999 } ?? value
    }
    return logarithmic(from: step(low, up: false), to: step(high, up: true))
  }
}
