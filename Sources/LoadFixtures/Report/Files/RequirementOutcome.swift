/// What came of one requirement, in a word for files.
enum RequirementOutcome: String {
  case met
  /// A must that was not met.
  case breached
  /// A should that was not met.
  case missed
  case notJudged = "not judged"
  case notOffered = "not offered"
  case notObserved = "not observed"
  /// By an invalid run, whose numbers show neither that a limit was kept nor that it was not.
  case notProven = "not proven"

  init(_ item: Assessment, of status: Verdict.Status) {
    if item.isNotOffered == true {
      self = .notOffered
    } else if item.unjudged != nil {
      self = .notJudged
    } else if item.observed == nil {
      self = .notObserved
    } else if status == .invalid {
      self = .notProven
    } else if item.met {
      self = .met
    } else {
      self = item.severity == .must ? .breached : .missed
    }
  }

  /// Why nothing can be said of the requirement; `nil` where it was judged.
  func reason(_ item: Assessment) -> String? {
    switch self {
    case .met, .breached, .missed: nil
    case .notJudged, .notOffered, .notObserved: "\(rawValue): \(item.unjudged ?? item.note ?? "no value")"
    case .notProven: "\(rawValue): the run is INVALID, and its numbers must not be used"
    }
  }
}

extension Assessment {
  /// What is asked for, without what was observed: the same in each run of a scenario.
  var title: String {
    "\(severity.rawValue): \(kpi) \(NumberFormat.limit(limit, comparison: comparison, unit: unit)), stage \(stageName)"
  }
}
