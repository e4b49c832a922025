/// The names of a variety that a contract takes: whatever is drawn from them and joined keeps to its rules.
struct NameStock: Sendable {
  private(set) var feminine: [String]
  private(set) var masculine: [String]
  private(set) var surnames: [String]
  /// Surnames that a customer has: two, or fewer where the full name would be too long.
  private(set) var surnamesEach = 2
  /// A space, or nothing where the alphabet has none.
  let surnameSeparator: String
  /// As ``surnameSeparator``, between given name and surnames.
  let nameSeparator: String

  /// What a contract says of names, each `nil` where it says nothing.
  struct Rules {
    /// Of the given name and the surnames together.
    let full: ValueFit?
    let given: ValueFit?
    let surnames: ValueFit?
  }

  init(_ names: SpanishNames, rules: Rules) {
    let givenRules = [rules.full, rules.given].compactMap(\.self)
    let surnameRules = [rules.full, rules.surnames].compactMap(\.self)
    surnameSeparator = surnameRules.allSatisfy { $0.spells(" ") } ? " " : ""
    nameSeparator = rules.full?.spells(" ") ?? true ? " " : ""
    feminine = Self.spelt(names.feminine, by: givenRules)
    masculine = Self.spelt(names.masculine, by: givenRules)
    surnames = Self.spelt(names.surnames, by: surnameRules)
    for count in [2, 1, 0] where keep(surnamesEach: count, rules: rules) { return }
    surnamesEach = 0
    let fit = { (name: String) in givenRules.reduce(name) { $1.fitted($0) } }
    (feminine, masculine) = (feminine.map(fit), masculine.map(fit))
  }

  /// The names that the alphabets spell; where they spell none, all as they can be spelt.
  private static func spelt(_ names: [String], by rules: [ValueFit]) -> [String] {
    let spelt = names.filter { name in rules.allSatisfy { $0.spells(name) } }
    if !spelt.isEmpty { return spelt }
    let folded = names.map { name in rules.reduce(name) { $1.spelt($0) } }
    return folded.contains { !$0.isEmpty } ? folded.filter { !$0.isEmpty } : folded
  }

  /// Keeps the names of such lengths that any of them fit together, and of all such choices the one that leaves most
  /// customers different.
  ///
  /// - Returns: Whether there is one.
  private mutating func keep(surnamesEach count: Int, rules: Rules) -> Bool {
    let lengths = count == 0 ? [0] : Set(surnames.map(\.unicodeScalars.count)).sorted()
    var best: (kept: NameStock, people: Int)?
    for (place, shortest) in lengths.enumerated() {
      for longest in lengths[place...] {
        guard let kept = keeping(shortest...longest, each: count, rules: rules) else { continue }
        let people =
          (kept.feminine.count + kept.masculine.count)
          * (0..<count).reduce(1) { sum, _ in
            sum * kept.surnames.count
          }
        if people > best?.people ?? 0 { best = (kept, people) }
      }
    }
    guard let best else { return false }
    self = best.kept
    return true
  }

  /// Surnames of these lengths, so many each, and the given names that fit with the shortest and the longest of them;
  /// `nil` when there are none.
  private func keeping(_ lengths: ClosedRange<Int>, each count: Int, rules: Rules) -> NameStock? {
    func joined(_ length: Int) -> Int { count * length + max(0, count - 1) * surnameSeparator.utf8.count }
    let (least, most) = (joined(lengths.lowerBound), joined(lengths.upperBound))
    if count > 0, let rule = rules.surnames, !(rule.length.contains(least) && rule.length.contains(most)) { return nil }
    let separator = count == 0 ? 0 : nameSeparator.utf8.count
    func fits(_ name: String) -> Bool {
      let length = name.unicodeScalars.count
      guard rules.given?.length.contains(length) ?? true else { return false }
      guard let full = rules.full?.length else { return true }
      return full.lowerBound <= length + separator + least && length + separator + most <= full.upperBound
    }
    var kept = self
    kept.surnamesEach = count
    kept.feminine = feminine.filter(fits)
    kept.masculine = masculine.filter(fits)
    kept.surnames = count == 0 ? [] : surnames.filter { lengths.contains($0.unicodeScalars.count) }
    return kept.feminine.isEmpty || kept.masculine.isEmpty ? nil : kept
  }
}
