extension CustomerProfile {
  /// The tier that a contract's rule gives this customer before a word is said.
  func tier(by rule: TierPoints) -> String {
    let words = SpanishText.folded(occupation).split(separator: UInt8(ascii: " "))
    return rule.tier(
      age: age, occupation: words.map { String(decoding: $0, as: UTF8.self) }, budget: budget.rawValue,
      program: program.rawValue)
  }
}
