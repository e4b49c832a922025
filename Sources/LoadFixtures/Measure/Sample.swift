/// One finished call, as stamped by the user that made it.
///
/// All times are nanoseconds since the run's origin on the monotonic clock. A plain value without references, so
/// that a batch of samples is one block of memory.
package struct Sample: Sendable {
  /// How the call ended.
  package enum Outcome: UInt8, Sendable {
    case completed, failed, cancelled
    /// Refused or left without an answer, as the user wanted it: neither success nor failure.
    case expected
  }

  /// Index into the run's request names.
  var request: UInt16
  /// Which message of its conversation was answered, from 1; 0 for any other call.
  var turn: UInt8 = 0
  var outcome: Outcome
  /// Raw value of the ``FailureKind`` of a failed call, or of what was expected of it, else 0.
  var failure: UInt16 = 0
  /// When the call was due: equal to `start` in a closed model.
  var intendedStart: Int64
  /// When the call was made: a connection had still to be opened, or the request was written.
  var start: Int64
  /// When the last byte of the answer was read, or the failure was known.
  var end: Int64
  /// Time spent opening a connection, 0 when one was at hand.
  var connect: Int64 = 0
  /// Time spent on a new connection's TLS handshake, 0 without one.
  var tls: Int64 = 0
  /// From the request's last byte written to the answer's first byte.
  var wait: Int64 = 0
  /// From the answer's first byte to its last.
  var receive: Int64 = 0

  /// end - start: what the target took, nanoseconds.
  var serviceTime: Int64 { end - start }
  /// end - intended start: what a caller waited, nanoseconds. The SLA is judged by this one.
  var responseTime: Int64 { end - intendedStart }
}

/// What one buffer (an event loop and its users) hands over at once: all that was added since its last batch.
///
/// A buffer sends its batches one after the other, never two at a time. Times are nanoseconds since the run's origin.
struct SampleBatch: Sendable {
  /// 0 up to the recorder's buffers.
  var buffer: Int
  var samples: [Sample] = []
  /// Every call of the buffer that ended before this has been handed over.
  var asOf: Int64 = 0
  /// Users at work (closed) or calls in flight (open) on the loop at `asOf`.
  var activeUsers = 0
  var scheduled = 0
  /// When each arrival that was dropped had been due.
  var drops: [Int64] = []
  /// Requests that went out a second time.
  var repeats = 0
  /// How much later than due users were started and arrivals dropped, nanoseconds; an early start counts as 0. The
  /// lateness of an arrival that led to a call is in its sample.
  var lateness: [Int64] = []
  /// How much later than asked the loop's heartbeat came, nanoseconds.
  var loopLag: [Int64] = []
  /// What the users' conversations came to, by their locale.
  var business: [String: BusinessOutcome] = [:]
  /// Answers with words that were counted and not looked at, by request.
  var answers: [Int: AnswerSample] = [:]
  /// Words that were answered often, by their hash.
  var answerTexts: [UInt64: String] = [:]
  /// Hashes of the texts that users said, where they may be new.
  var texts: [UInt64] = []
  /// Answers whose meaning a contract's sign tells, by the sign's place.
  var signs: [Int: SignTally] = [:]
  /// Errors of the users' own code, which are neither the target's nor the network's.
  var harnessErrors = Occurrences()
  /// What was wrong the first time that a request failed of a kind, where there is more to say than the label.
  var failureExamples: [FailureCell: Occurrence] = [:]
  var traces = TracedCalls()
  /// For the log of details, while there is one.
  var details: [Detail] = []
  /// How many more there were than are handed over at once.
  var detailsLeftOut = 0
}

/// Something that one user did, for a log of details. Collected only while somebody asked for it.
package struct Detail: Sendable {
  package enum Event: Sendable {
    case started, ended, loggedIn
    /// Nanoseconds; `tls` is 0 without a handshake.
    case connected(connect: Int64, tls: Int64)
    /// Why a call failed; the sentence where there is more to say than the kind.
    case failed(request: UInt16, FailureKind, String?)
    /// Every call, however it ended.
    case called(Sample)
  }

  /// Nanoseconds since the run's origin.
  var at: Int64
  var user: Int
  var event: Event
}

/// Answers that bore a sign.
struct SignTally: Sendable, Codable, Equatable {
  var count = 0
  /// When the first came, nanoseconds since the run's origin.
  var first = Int64.max

  mutating func add(_ other: SignTally) {
    count += other.count
    first = min(first, other.first)
  }
}

/// A request and how it failed.
struct FailureCell: Sendable, Hashable {
  let request: UInt16
  let kind: FailureKind
}

extension FailureCell: Codable, CodingKeyRepresentable {
  var codingKey: any CodingKey { TextKey(stringValue: "\(request)/\(kind.rawValue)") }

  init?(codingKey: some CodingKey) {
    let parts = codingKey.stringValue.split(separator: "/").compactMap { UInt16($0) }
    guard parts.count == 2 else { return nil }
    self.init(request: parts[0], kind: FailureKind(rawValue: parts[1]))
  }
}
