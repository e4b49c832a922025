import LoadEngine

/// Where the users of one event loop put their samples before the shared actor takes them.
///
/// One buffer a loop instead of one a user: an idle user costs nothing, and a second is complete as soon as each buffer
/// was drained once after it, however rarely its users speak. Confined to its loop.
final class SampleBuffer {
  /// The run's origin on the monotonic clock.
  let origin: MonotonicTime
  private let secrets: Secrets
  private var tiers: ForeignNames
  /// The level of details that somebody asked for; `nil` for none, which costs nothing.
  private let details: LogLevel?
  /// How calls are told to the target's tracing; `nil` for not at all.
  let tracing: Tracing?
  private var batch: SampleBatch
  /// The earliest example of each kind of failure so far.
  private var examples: [FailureCell: Occurrence] = [:]
  /// A list: there are two locales, and each answer is counted here.
  private var counts: [Counts] = []
  /// By request.
  private var answers: [AnswersSeen] = []
  private var texts = DistinctTexts()

  var activeUsers: Int {
    get { batch.activeUsers }
    set { batch.activeUsers = newValue }
  }

  init(index: Int, origin: MonotonicTime, secrets: Secrets = .none, details: LogLevel? = nil, tracing: Tracing? = nil) {
    batch = SampleBatch(buffer: index)
    self.origin = origin
    self.secrets = secrets
    tiers = ForeignNames(secrets: secrets)
    self.details = details
    self.tracing = tracing
  }

  /// Nanoseconds since the run's origin.
  func offset(_ time: MonotonicTime) -> Int64 { time - origin }

  /// A tier's name as it may be kept.
  func shown(tier: String) -> String { tiers.shown(tier) ?? ForeignNames.others }

  /// A call begins, or an arrival is due whose call will begin.
  func callScheduled() {
    batch.scheduled += 1
  }

  /// An arrival that was due found no free user.
  func arrivalDropped(due: MonotonicTime) {
    batch.scheduled += 1
    batch.drops.append(offset(due))
  }

  /// A call's request went out a second time.
  func callRepeated() {
    batch.repeats += 1
  }

  /// What the users' conversations in one locale came to since the last batch.
  ///
  /// A class, so that who counts several things needs no closure that holds all that they depend on.
  final class Counts {
    let locale: String
    var outcome = BusinessOutcome()

    init(locale: String) {
      self.locale = locale
    }
  }

  /// Where to count what the users' conversations in that locale come to.
  func counts(of locale: String) -> Counts {
    for counts in counts where counts.locale == locale { return counts }
    let added = Counts(locale: locale)
    counts.append(added)
    return added
  }

  /// Whether a conversation that was counted since the last batch has come to its end.
  var hasEndedConversation: Bool { counts.contains { $0.outcome.messagesPerConversation.count > 0 } }

  /// A user says this.
  ///
  /// - Parameter text: UTF-8.
  func said(_ text: [UInt8]) {
    let hash = text.withUnsafeBufferPointer(UInt64.init(hashing:))
    if texts.add(hash) { batch.texts.append(hash) }
  }

  /// An answer with words has come; they are looked at where it may be among those that are kept.
  ///
  /// - Parameters:
  ///   - text: Asked for only then.
  ///   - isForeign: Whether the words are of another language than the agent's.
  func answered(
    to request: UInt16, user: Int, call: Int, text: () -> String, isForeign: (String) -> Bool
  ) {
    let request = Int(request)
    while answers.count <= request { answers.append(AnswersSeen()) }
    answers[request].sample.count(1)
    let hash = AnswerGate.hash(user: user, call: call)
    guard answers[request].gate.admits(hash) else { return }
    let text = text()
    let place = text.stableHash
    let (words, isOften) = answers[request].gate.take(place) {
      AnswerGate.Words(length: UInt32(clamping: text.unicodeScalars.count), isForeign: isForeign(text))
    }
    answers[request].sample.keep(
      AnswerNote(call: hash, text: place, length: words.length, isForeign: words.isForeign))
    if isOften {
      batch.answerTexts[place] = secrets.redacted(text.beginning).neutralised.cut(to: 200)
    }
  }

