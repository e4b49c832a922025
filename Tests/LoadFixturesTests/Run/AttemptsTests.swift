import Synchronization
import Testing

@testable import LoadFixtures

@Suite("Attempts against the embedded agent")
struct AttemptsTests {
  private struct Outcome {
    var record: RunRecord
    var runs: Int
    var waits: [Duration]
  }

  /// Runs with these verdicts in turn; each wait takes as long as is said, or as long as it may.
  ///
  /// - Parameter unjudged: Of each run, the requirement that could not be judged and is a reason therefore.
  private func outcome(
    isEmbedded: Bool = true, interrupted: Bool = false, wait: Duration = .zero, unjudged: String? = nil,
    _ reasons: [[InvalidReason]]
  ) async throws -> Outcome {
    var runs = 0
    let waits = Mutex<[Duration]>([])
    let attempts = Attempts(isEmbedded: isEmbedded, log: Log(level: .error)) { patience in
      waits.withLock { $0.append(patience) }
      return min(wait, patience)
    }
    let record = try await attempts.run {
      let reasons = reasons[min(runs, reasons.count - 1)]
      runs += 1
      var verdict = ReportSamples.verdict(reasons.isEmpty ? .passed : .invalid, reasons: reasons)
      if let unjudged {
        verdict.reasons.append(InvalidReason(.notJudged, unjudged))
        verdict.assessments.append(
          Assessment(
            severity: .must, kpi: "p95 response time", comparison: .below, limit: 1000, observed: 3,
            unit: .milliseconds,
            met: false, note: nil, unjudged: unjudged))
      }
      return ReportSamples.record(verdict: verdict, interrupted: interrupted)
    }
    return Outcome(record: record, runs: runs, waits: waits.withLock { $0 })
  }

  private static let late = InvalidReason(.generatorLate, "generator late: p99 start lateness 80 ms > 50 ms")
  private static let starved = InvalidReason(.generatorOutOfCPU, "generator out of CPU: event loop 0 waited")

  /// Before, there were eight attempts, with up to two minutes of waiting and half a minute of pause before each.
  @Test("A disturbed run is made again twice at most, and all reasons stand on the record")
  func thrice() async throws {
    let found = try await outcome([[Self.late, Self.starved]])
    #expect(found.runs == 3)
    #expect(found.record.verdict.reasons == [Self.late, Self.starved])
    #expect(
      found.record.notes.suffix(2) == [
        "Attempt 1 was invalid and was repeated: \(Self.late); \(Self.starved).",
        "Attempt 2 was invalid and was repeated: \(Self.late); \(Self.starved).",
      ])
  }

  @Test("The first run in which the generator fared well is the last")
  func twice() async throws {
    let found = try await outcome([[Self.late], []])
    #expect(found.runs == 2)
    #expect(found.record.verdict.status == .passed)
    #expect(found.record.notes.last == "Attempt 1 was invalid and was repeated: \(Self.late).")
  }

  @Test("A starved run that dropped arrivals is repeated; one that could not be judged for their sake alone is not")
  func drops() async throws {
    let reason = "The p95 response time cannot be judged: 3 arrivals were dropped."
    #expect(try await outcome(unjudged: reason, [[Self.starved]]).runs == 3)
    #expect(try await outcome(unjudged: reason, [[]]).runs == 1)
  }

  @Test("All attempts together wait 20 s at most")
  func waiting() async throws {
    #expect(try await outcome(wait: .seconds(60), [[Self.late]]).waits == [.seconds(20), .zero, .zero])
    #expect(try await outcome(wait: .seconds(8), [[Self.late]]).waits == [.seconds(20), .seconds(12), .seconds(4)])
  }

  @Test(
    "A real target is neither waited for nor run again, nor is a run that was stopped or is invalid for its own sake")
  func once() async throws {
    let real = try await outcome(isEmbedded: false, [[Self.late]])
    #expect(real.runs == 1 && real.waits.isEmpty)
    #expect(try await outcome(interrupted: true, [[Self.late]]).runs == 1)
    #expect(try await outcome([[Self.late, "The counts do not add up."]]).runs == 1)
  }
}
