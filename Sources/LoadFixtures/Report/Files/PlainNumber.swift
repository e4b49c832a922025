/// Numbers as programs read them: a point, and neither thousands nor an exponent.
enum PlainNumber {
  /// What stands for a number that is not known: programs read it as a number, and as none that could be meant.
  static let unknown = "NaN"

  /// At most so many decimals, up to 9.
  static func text(_ value: Double?, decimals: Int = 3) -> String {
    guard let value, value.isFinite else { return unknown }
    let factor = (0..<decimals).reduce(1) { product, _ in product * 10 }
    let scaled = (value.magnitude * Double(factor)).rounded()
    // Beyond 2^53 the digits are no longer the number's own.
    guard scaled < 9e15 else { return "\(value)" }
    let (whole, rest) = Int(scaled).quotientAndRemainder(dividingBy: factor)
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard rest > 0 else { return "\(sign)\(whole)" }
    // Its leading zeros count, those at its end do not.
    var digits = Substring(String(factor + rest).dropFirst())
    while digits.last == "0" { digits.removeLast() }
    return "\(sign)\(whole).\(digits)"
  }
}
