import Foundation

/// The observer that writes `<scenario>.timeline.jsonl` while the run goes on, an event a line: a run that is killed loses
/// what it had not told, its last second and a bit.
package actor TimelineFile: RunObserver {
  package nonisolated let name = "the timeline"
  private let directory: ResultsDirectory
  private var file: GrowingFile?
  private let encoder: JSONEncoder

  package init(in directory: ResultsDirectory) {
    self.directory = directory
    encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  }

  package func observe(_ event: RunEvent) throws {
    if case .began(let beginning) = event {
      file = try GrowingFile(
        ResultsDirectory.fileName(forScenario: beginning.metadata.scenario, .timeline), in: directory)
    }
    try file?.append(String(decoding: encoder.encode(Line(event)), as: UTF8.self) + "\n")
    if case .ended = event { file = nil }
  }

  /// An event as it is written: an object with one key.
  private struct Line: Encodable {
    var began: RunBeginning?
    var second: RunMoment?
    var warning: RunWarning?
    var fault: FaultMoment?
    var ended: Ending?

    /// The whole record stands in its own file.
    struct Ending: Encodable {
      var verdict: Verdict.Status
      var duration: Double
      var assessments: [Assessment]
    }

    init(_ event: RunEvent) {
      switch event {
      case .began(let beginning): began = beginning
      case .second(let moment): second = moment
      case .warning(let warning): self.warning = warning
      case .fault(let fault): self.fault = fault
      case .ended(let record):
        ended = Ending(
          verdict: record.verdict.status, duration: record.duration, assessments: record.verdict.assessments)
      }
    }
  }

  /// As much of a line as a record can be made of.
  struct ReadLine: Decodable {
    var began: Beginning?
    var second: RunMoment?

    struct Beginning: Decodable {
      var metadata: RunMetadata
      var plan: RunTally.Plan
      var notes: [String]
    }
  }

  /// What a timeline begins with.
  ///
  /// - Throws: ``NoTimeline`` or a decoder's error.
  static func beginning(of timeline: Data) throws -> ReadLine.Beginning {
    guard let end = timeline.firstIndex(of: UInt8(ascii: "\n")),
      let beginning = try JSONDecoder().decode(ReadLine.self, from: timeline[..<end]).began
    else { throw NoTimeline("it does not tell of a run's beginning") }
    guard beginning.plan.isBelievable else { throw NoTimeline("its plan is none") }
    return beginning
  }

  /// Why a timeline cannot be read.
  struct NoTimeline: Error, CustomStringConvertible {
    let description: String

    init(_ reason: String) { description = reason }
  }
}

extension RunRecord {
  /// What can be said of a run that told its seconds and left no record: it was killed.
  ///
  /// - Throws: ``TimelineFile/NoTimeline``, or a decoder's error for a line that is none; the last may have been cut.
  init(recovering timeline: Data) throws {
    let beginning = try TimelineFile.beginning(of: timeline)
    var tally = RunTally(plan: beginning.plan)
    var last: RunMoment?
    var points: [TargetMetrics.Point] = []
    let isWhole = timeline.last == UInt8(ascii: "\n")
    for line in timeline.split(separator: UInt8(ascii: "\n")).dropFirst().dropLast(isWhole ? 0 : 1) {
      guard let moment = try JSONDecoder().decode(TimelineFile.ReadLine.self, from: line).second else { continue }
      guard moment.second.number == (last?.second.number ?? -1) + 1, tally.canHold(moment.second) else {
        throw TimelineFile.NoTimeline("its seconds do not follow each other, or are not those of its plan")
      }
      tally.add(moment.second)
      if let point = moment.target, point != points.last { points.append(point) }
      last = moment
    }
    let seconds = Int64((last?.second.number ?? -1) + 1)
    metadata = beginning.metadata
    statistics = tally.statistics(until: seconds * SecondCollector.second)
    // Calls count as scheduled in the second in which a batch told of them, and some of the last had been told of a little
    // later. What was under way has no end.
    let counts = statistics.counts
    let accounted = counts.completed + counts.failed + counts.dropped + counts.cancelled
    statistics.counts.scheduled = max(counts.scheduled, accounted)
    statistics.counts.cancelled += max(0, counts.scheduled - accounted)
    let metrics = TargetMetrics(seenIn: points)
    // Of the last second are its shares of the CPU: those of the whole run are not known.
    var generator = last?.generator ?? .unknown
    (generator.loops, generator.cpuShare, generator.othersShare) = (nil, nil, nil)
    generator.startLateness = tally.total.lateness.statistics
    generator.eventLoopLag = tally.total.loopLag.statistics
    generator.outOfRange = tally.outOfRange
    let findings = FindingRules(statistics: statistics, isOpen: metadata.model == .open).findings
    conditions = Conditions(
      duration: Double(seconds), interrupted: true, generator: generator, system: metrics, endpoints: nil,
      findings: findings.isEmpty ? nil : findings,
      notes: beginning.notes + [
        "The run left no record: it was killed, or still goes on. This one was made of the \(seconds) s that it told; "
          + "the generator's CPU and the instrument's own calls are not known."
      ])
    verdict = SLA([]).assess(
      Evidence(
        scenario: metadata.scenario, statistics: statistics, targetMetrics: metrics, interrupted: true,
        model: metadata.model))
  }
}
