import AgentContracts
import Foundation
import LoadEngine
import ReferenceAgent
import TestSupport
import Testing

@testable import LoadFixtures

/// Files of accounts and values, from the environment to what the target was sent.
@Suite("Files of a run", .timeLimit(.minutes(1)))
struct RunFilesTests {
  /// The documented contract whose conversations begin with a value of the file.
  private static func contract(in folder: URL) throws -> String {
    let text = String(decoding: AgentContract.documented.json.bytes, as: UTF8.self)
      .replacing("\"web\"", with: "\"{data.channel}\"")
    let url = folder.appendingPathComponent("contract.json")
    try Data(text.replacing("\"documented\"", with: "\"with a file\"").utf8).write(to: url)
    return url.path
  }

  private static func channels(_ agent: AgentUnderTest) throws -> [String] {
    try agent.load.filter { $0.path == "/conversation/start" }.map { request in
      let body = try JSONDecoder().decode(JSON.self, from: Data(request.body.utf8))
      guard case .string(let channel)? = body["channel"] else { return "none" }
      return channel
    }
  }

  /// Runs with a file of three rows.
  private static func run(
    _ profile: LoadProfile, _ settings: [String: String],
    _ check: (RunRecord, [String]) throws -> Void
  ) async throws {
    try await withTemporaryFolder { (folder: URL) async throws in
      let rows = folder.appendingPathComponent("channels.csv")
      try Data("channel\nweb\n\"a, b\"\nñandú\n".utf8).write(to: rows)
      try await AgentUnderTest.with { agent in
        let environment = try agent.environment(
          ["LOAD_CONTRACT": try contract(in: folder), "LOAD_DATA": rows.path].merging(settings) { $1 })
        let record = try await ScenarioRunner.quietly(
          Scenario("files", user: SalesUser.self, profile: profile), in: environment, trial: false)
        try check(record, try channels(agent))
      }
    }
  }

  @Test("Where the file ends the users end: each row goes out once, and the record says so")
  func stopClosed() async throws {
    try await Self.run(.ramp(to: 2, perSecond: 50, for: .seconds(3)), ["LOAD_DATA_END": "stop"]) { record, channels in
      #expect(channels.sorted() == ["a, b", "web", "ñandú"])
      #expect(record.business.conversationsStarted == 3 && record.counts.failed == 0)
      #expect(record.business.usersOutOfData == 2)
      #expect(record.notes.contains { $0.hasPrefix("2 users ended early, because LOAD_DATA had no row left") })
      #expect(record.business.completionRate == 1)
    }
  }

  @Test("In an open model as well; arrivals that no user is left for are no calls, and none is lost from the count")
  func stopOpen() async throws {
    let stage = OpenProfile.Stage(from: 40, to: 40, duration: .seconds(3))
    try await Self.run(.arrivals([stage], maxInFlight: 3), ["LOAD_DATA_END": "stop"]) { record, channels in
      #expect(Set(channels).count == channels.count && channels.count == record.business.conversationsStarted)
      #expect(record.business.conversationsStarted <= 3 && record.business.usersOutOfData > 0)
      #expect(record.notes.contains { $0.contains("because LOAD_DATA had no row left") })
      #expect(record.counts.failed == 0)
      let ended = record.counts.completed + record.counts.dropped + record.counts.cancelled
      #expect(record.counts.scheduled == ended, "\(record.counts)")
    }
  }

  @Test("By default it begins again, and the order of a seed is the same in each run")
  func restart() async throws {
    var orders: [[String]] = []
    for _ in 1...2 {
      try await Self.run(
        .ramp(to: 1, perSecond: 50, for: .seconds(3)), ["LOAD_DATA_ORDER": "shuffled", "LOAD_SEED": "11"]
      ) { record, channels in
        #expect(channels.count > 4 && record.business.usersOutOfData == 0)
        #expect(record.metadata.data?.rows == 3)
        orders.append(Array(channels.prefix(5)))
      }
    }
    #expect(orders[0] == orders[1] && Set(orders[0].prefix(3)).count == 3)
    #expect(Array(orders[0][3...4]) == Array(orders[0][0...1]))
  }