  /// The answers to one request.
  private struct AnswersSeen {
    var gate = AnswerGate()
    /// Since the last batch.
    var sample = AnswerSample()
  }

  /// An answer bears a contract's sign.
  func noteSign(_ place: Int) {
    batch.signs[place, default: SignTally()].add(SignTally(count: 1, first: offset(.now)))
  }

  /// A user ended by an error of its own code.
  func harnessError(_ text: String, user: Int, call: Int) {
    batch.harnessErrors.add(occurrence(text, due: .now, user: user, call: call, longest: 500))
  }

  /// A call failed; the sentence is asked for where no such call was due earlier.
  func noteExample(of cell: FailureCell, due: MonotonicTime, user: Int, call: Int, _ sentence: () -> String?) {
    if let known = examples[cell], (known.due, known.user, known.call) <= (offset(due), user, call) { return }
    guard let sentence = sentence() else { return }
    let example = occurrence(sentence, due: due, user: user, call: call, longest: 200)
    examples[cell] = example
    batch.failureExamples[cell] = example
  }

  /// What the earliest such call had to say.
  func example(of cell: FailureCell) -> String? { examples[cell]?.text }

  /// - Parameter longest: Scalars that are kept.
  private func occurrence(_ text: String, due: MonotonicTime, user: Int, call: Int, longest: Int) -> Occurrence {
    // A secret that is cut in two is none to search for: found first.
    Occurrence(
      due: offset(due), user: user, call: call, text: secrets.redacted(text).neutralised.cut(to: longest))
  }

  /// A user's call ended.
  func record(_ sample: Sample, user: Int, trace: TraceContext? = nil) {
    batch.samples.append(sample)
    if let trace { batch.traces.add(sample, trace) }
    guard let details else { return }
    if sample.connect > 0 {
      note(
        .connected(connect: sample.connect, tls: sample.tls), of: user, at: sample.start + sample.connect + sample.tls)
    }
    if details == .trace { note(.called(sample), of: user, at: sample.end) }
  }

  /// A user's call failed.
  func noteFailure(_ kind: FailureKind, request: UInt16, user: Int, _ sentence: () -> String?) {
    guard details != nil else { return }
    note(
      .failed(request: request, kind, sentence().map { secrets.redacted($0).neutralised.cut(to: 200) }), of: user,
      at: offset(.now))
  }

  /// A user started, ended or logged in.
  func note(_ event: Detail.Event, of user: Int) {
    guard details != nil else { return }
    note(event, of: user, at: offset(.now))
  }

  /// Details that are handed over at once, ten times a second: beyond, memory would grow with a slow disk.
  private static let mostDetails = 5000

  private func note(_ event: Detail.Event, of user: Int, at time: Int64) {
    if batch.details.count < Self.mostDetails {
      batch.details.append(Detail(at: time, user: user, event: event))
    } else {
      batch.detailsLeftOut += 1
    }
  }

  /// A user was started, or an arrival dropped, this many nanoseconds after it was due.
  func recordLateness(_ nanoseconds: Int64) {
    batch.lateness.append(nanoseconds)
  }

  /// The loop's heartbeat came this many nanoseconds late.
  func recordLoopLag(_ nanoseconds: Int64) {
    batch.loopLag.append(nanoseconds)
  }

  /// Takes everything out, for the recorder.
  func drain(at now: MonotonicTime) -> SampleBatch {
    var full = SampleBatch(buffer: batch.buffer)
    full.activeUsers = batch.activeUsers
    // The recorder holds the old memory; keeping its capacity here would copy it.
    full.samples.reserveCapacity(batch.samples.count)
    swap(&full, &batch)
    full.asOf = offset(now)
    for counts in counts where counts.outcome != BusinessOutcome() {
      full.business[counts.locale] = counts.outcome
      counts.outcome = BusinessOutcome()
    }
    for request in answers.indices where answers[request].sample.count > 0 {
      full.answers[request] = answers[request].sample
      answers[request].sample = AnswerSample()
    }
    return full
  }
}
