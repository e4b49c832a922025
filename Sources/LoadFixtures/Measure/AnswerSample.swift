/// What was seen of one answer's words.
struct AnswerNote: Sendable, Codable, Equatable {
  /// Of the user and the number of its call: which answers are kept depends on nothing else.
  var call: UInt64
  /// Of the words.
  var text: UInt64
  /// Characters, as Unicode scalars.
  var length: UInt32
  /// The words are of another language than the agent's.
  var isForeign: Bool
}

extension AnswerNote: Hashed {
  var hash: UInt64 { call }
}

/// The answers to one operation: all of them up to ``most``, and then those whose calls have the smallest hashes, which is a
/// uniform sample. Bounded, and the same whoever recorded which part, in whatever order the parts are added.
struct AnswerSample: Sendable, Equatable {
  static let most = SmallestHashes<AnswerNote>.most

  /// All answers with words, kept or not.
  private(set) var count = 0
  private var kept = SmallestHashes<AnswerNote>()

  init() {}

  /// By call.
  var notes: [AnswerNote] { kept.elements }

  /// Counts answers that are not looked at.
  mutating func count(_ more: Int) { count += more }

  /// Keeps a note that was counted.
  mutating func keep(_ note: AnswerNote) { kept.add(note) }

  mutating func add(_ other: AnswerSample) {
    count += other.count
    kept.add(other.kept)
  }

  static func == (left: AnswerSample, right: AnswerSample) -> Bool {
    left.count == right.count && left.notes == right.notes
  }

  /// Whether every answer was looked at.
  var isExact: Bool { count == notes.count }

  /// The words that came most often, and how often; the smaller hash where several did.
  var mostFrequent: (text: UInt64, count: Int)? {
    let counts = Dictionary(notes.map { ($0.text, 1) }, uniquingKeysWith: +)
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }.map { ($0.key, $0.value) }
  }
}

extension AnswerSample: Codable {
  private enum CodingKeys: String, CodingKey {
    case count, notes
  }

  /// - Throws: `DecodingError` for what no sample can have come to: sums rest on the order.
  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    count = try values.decode(Int.self, forKey: .count)
    let notes = try values.decode([AnswerNote].self, forKey: .notes)
    guard let kept = SmallestHashes(notes, hasMore: count > notes.count && notes.count == Self.most) else {
      throw DecodingError.dataCorruptedError(
        forKey: .notes, in: values, debugDescription: "allowed: \(Self.most) answers at most, by rising hash")
    }
    self.kept = kept
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(count, forKey: .count)
    try values.encode(notes, forKey: .notes)
  }
}

/// Says of each answer of an operation whether it could still be among those that are kept: the others need not be looked
/// at.
struct AnswerGate {
  private var kept = SmallestHashes<UInt64>()
  private var known: [UInt64: Words] = [:]

  /// What is known of words that were let through: they mostly come again, and to tell a language takes its time.
  struct Words {
    let length: UInt32
    let isForeign: Bool
    fileprivate(set) var count = 0
  }

  /// How often words come before they are kept as an example.
  private static let often = 3

  mutating func admits(_ call: UInt64) -> Bool { kept.add(call) }

  /// Counts words that were let through.
  ///
  /// - Parameter look: Asked where they are new.
  /// - Returns: What they are, and whether they have now come often enough to be told as an example: once for each.
  mutating func take(_ text: UInt64, look: () -> Words) -> (Words, isOften: Bool) {
    var words = known[text] ?? look()
    words.count += 1
    // Words that differ each time are no example of anything.
    if words.count > 1 || known.count < 4 * AnswerSample.most { known[text] = words }
    return (words, words.count == Self.often)
  }

  /// The hash of a call.
  static func hash(user: Int, call: Int) -> UInt64 {
    (UInt64(truncatingIfNeeded: user) << 32 &+ UInt64(truncatingIfNeeded: call) &+ 0x9E37_79B9_7F4A_7C15).mixed
  }
}

/// What the answers to one operation were like; on the record.
package struct AnswerStatistics: Codable, Sendable, Equatable {
  /// The operation's label.
  package var name: String
  /// Answers with words.
  package var count: Int
  /// How many of them were looked at; a uniform sample where that is fewer than all.
  package var judged: Int
  /// Different texts among those.
  package var distinct: Int
  /// How much of those the most frequent text makes up, 0 to 1.
  package var mostFrequentShare: Double
  /// Its beginning; absent where no event loop saw it three times.
  package var mostFrequent: String?
  /// Answers in another language than the agent's, of those that were looked at, 0 to 1.
  package var foreignShare: Double
  /// Characters.
  package var length: Amounts

  /// `nil` without an answer.
  init?(_ sample: AnswerSample, name: String, texts: [UInt64: String]) {
    guard let mostFrequent = sample.mostFrequent else { return nil }
    self.name = name
    count = sample.count
    judged = sample.notes.count
    distinct = Set(sample.notes.map(\.text)).count
    mostFrequentShare = Double(mostFrequent.count) / Double(judged)
    self.mostFrequent = texts[mostFrequent.text]
    foreignShare = Double(sample.notes.count(where: \.isForeign)) / Double(judged)
    length = Amounts()
    for note in sample.notes { length.add(Int(note.length)) }
  }
}
