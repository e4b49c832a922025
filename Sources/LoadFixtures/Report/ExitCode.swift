/// What a tool's exit status says; 99 and 105 are k6's.
package enum ExitCode: Int32, Sendable, CaseIterable {
  case met = 0
  /// Anything that the others do not name.
  case other = 1
  case invalid = 98
  case breached = 99
  case badConfiguration = 104
  case interrupted = 105

  /// The exit code of a run: interrupted before invalid, invalid before breached, breached before met.
  ///
  /// A missed "should" alone is met. No record at all is invalid, and so is a damaged one, or a test that left none:
  /// nothing was shown. A scenario that was asked for and has no record is as good as interrupted, one that could not be
  /// run shows nothing. A test that skips itself was not asked for.
  package init(_ results: RunResults) {
    let records = results.records
    if !results.unfinished.isEmpty || records.contains(where: \.interrupted) {
      self = .interrupted
    } else if records.isEmpty || !results.notRun.isEmpty || !results.damaged.isEmpty
      || results.unrecorded.contains(where: { $0.ended != .skipped })
      || records.contains(where: { $0.verdict.status == .invalid })
    {
      self = .invalid
    } else if records.contains(where: { $0.verdict.isBreached }) {
      self = .breached
    } else {
      self = .met
    }
  }

  /// The word for it in reports.
  package var label: String {
    switch self {
    case .met: "passed"
    case .other: "error"
    case .invalid: "invalid"
    case .breached: "failed"
    case .badConfiguration: "bad configuration"
    case .interrupted: "interrupted"
    }
  }
}

extension Verdict {
  /// Failed, or passed by a hand that forgot a must: a reader of files cannot assume that they agree.
  var isBreached: Bool {
    status == .failed || (status == .passed && breaches.contains { $0.severity == .must })
  }
}
