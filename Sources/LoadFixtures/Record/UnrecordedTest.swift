/// A test of a scenario that left no record: it stands in reports by its name, and never as passed.
package struct UnrecordedTest: Codable, Sendable, Equatable {
  /// How it came to an end.
  package enum End: String, Codable, Sendable {
    /// It began and did not end.
    case crashed
    case cancelled
    /// It ended, and not even an invalid record is there.
    case failed = "failed without a record"
    /// It never began, because a condition of its own says so.
    case skipped
  }

  /// What the test recorded against itself.
  package struct Issue: Codable, Sendable, Equatable {
    package var text: String
    /// Swift Testing's word: `error` or `warning`.
    package var severity: String

    package init(_ text: String, severity: String) {
      self.text = text
      self.severity = severity
    }
  }

  /// The scenario's name, as the test function's name has it.
  package var name: String
  package var ended: End
  /// Why it was cancelled or skipped, or where its record should be; absent where nobody said.
  package var reason: String?
  package var issues: [Issue]

  package init(name: String, ended: End, reason: String? = nil, issues: [Issue] = []) {
    self.name = name
    self.ended = ended
    self.reason = reason
    self.issues = issues
  }

  /// What became of it, for people.
  package var sentence: String {
    let end =
      switch ended {
      case .crashed: "began and did not end: its process crashed, was killed, or still runs"
      case .cancelled: "cancelled"
      case .failed: "failed without a record"
      case .skipped: "skipped"
      }
    return reason.map { "\(end): \($0)" } ?? end
  }
}
