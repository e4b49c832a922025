/// Says while a run is under way that its generator fares badly: once for each kind of trouble, when it begins; that it
/// is the limit of a load that knows none, once.
///
/// Each second is held against the limits of the whole run. A second of trouble need not spoil a long run; whether it
/// did is the verdict's to say.
struct GeneratorAlarm {
  let title: String
  let limits: GeneratorLimits
  let log: Log
  /// What is wrong in the second that was looked at last, as `generator late`.
  private(set) var troubles: [String] = []
  private var isLimit = false

  init(title: String, limits: GeneratorLimits, log: Log) {
    self.title = title
    self.limits = limits
    self.log = log
  }

  /// Takes the health of one second and warns of troubles that the second before did not have.
  mutating func take(_ health: GeneratorHealth, second: Int) {
    let before = troubles
    troubles = []
    for reason in limits.reasons(against: health, descriptorFailures: 0, harnessErrors: FirstFew()) {
      let trouble = String(reason.prefix { $0 != ":" })
      troubles.append(trouble)
      if !before.contains(trouble) { log.warning("\(title), second \(second): \(reason)") }
    }
    for warning in limits.warnings(against: health) where !isLimit {
      log.warning("\(title), second \(second): \(warning)")
      isLimit = true
    }
  }
}