  @Test("A column that the file lacks is refused before any call")
  func missingColumn() async throws {
    let error = await #expect(throws: ConfigurationError.self) {
      try await withTemporaryFolder { (folder: URL) async throws in
        let rows = folder.appendingPathComponent("rows.csv")
        try Data("city\nToledo\n".utf8).write(to: rows)
        try await AgentUnderTest.with { agent in
          let environment = try agent.environment([
            "LOAD_CONTRACT": try Self.contract(in: folder), "LOAD_DATA": rows.path,
          ])
          defer { #expect(agent.load.isEmpty) }
          _ = try await ScenarioRunner.quietly(
            Scenario("files", user: SalesUser.self, profile: .ramp(to: 1, perSecond: 1, for: .seconds(1))),
            in: environment)
        }
      }
    }
    #expect(error?.description.contains("channel") == true)
  }

  // MARK: Accounts

  /// Runs against an agent of several accounts, whose passwords are "secret of" their e-mail.
  private static func run(
    accounts: [String], users: Int, _ settings: [String: String] = [:],
    _ check: (RunRecord, AgentUnderTest) throws -> Void
  ) async throws {
    let own = AgentCredentials(email: "user@example.com", password: "right")
    let agent = ReferenceAgent(configuration: AgentConfiguration(serviceTimes: .none, credentials: own))
    try await withTemporaryFolder { (folder: URL) async throws in
      let file = folder.appendingPathComponent("accounts.csv")
      let lines = ["email,password"] + accounts.map { "\($0),secret of \($0)" }
      try Data(lines.joined(separator: "\n").utf8).write(to: file)
      try await AgentUnderTest.with(answering: { request in
        var request = request
        if request.path == "/auth/login" {
          guard let email = email(of: request.body), accounts.contains(email),
            String(decoding: request.body, as: UTF8.self).contains("\"secret of \(email)\"")
          else { return HTTPServerReply(status: 403) }
          request.body = Array(#"{"email": "\#(own.email)", "password": "\#(own.password)"}"#.utf8)
        }
        return await agent.answer(request)
      }) { agent in
        var settings = settings
        settings["LOAD_ACCOUNTS"] = file.path
        let environment = try agent.environment(settings, credentials: false)
        let record = try await ScenarioRunner.quietly(
          Scenario("accounts", user: SalesUser.self, profile: .ramp(to: users, perSecond: 50, for: .seconds(1))),
          in: environment)
        try check(record, agent)
      }
    }
  }

  private static func email(of body: [UInt8]) -> String? {
    // What is no JSON has none.
    guard case .string(let email)? = (try? JSONDecoder().decode(JSON.self, from: Data(body)))?["email"] else {
      return nil
    }
    return email
  }

  @Test("Each user logs in with the account of its number, and calls with its own token")
  func ownAccounts() async throws {
    let accounts = (0..<5).map { "user\($0)@example.com" }
    try await Self.run(accounts: accounts, users: 4) { record, agent in
      #expect(record.counts.failed == 0 && record.counts.completed > 20, "\(record.failures ?? [])")
      let logIns = agent.received.filter { $0.path == "/auth/login" }.compactMap { Self.email(of: Array($0.body.utf8)) }
      // The first is that of the trial.
      #expect(logIns.first == accounts[0] && logIns.dropFirst().sorted() == Array(accounts.prefix(4)))
      #expect(Set(agent.load.compactMap(\.authorization)).count == 4)
      let text = String(decoding: try JSONEncoder().encode(record), as: UTF8.self)
      #expect(!text.contains("secret of") && !text.contains("user1@example.com"))
    }
  }

  @Test("Fewer accounts than users are refused before any call, unless they are shared")
  func tooFewAccounts() async throws {
    let error = await #expect(throws: ConfigurationError.self) {
      try await Self.run(accounts: ["a@a.es", "b@a.es"], users: 3) { _, _ in }
    }
    #expect(error?.variable == "LOAD_ACCOUNTS" && error?.reason?.contains("2 accounts for 3 users") == true)
    try await Self.run(accounts: ["a@a.es", "b@a.es"], users: 3, ["LOAD_ACCOUNTS_SHARED": "1"]) { record, agent in
      #expect(record.counts.failed == 0)
      let logIns = agent.received.filter { $0.path == "/auth/login" }.compactMap { Self.email(of: Array($0.body.utf8)) }
      #expect(logIns.dropFirst().sorted() == ["a@a.es", "a@a.es", "b@a.es"])
    }
  }
}
