/// A scenario of which a report has nothing but its name: it has no record.
struct MissingScenario {
  var name: String
  /// What became of it.
  var sentence: String
  /// What its test recorded against itself.
  var issues: [String] = []
  /// Whether it is no fault: its test did not want to run.
  var isSkipped = false
}

extension RunResults {
  /// Every scenario that was begun or asked for and left no record, once; those that say most of it first.
  var missing: [MissingScenario] {
    let tests = unrecorded.map { test in
      MissingScenario(
        name: test.name, sentence: test.sentence, issues: test.issues.map { "\($0.severity): \($0.text)" },
        isSkipped: test.ended == .skipped)
    }
    let known = Set(unrecorded.map(\.name))
    let refused = notRun.filter { !known.contains($0.key) }.sorted { $0.key < $1.key }
      .map { MissingScenario(name: $0.key, sentence: "not run: \($0.value)") }
    let open = unfinished.filter { !known.contains($0) }
      .map { MissingScenario(name: $0, sentence: "was asked for and is not finished") }
    return tests + refused + open
  }

  /// What is there and no part of the report, a sentence each.
  var leftOut: [String] {
    damaged.map(\.description) + others.map { "\($0): a record of another run in the same folder" }
  }
}
