/// Names that a target chooses: the first few are kept, without secrets and cut to a length, and all others are only
/// counted, so that new names without end take no memory.
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
  ///
  /// Those with the smallest hashes keep their names: which they are does not depend on the order of the sums.
  mutating func add(_ counts: [String: Int]) {
    merge(counts, uniquingKeysWith: +)
    let names = keys.filter { $0 != ForeignNames.others }
    guard names.count > ForeignNames.most else { return }
    let others = names.map { ($0.stableHash, $0) }.sorted { $0 < $1 }.dropFirst(ForeignNames.most)
    for (_, name) in others { self[ForeignNames.others, default: 0] += removeValue(forKey: name) ?? 0 }
  }
}

extension String {
  /// The same in every process, as `hashValue` is not.
  var stableHash: UInt64 {
    var text = self
    // The buffer does not leave the closure.
    return text.withUTF8(UInt64.init(hashing:))
  }
}

extension UInt64 {
  /// The hash of bytes: of a user's every message and answer, so eight at a time, each folded in by a product of full
  /// width (Wang Yi, "wyhash", 2019).
  init(hashing bytes: UnsafeBufferPointer<UInt8>) {
    var hash = UInt64(bytes.count) ^ 0x9E37_79B9_7F4A_7C15
    func fold(_ word: UInt64) {
      let product = (hash ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
      hash = (product.high ^ product.low) &+ 0xA076_1D64_78BD_642F
    }
    let raw = UnsafeRawBufferPointer(bytes)
    var place = 0
    while place + 8 <= raw.count {
      fold(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
      place += 8
    }
    var rest: UInt64 = 0
    for byte in raw[place...].reversed() { rest = rest << 8 | UInt64(byte) }
    fold(rest)
    fold(0)
    self = hash
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
}
