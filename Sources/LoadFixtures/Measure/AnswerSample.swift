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

/// The answers to one operation: all of them up to ``most``, and then those whose calls have the smallest hashes, which is a
/// uniform sample. Bounded, and the same whoever recorded which part, in whatever order the parts are added.
struct AnswerSample: Sendable, Codable, Equatable {
  static let most = 4096

  /// All answers with words, kept or not.
  private(set) var count = 0
  /// By call.
  private(set) var notes: [AnswerNote] = []

  init() {}

  /// Counts answers that are not looked at.
  mutating func count(_ more: Int) { count += more }

  /// Keeps a note that was counted.
  mutating func keep(_ note: AnswerNote) {
    if notes.count == Self.most, let last = notes.last, note.call >= last.call { return }
    notes.insert(note, at: notes.index(ofFirst: note.call))
    if notes.count > Self.most { notes.removeLast() }
  }

  mutating func add(_ other: AnswerSample) {
    count += other.count
    for note in other.notes { keep(note) }
  }

  /// Whether every answer was looked at.
  var isExact: Bool { count == notes.count }

  /// The words that came most often, and how often; the smaller hash where several did.
  var mostFrequent: (text: UInt64, count: Int)? {
    let counts = Dictionary(notes.map { ($0.text, 1) }, uniquingKeysWith: +)
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }.map { ($0.key, $0.value) }
  }
}

extension [AnswerNote] {
  /// The first place at which a call with this hash would stand.
  fileprivate func index(ofFirst call: UInt64) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].call < call { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Says of each answer of an operation whether it could still be among those that are kept: the others need not be looked
/// at.
struct AnswerGate {
  /// The smallest hashes so far, in order.
  private var kept: [UInt64] = []
  /// How often the same words were let through.
  private var texts: [UInt64: Int] = [:]

  /// How often words come before they are kept as an example.
  private static let often = 3

  mutating func admits(_ call: UInt64) -> Bool {
    if kept.count == AnswerSample.most, let last = kept.last, call >= last { return false }
    var (low, high) = (0, kept.count)
    while low < high {
      let middle = (low + high) / 2
      if kept[middle] < call { low = middle + 1 } else { high = middle }
    }
    kept.insert(call, at: low)
    if kept.count > AnswerSample.most { kept.removeLast() }
    return true
  }

  /// Whether words came often enough to be told as an example: once for each.
  mutating func isOften(_ text: UInt64) -> Bool {
    // Words that differ each time are no example of anything.
    guard texts.count < 4 * AnswerSample.most || texts[text] != nil else { return false }
    texts[text, default: 0] += 1
    return texts[text] == Self.often
  }

  /// The hash of a call (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014).
  static func hash(user: Int, call: Int) -> UInt64 {
    var mixed = UInt64(truncatingIfNeeded: user) << 32 &+ UInt64(truncatingIfNeeded: call) &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
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
