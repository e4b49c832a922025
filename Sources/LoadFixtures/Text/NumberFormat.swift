/// How numbers are written in every report: English digits, no locale, and a dash for what is not known.
package enum NumberFormat {
  /// What stands for a value that is not known; never 0.
  package static let missing = "–"

  /// A count with thousands separated: 1,523.
  package static func count(_ value: Int?) -> String {
    guard let value else { return missing }
    return grouped(String(value.magnitude), negative: value < 0)
  }

  /// Three significant digits below a thousand, whole numbers above: 0.84, 12.3, 1,523.
  package static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return missing }
    let size = value.magnitude
    if size == 0 { return "0" }
    if size < 0.0005 { return value < 0 ? "> -0.001" : "< 0.001" }
    if size < 0.01 { return fixed(value, decimals: 3) }
    // By the rounded size: 9.996 is 10.0 and not 10.00.
    if (size * 100).rounded() < 1_000 { return fixed(value, decimals: 2) }
    if (size * 10).rounded() < 1_000 { return fixed(value, decimals: 1) }
    return fixed(value, decimals: 0)
  }

  /// Milliseconds with their unit: 0.84 ms.
  package static func milliseconds(_ value: Double?) -> String { withUnit(number(value), "ms") }

  /// Requests a second with their unit: 28.9 req/s.
  package static func rate(_ value: Double?) -> String { withUnit(number(value), "req/s") }

  /// A share of 0 to 1 as percent, with the digits that tell it from 0 and from 100: 0.04 %, 99.96 %.
  package static func share(_ value: Double?) -> String {
    guard let value, value.isFinite else { return missing }
    let percent = value * 100
    let distance = min(percent.magnitude, (100 - percent).magnitude)
    if distance == 0 { return trimmed(fixed(percent, decimals: 0)) + " %" }
    if percent.magnitude < 0.000_001 { return percent < 0 ? "> -0.000001 %" : "< 0.000001 %" }
    var decimals = distance >= 10 ? 1 : 2
    var limit = 0.1
    while distance < limit, decimals < 7 {
      decimals += 1
      limit /= 10
    }
    return trimmed(fixed(percent, decimals: decimals)) + " %"
  }

  /// What a share of CPU is a share of: the 2 usable cores. Records of old do not say how many there were.
  static func cores(_ count: Double?) -> String {
    guard let count else { return "all cores" }
    return "the \(trimmed(number(count))) usable core\(count == 1 ? "" : "s")"
  }

  /// Bytes in the largest binary unit that leaves a number of 1 or more: 1.50 MiB.
  package static func bytes(_ value: Int?) -> String {
    guard let value else { return missing }
    var amount = Double(value)
    var unit = 0
    let units = ["B", "KiB", "MiB", "GiB", "TiB"]
    while amount.magnitude >= 1024, unit < units.count - 1 {
      amount /= 1024
      unit += 1
    }
    return withUnit(unit == 0 ? count(value) : number(amount), units[unit])
  }

  /// Seconds: 15.3 s below two minutes, then 5 min 5 s, then 2 h 5 min.
  package static func duration(seconds: Double?) -> String {
    guard let seconds, seconds.isFinite, seconds.magnitude < 1e12 else { return missing }
    if seconds < 119.5 { return withUnit(number(seconds), "s") }
    let whole = Int(seconds.rounded())
    if whole < 7_200 { return "\(whole / 60) min \(whole % 60) s" }
    let minutes = Int((seconds / 60).rounded())
    return "\(count(minutes / 60)) h \(minutes % 60) min"
  }

  /// A value with its unit: `1,523 ms`, `1.25 %` (a share), `49.6 req/s`, `100 users`, `1.62 x`.
  package static func value(_ value: Double?, unit: Unit) -> String {
    switch unit {
    case .share: share(value)
    case .bytes: bytes(value.flatMap { Int(exactly: $0.rounded()) })
    default: withUnit(trimmed(number(value)), unit.rawValue)
    }
  }

  /// An observed value with enough digits to differ from its limit: 49.96 against 50 must not read "50.0 breached".
  package static func observed(_ observed: Double?, limit: Double, unit: Unit) -> String {
    let text = value(observed, unit: unit)
    guard let observed, observed.isFinite, observed != limit, text == value(limit, unit: unit) else { return text }
    let (scale, suffix) = unit == .share ? (100.0, "%") : (1.0, unit.rawValue)
    for decimals in 1...6 {
      let precise = fixed(observed * scale, decimals: decimals)
      if precise != fixed(limit * scale, decimals: decimals) { return withUnit(precise, suffix) }
    }
    return "just \(observed < limit ? "below" : "above") \(text)"
  }

  /// A number with exactly so many decimals, thousands separated; a dash when it is not finite.
  static func fixed(_ value: Double, decimals: Int) -> String {
    let factor = (0..<decimals).reduce(1.0) { product, _ in product * 10 }
    let scaled = (value.magnitude * factor).rounded()
    guard scaled.isFinite else { return missing }
    // Beyond 2^53 the digits are no longer the number's own.
    guard scaled < 9e15 else { return "\(value)" }
    let digits = String(Int(scaled))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let whole = grouped(String(padded.dropLast(decimals)), negative: value < 0 && scaled > 0)
    return decimals == 0 ? whole : whole + "." + padded.suffix(decimals)
  }

  /// 5.00 as 5: for values that stand alone and not in a column.
  static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var text = text
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  private static func withUnit(_ text: String, _ unit: String) -> String {
    text == missing || unit.isEmpty ? text : text + " " + unit
  }

  private static func grouped(_ digits: String, negative: Bool) -> String {
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return negative ? "-" + text : text
  }
}

/// What a number counts, as records name it.
package enum Unit: String, Codable, Sendable {
  case milliseconds = "ms"
  /// 0 to 1; shown as percent.
  case share
  case perSecond = "req/s"
  case users
  case calls
  /// Of whatever the KPI's name says.
  case count = ""
  /// How many times as much.
  case ratio = "x"
  /// Shown in the binary unit that fits.
  case bytes = "B"
  /// A second, of whatever the name says.
  case rate = "/s"
  /// Of a processor's time.
  case cores
}
