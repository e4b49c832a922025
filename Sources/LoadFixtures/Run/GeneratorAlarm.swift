/// Finds what is wrong with the generator second by second: each kind of trouble once, when it begins, and again when it
/// has passed; that the generator is the limit of a load without a limit of its own, once.
///
/// Each second is held against the limits of the whole run. A second of trouble need not spoil a long run; whether it
/// did is the verdict's to say.
struct GeneratorAlarm {
  let limits: GeneratorLimits
  private var raised: [RunWarning] = []
  private var isLimit = false

  init(limits: GeneratorLimits) {
    self.limits = limits
  }

  /// Takes the health of one second.
  ///
  /// - Returns: What has begun in it and what has passed.
  mutating func take(_ health: GeneratorHealth, second: Int) -> [RunWarning] {
    var present: [RunWarning] = []
    for reason in limits.reasons(against: health) where !present.contains(where: { $0.code == reason.code.label }) {
      present.append(RunWarning(code: reason.code.label, sentence: reason.sentence, second: second, isRaised: true))
    }
    let new = present.filter { warning in !raised.contains { $0.code == warning.code } }
    let gone = raised.filter { warning in !present.contains { $0.code == warning.code } }
    raised = raised.filter { !gone.contains($0) } + new
    var warnings =
      gone.map { RunWarning(code: $0.code, sentence: $0.sentence, second: second, isRaised: false) } + new
    for sentence in limits.warnings(against: health) where !isLimit {
      warnings.append(RunWarning(code: "generator is the limit", sentence: sentence, second: second, isRaised: true))
      isLimit = true
    }
    return warnings
  }
}
