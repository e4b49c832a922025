/// Writes KPI values for people, the same way wherever a verdict is shown.
public enum Quantity {
  /// A value with its unit: `1523 ms`, `1.25 %` (a share), `49.6 req/s`, `100 users`, `1.62 x`.
  public static func text(_ value: Double, unit: String) -> String {
    text(value, unit: unit, decimals: decimals(value, unit: unit))
  }

  /// An observed value and its limit, with as many digits as it takes to tell them apart: never "1.5 x, limit at
  /// most 1.5 x" for 1.504.
  public static func texts(_ observed: Double, _ limit: Double, unit: String) -> (observed: String, limit: String) {
    var decimals = decimals(observed, unit: unit)
    let limitText = text(limit, unit: unit)
    var observedText = text(observed, unit: unit, decimals: decimals)
    while observed != limit, observedText == limitText, decimals < 6 {
      decimals += 1
      observedText = text(observed, unit: unit, decimals: decimals)
    }
    return (observedText, limitText)
  }

  private static func decimals(_ value: Double, unit: String) -> Int {
    switch unit {
    case "ms": abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : 2
    case "req/s": 1
    case "users": 0
    default: 2
    }
  }

  private static func text(_ value: Double, unit: String, decimals: Int) -> String {
    unit == "share" ? fixed(value * 100, decimals: decimals) + " %" : fixed(value, decimals: decimals) + " " + unit
  }

  /// Rounded to at most that many decimals, without trailing zeros.
  private static func fixed(_ value: Double, decimals: Int) -> String {
    // Beyond this the scaled value would leave the range in which a Double holds every whole number.
    guard value.isFinite, abs(value) < 1e9 else { return "\(value)" }
    let scale = (0..<decimals).reduce(1) { scale, _ in scale * 10 }
    let scaled = Int((abs(value) * Double(scale)).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    let whole = sign + "\(scaled / scale)"
    guard scaled % scale != 0 else { return whole }
    let digits = "\(scale + scaled % scale)".dropFirst()
    return whole + "." + digits[...(digits.lastIndex { $0 != "0" } ?? digits.startIndex)]
  }
}
