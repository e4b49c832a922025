/// How often a scenario is tried against the embedded agent.
///
/// There an invalid run speaks of a busy machine alone, so it is told and made again, twice at most: more would pick
/// the lucky ones. A run against a real target happens once, when it is asked for; what was busy stands on its record.
struct Attempts {
  static let most = 3

  let isEmbedded: Bool
  let log: Log
  /// Waits for a calm machine, so long at most, and tells how long it took.
  let waitForCalm: (_ atMost: Duration) async -> Duration

  /// Runs until the generator fared well.
  ///
  /// - Returns: The last record, with the reasons of the earlier ones among its notes.
  func run(_ attempt: () async throws -> RunRecord) async throws -> RunRecord {
    guard isEmbedded else { return try await attempt() }
    var earlier: [String] = []
    var patience = CalmMachine.patience
    while true {
      patience = max(.zero, patience - (await waitForCalm(patience)))
      var record = try await attempt()
      record.notes += earlier
      guard let disturbance = record.generatorDisturbance, earlier.count + 1 < Self.most else { return record }
      log.warning("\(record.scenario) is invalid and is run again: \(disturbance)")
      earlier.append("Attempt \(earlier.count + 1) was invalid and was repeated: \(disturbance).")
    }
  }
}

extension RunRecord {
  /// The reasons of an invalid run if all of them speak of the generator's machine; else `nil`.
  fileprivate var generatorDisturbance: String? {
    // What could not be judged may be the machine's doing as well: a run without a reason of its own is not repeated.
    let reasons = verdict.reasons.filter { $0.code != .notJudged }
    guard verdict.status == .invalid, !self.interrupted, !reasons.isEmpty, reasons.allSatisfy(\.code.blamesMachine)
    else {
      return nil
    }
    return reasons.map(\.sentence).joined(separator: "; ")
  }
}
