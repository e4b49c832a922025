import AgentContracts
import LoadEngine
import Synchronization
import TestSupport
import Testing

@testable import LoadFixtures

/// What a target may name is bounded over the whole of a run, and nothing is lost from the counts; `HostileTargetTests` has
/// many names in one answer.
///
/// Catches: a table by names of the target's that grows with the run.
@Suite("Harms nobody: names without end", .timeLimit(.minutes(1)))
struct BoundedNamesTests {
  /// A target that has another name, another status and other words in each answer.
  private final class Inventor: Sendable {
    static let openCircuits = 5
    static let changes = 30

    private struct State {
      var number = 0
      var tiers = 0
    }

    private let state = Mutex(State())

    /// Answers to calls for a tier.
    var tiers: Int { state.withLock(\.tiers) }

    func answer(_ request: HTTPRequest) -> HTTPServerReply? {
      let number = state.withLock { state in
        state.number += 1
        if request.path.hasSuffix("/tier") { state.tiers += 1 }
        return state.number
      }
      let name = JSON.string("name \(number)")
      switch request.path {
      case "/auth/login", "/health", "/metrics", "/metrics/connections", "/cache/stats": return nil
      case "/conversation/start":
        return Self.reply(["conversation_id": .string("c\(number)"), "phase": name])
      case "/metrics/circuit-breakers": return breakers(number)
      case let path where path.hasSuffix("/tier"): return Self.reply(["tier": name, "basis": "profile"])
      case let path where path.hasSuffix("/end"): return Self.reply(["phase": name])
      case let path where path.hasSuffix("/message") && number % 3 > 0:
        return Self.reply(["response": .string("Palabras nuevas, \(number)"), "phase": name])
      // Among them 401, after which a user logs in again.
      default: return Self.reply(["error": name], status: 400 + number % 300)
      }
    }

    private func breakers(_ number: Int) -> HTTPServerReply {
      let changes = (0..<Self.changes).map { place in
        JSON.object([
          ("breaker", .string("breaker \(number)-\(place)")), ("number", .integer(number * Self.changes + place)),
          ("state", "open"), ("seconds_ago", 0), ("failures", 5),
        ])
      }
      let open = (0..<Self.openCircuits).map { JSON.string("open \(number)-\($0)") }
      return Self.reply(["open_circuits": .array(open), "changes": .array(changes)])
    }

    private static func reply(_ body: JSON, status: Int = 200) -> HTTPServerReply {
      HTTPServerReply(status: status, body: body.bytes)
    }
  }

  private static func run(
    for duration: Duration, _ answer: @escaping @Sendable (HTTPRequest) -> HTTPServerReply?
  ) async throws -> RunRecord {
    try await AgentUnderTest.with(answering: { answer($0) }) { agent in
      var environment = try agent.environment()
      environment.contract = .fixed(try .lax())
      return try await ScenarioRunner.quietly(
        Scenario("names", user: SalesUser.self, profile: .ramp(to: 5, perSecond: 50, for: duration)), in: environment,
        trial: false)
    }
  }

  @Test("The record is as small as any, every table is bounded, and each adds up")
  func invented() async throws {
    let inventor = Inventor()
    let record = try await Self.run(for: .milliseconds(3500)) { inventor.answer($0) }
    let counts = record.counts
    #expect(counts.completed > 100 && counts.failed > 50, "\(counts)")
    #expect(counts.scheduled == counts.completed + counts.failed + counts.dropped + counts.cancelled)
    #expect(try record.encoded().count < 1_000_000)
    #expect(try HTMLReport(.init(records: [record])).document().utf8.count < 1_000_000)

    Self.checkFailures(record)
    Self.checkTiers(record, answered: inventor.tiers)
    Self.checkBreakers(record.system)
    // Phases are the contract's, and of words those alone are kept that come again.
    let phases = Set(AgentContract.usualPhases.map(\.name))
    #expect(phases.isSuperset(of: record.business.phasesReached.keys) && record.business.transitions.isEmpty)
    let answers = try #require(record.answers?.first)
    #expect(answers.distinct == answers.judged && answers.judged > 50 && answers.mostFrequent == nil)
  }

  private static func checkFailures(_ record: RunRecord) {
    let kinds = record.failureKinds
    #expect(kinds.keys.count { $0.hasPrefix("status ") } == ForeignNames.most && kinds["other statuses"] ?? 0 > 0)
    #expect(kinds.values.reduce(0, +) == record.counts.failed)
    for point in record.timeline {
      let kinds = point.failureKinds ?? [:]
      #expect(kinds.count <= ForeignNames.most + 1 && kinds.values.reduce(0, +) == point.failed)
    }
    for request in record.requests {
      let kinds = request.failureKinds ?? [:]
      #expect(kinds.count <= ForeignNames.most + 1 && kinds.values.reduce(0, +) == request.failures)
    }
    let failures = record.failures ?? []
    #expect((1...100).contains(failures.count))
    #expect(failures.allSatisfy { $0.example?.unicodeScalars.count ?? 0 <= 200 })
    #expect(failures.contains { $0.example?.contains("name ") == true })
  }

  private static func checkTiers(_ record: RunRecord, answered: Int) {
    let business = record.business
    let sum = business.tierAnswers.values.reduce(0, +)
    #expect(business.tierAnswers.count == ForeignNames.most + 1)
    #expect(business.tierAnswers[ForeignNames.others] ?? 0 > 0)
    // One that was cut off at the end was answered all the same.
    #expect(sum <= answered && sum >= answered - record.counts.cancelled)
    for row in business.tiersByRule.values { #expect(row.count <= ForeignNames.most + 1) }
    #expect(business.tiersByRule.values.flatMap(\.values).reduce(0, +) == business.tierAnswersJudged)
    for part in (record.businessByLocale ?? [:]).values { #expect(part.tierAnswers.count <= ForeignNames.most + 1) }
  }

  private static func checkBreakers(_ system: TargetMetrics) {
    let points = system.points.filter { $0.openCircuits != nil }
    #expect(points.count >= 2)
    for point in points {
      #expect((point.openCircuits?.count ?? 0) + (point.openCircuitsNotNamed ?? 0) == Inventor.openCircuits)
    }
    // The first reading may come just before the run's origin: what has changed by then is no change of the run.
    let (changes, before) = (system.circuitChanges ?? [], system.circuitsBefore ?? [:])
    let named = Set(points.flatMap { $0.openCircuits ?? [] } + changes.map(\.breaker) + before.keys)
    #expect(named.count == ForeignNames.most)
    #expect((system.breakerTotals ?? []).count <= ForeignNames.most)
    // Those of breakers beyond the first are counted where they cannot be named.
    let told = changes.count + before.count + (system.notBelievable?["changes"] ?? 0)
    #expect(told == points.count * Inventor.changes, "\(told)")
  }

  @Test("A name is cut to a length, a tier's as well")
  func longTiers() async throws {
    let long = String(repeating: "n", count: 20_000)
    let record = try await Self.run(for: .milliseconds(1500)) { request in
      request.path.hasSuffix("/tier")
        ? HTTPServerReply(status: 200, body: JSON.object([("tier", .string(long))]).bytes) : nil
    }
    #expect(!record.business.tierAnswers.isEmpty)
    #expect(record.business.tierAnswers.keys.allSatisfy { $0.unicodeScalars.count <= Secrets.longestName })
  }
}
