import AgentContracts

/// A reader of summaries who wants them quick and never stale: known ones, new ones, and those that it has just changed.
package struct CacheUser: AgentUser {
  package static let name = "CacheUser"
  package static let thinkTime = Pacing.constantPacing(every: .seconds(1))
  package static let mainOperations: [OperationKey] = [.start, .summary]

  /// The conversations that it knows at most; the oldest is forgotten.
  static let mostKnown = 100

  static let tasks = WeightedTasks<CacheUser>([
    WeightedTask(weight: 40, needs: .summary) { try await $0.readKnown() },
    WeightedTask(weight: 40, needs: .start) { try await $0.open() },
    WeightedTask(weight: 20, needs: .update) { try await $0.changeAndRead() },
  ])

  private let agent: AgentClient
  private var random: SeededRandom
  private var known: [Conversation] = []
  private var opened = 0

  package init(_ context: UserContext, agent: AgentClient) {
    self.agent = agent
    random = context.random
    agent.takeGivenToken()
  }

  package mutating func iterate() async throws -> Pause {
    if agent.mustAuthorize { return try await agent.authorize() }
    guard let task = Self.tasks.draw(offers: { agent.offers($0) }, using: &random) else {
      throw UserCodeError("the contract \(agent.contract.name) offers none of this user's tasks")
    }
    // Who knows none has nothing to read.
    if known.isEmpty { try await open() } else { try await task.action(&self) }
    return .think
  }

  package mutating func leave() {}

  package static func tasksLeftOut(by contract: AgentContract) -> [String] { tasks.leftOut(by: contract) }

  /// A hit: whoever opened a conversation, or has read it since its last change, finds it in the cache.
  private mutating func readKnown() async throws {
    _ = try await agent.call(.summary, random.element(of: known))
  }

  /// A miss: the customer is new.
  private mutating func open() async throws {
    opened += 1
    let conversation = try agent.newConversation(number: opened, using: &random)
    try conversation.open(with: try await agent.call(.start, conversation))
    if known.count == Self.mostKnown { known.removeFirst() }
    known.append(conversation)
  }

  /// A miss again, and never the value from before the change.
  private mutating func changeAndRead() async throws {
    let conversation = random.element(of: known)
    let version = try await agent.call(.update, conversation).number(.version)
    guard let name = agent.catalogue.summaryAfterUpdate else { return }
    _ = try await agent.call(.summary, conversation, as: name) { summary in
      guard let version, let read = summary.number(.version), read < version else { return nil }
      return .check(.staleSummary)
    }
  }
}
