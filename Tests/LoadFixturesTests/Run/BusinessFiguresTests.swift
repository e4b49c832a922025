import AgentContracts
import Foundation
import LoadEngine
import ReferenceAgent
import Synchronization
import TestSupport
import Testing

@testable import LoadFixtures

/// Figures of the conversations, each held against what the agent itself counted or said.
@Suite("Business figures", .timeLimit(.minutes(1)))
struct BusinessFiguresTests {
  /// What the agent's answers said, read apart from the suite's own reader.
  private final class Said: Sendable {
    private let replies = Mutex<[(path: String, body: [UInt8])]>([])

    func take(_ request: HTTPRequest, _ reply: HTTPServerReply) {
      let answer = (request.path, reply.body)
      replies.withLock { $0.append(answer) }
    }

    /// The answers whose path ends so.
    func bodies(_ suffix: String) -> [[String: Any]] {
      replies.withLock { $0 }.filter { $0.path.hasSuffix(suffix) }.compactMap {
        try? JSONSerialization.jsonObject(with: Data($0.body)) as? [String: Any]
      }
    }

    func count(_ suffix: String, _ condition: ([String: Any]) -> Bool) -> Int { bodies(suffix).count(where: condition) }
  }

  @Test("A projection that has no body counts as one without figures, and not as none")
  func projectionWithoutBody() async throws {
    let contract = #"""
      {"contract": 1, "name": "bare", "operations": [
        {"key": "start", "method": "POST", "path": "/talks", "authorization": "never", "values": {"conversation.id": "/id"}},
        {"key": "message", "method": "POST", "path": "/talks/{conversation.id}", "authorization": "never",
         "values": {"answer.text": "/text"}},
        {"key": "roi", "method": "GET", "path": "/roi", "authorization": "never", "expect": {"status": [204]},
         "values": {"roi.percentage": "/roi/percentage", "roi.confidence": "/confidence"}}]}
      """#
    try await withTemporaryFolder { (folder: URL) async throws in
      let file = folder.appendingPathComponent("bare.json")
      try Data(contract.utf8).write(to: file)
      try await AgentUnderTest.with(answering: { request in
        if request.path == "/roi" { return HTTPServerReply(status: 204) }
        return HTTPServerReply(
          status: 200, headers: [("Content-Type", "application/json")],
          body: Array(#"{"id": "one", "text": "Con gusto le cuento."}"#.utf8))
      }) { agent in
        let record = try await ScenarioRunner.quietly(
          Scenario("bare", user: SalesUser.self, profile: .ramp(to: 4, perSecond: 50, for: .seconds(1))),
          in: try agent.environment(["LOAD_CONTRACT": file.path], credentials: false), trial: false)
        let asked = agent.received.count { $0.path == "/roi" }
        #expect(record.counts.failed == 0 && asked > 0, "\(record.failures ?? [])")
        #expect(record.business.roiAnswers == asked && record.business.roiWholeShare == 0)
      }
    }
  }

  @Test("Conversations, messages, tiers, projections and answers are those that the agent counted")
  func agentsOwnCounters() async throws {
    let said = Said()
    try await AgentUnderTest.with(alter: { said.take($0, $1) }) { agent in
      let record = try await ScenarioRunner.quietly(
        Scenario("figures", user: SalesUser.self, profile: .ramp(to: 10, perSecond: 100, for: .seconds(3))),
        in: try agent.environment())
      let business = record.business
      let answered = agent.agent.answeredRequests
      // One of each was the trial's.
      #expect(business.conversationsStarted == (answered[.start] ?? 0) - 1)
      #expect(business.messagesAnswered == (answered[.message] ?? 0) - 1)
      #expect(business.conversationsCompleted == (answered[.end] ?? 0) - 1)
      #expect(business.tierAnswers.values.reduce(0, +) == answered[.tier])
      #expect(business.roiAnswers == answered[.roi])
      #expect(business.conversationsStarted == business.conversationsCompleted + business.conversationsAbandoned)
      #expect(business.abandonedBecause == [BusinessOutcome.cutOff: business.conversationsAbandoned])
      #expect(business.completionRate == 1)
      for tier in AgentContract.documented.tiers {
        #expect(business.tierAnswers[tier] == said.count("/tier") { $0["tier"] as? String == tier })
      }
      #expect(business.tierAnswersJudged == said.count("/tier") { $0["basis"] as? String == "profile" })
      #expect(
        business.tierAccuracy == 1
          && business.tiersByRule.values.flatMap(\.values).reduce(0, +) == business.tierAnswersJudged)
      #expect(business.roiWholeShare == 1 && business.roiFigures.count == AnswerValue.roi.count)
      let percentages = said.bodies("/roi-projection").compactMap {
        ($0["roi_projection"] as? [String: Any])?["projected_roi_percentage"] as? Double
      }
      #expect(business.roiFigures["percentage"]?.count == percentages.count)
      #expect(business.roiFigures["percentage"]?.most.map { Double($0) / 100 } == percentages.max())
      #expect(business.roiFigures["percentage"]?.least.map { Double($0) / 100 } == percentages.min())
      // 8 to 15 where they came to their end, and fewer where they were cut off.
      #expect(business.messagesPerConversation.most.map { (8...15).contains($0) } == true)
      #expect(business.conversationDurations.count == business.conversationsStarted)
      #expect(business.phasesReached.values.reduce(0, +) == business.conversationsStarted)
      let answers = try #require(record.answers?.first { $0.name == "message" })
      // The first is the trial's.
      let texts = said.bodies("/message").dropFirst().compactMap { $0["response"] as? String }
      #expect(answers.count == business.messagesAnswered && answers.judged == answers.count)
      #expect(answers.distinct == Set(texts).count)
      #expect(answers.foreignShare == 0 && business.fallbackAnswers == 0 && business.emptyAnswers == 0)
      let turns = try #require(record.turns)
      #expect(turns.map(\.turn) == Array(1...turns.count) && (8...15).contains(turns.count))
    }
  }

  @Test("By locale, and all of one when one is asked for", arguments: ["es_ES", "es_MX", "mixed"])
  func locales(locale: String) async throws {
    try await AgentUnderTest.with { agent in
      let record = try await ScenarioRunner.quietly(
        Scenario("locales", user: SalesUser.self, profile: .ramp(to: 10, perSecond: 100, for: .seconds(2))),
        in: try agent.environment(["LOAD_LOCALE": locale]))
      let phones = agent.load.filter { $0.path == "/conversation/start" }.map { $0.body.contains(#""phone":"+34"#) }
      #expect(phones.count == record.business.conversationsStarted)
      if locale == "mixed" {
        let parts = try #require(record.businessByLocale)
        #expect(parts["es_ES"]?.conversationsStarted == phones.count { $0 })
        #expect(parts["es_MX"]?.conversationsStarted == phones.count { !$0 })
        #expect(parts.values.reduce(0) { $0 + $1.messagesAnswered } == record.business.messagesAnswered)
      } else {
        #expect(phones.allSatisfy { $0 == (locale == "es_ES") } && record.businessByLocale == nil)
      }
    }
  }

  @Test("Answers that are makeshifts, blank or in another language are counted as such, and found")
  func poorAnswers() async throws {
    let count = Mutex(0)
    try await AgentUnderTest.with(alter: { request, reply in
      guard request.path.hasSuffix("/message") else { return }
      let number = count.withLock {
        $0 += 1
        return $0
      }
      let text =
        switch number % 4 {
        case 0: #""response":"Esto es una respuesta como cualquier otra \#(number)""#
        case 1: #""response":"I am sorry, but we can not help you with that \#(number)""#
        case 2: #""response":"          ""#
        default: #""response":"Disculpe, en este momento no puedo \#(number)","_fallback":true"#
        }
      reply.body = Array("{\(text)}".utf8)
    }) { agent in
      let record = try await ScenarioRunner.quietly(
        Scenario("poor", user: SalesUser.self, profile: .ramp(to: 10, perSecond: 100, for: .seconds(3))),
        sla: [
          .must(.fallbackShare, atMost: 0.1), .must(.emptyAnswerShare, atMost: 0.1),
          .must(.wrongLanguageShare, atMost: 0.1),
          .must(.completionRate, atLeast: 0.95), .should(.distinctTexts, atLeast: 1),
        ], in: try agent.environment())
      let all = Double(record.business.answers)
      #expect(all > 60)
      for share in [record.business.fallbackShare, record.business.emptyShare, record.answers?.first?.foreignShare] {
        #expect(abs((share ?? 0) - 0.25) < 0.03, "\(share ?? -1)")
      }
      #expect(
        Set(record.findings?.map(\.code) ?? []) == [
          "fallbackAnswers", "emptyAnswers", "wrongLanguage", "repeatedAnswers",
        ])
      #expect(
        Set(record.verdict.breaches.map(\.kpi)) == ["fallback share", "empty answer share", "wrong language share"])
    }
  }

  @Test("A conversation whose end fails is abandoned for that reason")
  func failedEnds() async throws {
    try await AgentUnderTest.with(answering: { request in
      request.path.hasSuffix("/end") ? HTTPServerReply(status: 500, body: Array("{}".utf8)) : nil
    }) { agent in
      let record = try await ScenarioRunner.quietly(
        Scenario("ends", user: SalesUser.self, profile: .ramp(to: 10, perSecond: 100, for: .seconds(3))),
        sla: [.must(.completionRate, atLeast: 0.95)], in: try agent.environment(), trial: false)
      #expect(record.business.conversationsCompleted == 0)
      #expect(record.business.abandonedBecause["end failed"] == agent.load.count { $0.path.hasSuffix("/end") })
      #expect(record.business.completionRate == 0 && record.verdict.breaches.map(\.kpi) == ["completion rate"])
    }
  }

  @Test("A drift under the same load is a finding; a load that grows explains itself", arguments: [true, false])
  func drift(isConstant: Bool) throws {
    var statistics = Evidence.example().statistics
    statistics.timeline = (0..<60).map { second in
      TimelinePoint(
        second: second, users: isConstant ? 10 : 10 + second, completed: 10, failed: 0, dropped: 0,
        p50: 188 + Double(second) * 12)
    }
    let stage = StageStatistics(
      name: "10 users", start: 0, end: 60, target: 10, warmUp: false, statistics: statistics.total)
    statistics.stages = [stage]
    let findings = FindingRules(statistics: statistics).findings
    #expect(findings.map(\.code) == (isConstant ? ["drift"] : []))
    if isConstant {
      #expect(findings[0].evidence.contains("302 ms") && findings[0].evidence.contains("782 ms"), "\(findings)")
    }
  }

  @Test("Of arrivals the rate is the load, whatever its stage is called", arguments: [true, false])
  func driftOfArrivals(isConstant: Bool) throws {
    var statistics = Evidence.example().statistics
    statistics.timeline = (0..<60).map { second in
      TimelinePoint(
        second: second, users: 1 + second, completed: isConstant ? 50 : 50 + second, failed: 0, dropped: 0,
        p50: 100 + Double(second) * 12)
    }
    statistics.stages = [
      StageStatistics(
        name: isConstant ? "steady" : "50/s to 110/s", start: 0, end: 60, target: 110, warmUp: false,
        statistics: statistics.total)
    ]
    #expect(
      FindingRules(statistics: statistics, isOpen: true).findings.map(\.code) == (isConstant ? ["drift"] : []))
  }

  @Test("A sum of long times is that of the times: three hours in microseconds")
  func longTimes() {
    var amounts = Amounts()
    for _ in 0..<2 { amounts.add(3 * 3600 * 1_000_000) }
    #expect(amounts.mean == 10.8e9 && amounts.most == 10_800_000_000)
  }

  @Test(
    "What a text's language is",
    arguments: [
      ("Claro que sí, con mucho gusto le ayudo con su plan.", false), ("Sure, I can help you with the plan.", true),
      ("Nous sommes désolés, votre demande est en cours.", true), ("Ok", false), ("", false), ("Juan Pérez", false),
      ("Das ist leider nicht möglich, bitte später.", true), ("¿Qué le trae por aquí?", false),
    ])
  func language(text: String, isForeign: Bool) {
    #expect(AnswerLanguage.isForeign(text) == isForeign)
  }

  @Test("Every answer of the reference agent is Spanish")
  func agentsTexts() async throws {
    try await AgentUnderTest.with { agent in
      let record = try await ScenarioRunner.quietly(
        Scenario("words", user: SalesUser.self, profile: .ramp(to: 20, perSecond: 100, for: .seconds(3))),
        in: try agent.environment())
      #expect(record.answers?.allSatisfy { $0.foreignShare == 0 && $0.judged > 50 } == true)
      #expect(record.findings == nil, "\(record.findings ?? [])")
    }
  }
}
