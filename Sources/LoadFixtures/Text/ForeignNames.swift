/// Names that a target chooses: the first few are kept, without secrets and cut to a length, and all others are only
/// counted. A target that never tires of new names takes no memory with them.
struct ForeignNames {
  /// Different names that are kept.
  static let most = 20
  /// What all others are counted as.
  static let others = "other"

  /// Scalars by which two names are told apart.
  private static let longestKey = 200

  private let secrets: Secrets
  /// By the beginning of the name as it came, which may be as long as an answer.
  private var kept: [String: String] = [:]

  init(secrets: Secrets) {
    self.secrets = secrets
  }

  /// The name as it may be shown; `nil` when it came too late to be kept.
  mutating func shown(_ name: String) -> String? {
    let key = name.cut(to: Self.longestKey)
    if let known = kept[key] { return known }
    guard kept.count < Self.most else { return nil }
    let shown = secrets.shown(name)
    kept[key] = shown
    return shown
  }
}

extension [String: Int] {
  /// Adds counts by names that may come from elsewhere: no more than ``ForeignNames/most`` names, all others together.
  mutating func add(_ counts: [String: Int]) {
    // Sorted, so that the same counts leave the same names.
    for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
      let isKept = self[name] != nil || self.count < ForeignNames.most
      self[isKept ? name : ForeignNames.others, default: 0] += count
    }
  }
}

/// The first few of what may come without end, and how many there were in all.
struct FirstFew: Sendable {
  private(set) var texts: [String] = []
  private(set) var count = 0

  mutating func append(_ text: String) {
    count += 1
    if texts.count < ForeignNames.most { texts.append(text.cut(to: 500)) }
  }

  /// Each of the texts that are kept as `change` makes it.
  func map(_ change: (String) -> String) -> FirstFew {
    var result = self
    result.texts = texts.map(change)
    return result
  }

  mutating func append(_ other: FirstFew) {
    count += other.count
    texts += other.texts.prefix(ForeignNames.most - texts.count)
  }
}
