import AgentContracts
import LoadEngine

/// A made-up customer on the way through log-in and conversations: what all users of the agent have in common.
struct CustomerJourney {
  let agent: AgentClient
  var random: SeededRandom
  private(set) var conversation: Conversation?
  private var conversations = 0

  init(_ context: UserContext, agent: AgentClient) {
    self.agent = agent
    random = context.random
    agent.takeGivenToken()
  }

  var hasMoreToSay: Bool { conversation?.hasMoreToSay ?? false }

  /// Makes the call that must come before anything else: log-in, the end of a finished conversation, the start of
  /// the next. Only where ``draw(_:)`` has no task: a conversation that is there is over then.
  ///
  /// - Returns: What follows.
  mutating func prepare() async throws -> Pause {
    if agent.mustAuthorize { return try await agent.authorize() }
    if let conversation {
      guard agent.offers(.end) else {
        leave(completed: true)
        return try await start()
      }
      // It counts as abandoned from here on unless the agent confirms its end.
      leave(because: "end failed")
      do {
        _ = try await agent.call(.end, conversation)
      } catch let end as UserEnded {
        recount(conversation, as: BusinessOutcome.cutOff)
        throw end
      }
      recount(conversation, as: nil)
      return Pause.none
    }
    return try await start()
  }

  private mutating func start() async throws -> Pause {
    let conversation = try agent.newConversation(number: conversations + 1, using: &random)
    let answer = try await agent.call(.start, conversation)
    conversations += 1
    try conversation.open(with: answer)
    agent.counts(of: conversation).outcome.conversationsStarted += 1
    agent.take(answer, in: conversation)
    self.conversation = conversation
    return .none
  }

  /// Draws what a user does next among the tasks that its contract allows; `nil` when ``prepare()`` must come first.
  @inline(never)
  mutating func draw<User>(_ tasks: WeightedTasks<User>) throws -> (@Sendable (inout User) async throws -> Void)? {
    let agent = agent
    guard hasMoreToSay, !agent.mustAuthorize else { return nil }
    guard let task = tasks.draw(offers: { agent.offers($0) }, using: &random) else {
      throw UserCodeError("the contract \(agent.contract.name) offers none of this user's tasks")
    }
    return task.action
  }

  // MARK: What a customer does

  /// Says the next thing that suits the phase.
  mutating func say() async throws {
    guard let conversation else { return }
    try await say(nextMessage(in: conversation))
  }

  @inline(never)
  private mutating func nextMessage(in conversation: Conversation) -> [UInt8] {
    SalesMessages.message(
      phase: phases.texts[conversation.phase], customer: conversation.customer, number: conversation.sent + 1,
      style: agent.catalogue.run.texts, using: &random)
  }

  /// Asks many things in one message.
  mutating func sayAtLength() async throws {
    guard let conversation else { return }
    try await say(
      SalesMessages.longMessage(
        customer: conversation.customer, style: agent.catalogue.run.texts, using: &random))
  }

  // Inlined, as `AgentClient.call` is: each function that waits asks for its executor once more.
  @inline(__always)
  private mutating func say(_ text: [UInt8]) async throws {
    guard let conversation else { return }
    let message = agent.message(text, in: conversation)
    let answer = try await agent.call(.message, conversation, message: message)
    agent.take(answer, in: conversation, to: message)
  }

  /// Asks which tier the agent has found for the customer.
  func checkTier() async throws {
    guard let conversation else { return }
    agent.take(try await agent.call(.tier, conversation), in: conversation)
  }

  /// Asks for the projected return on investment.
  func projectROI() async throws {
    guard let conversation else { return }
    agent.take(try await agent.call(.roi, conversation), in: conversation)
  }

  /// Reads the conversation's analytics.
  func readAnalytics() async throws {
    guard let conversation else { return }
    _ = try await agent.call(.analytics, conversation)
  }

  /// Tier, projection and analytics at the same time, as far as the contract offers them.
  func askSideBySide() async throws {
    let agent = agent
    let journey = LoopBound(self, to: agent.user.loop)
    async let tier: Void = { if agent.offers(.tier) { try await journey.value.checkTier() } }()
    async let projection: Void = { if agent.offers(.roi) { try await journey.value.projectROI() } }()
    async let analytics: Void = { if agent.offers(.analytics) { try await journey.value.readAnalytics() } }()
    _ = try await (tier, projection, analytics)
  }

  /// Asks whether the agent is well.
  func checkHealth() async throws {
    _ = try await agent.call(.health)
  }

  /// Asks for what the language model cannot do.
  func driveIntoFailure() async throws {
    _ = try await agent.call(.failingDependency, conversation)
  }

  /// Asks for a makeshift; it was asked for, and is none of those that an agent in trouble gives.
  func askForFallback() async throws {
    _ = try await agent.call(.fallback, conversation)
  }

  /// Speaks to a conversation that does not exist.
  func speakToNobody() async throws {
    _ = try await agent.call(
      .unknownConversation, conversation,
      message: Message(utf8: Array("¿Hola? ¿Hay alguien ahí?".utf8), phase: phases.name(0), number: 1))
  }

  /// Counts the conversation that is left open as abandoned.
  mutating func leave() {
    leave(because: BusinessOutcome.cutOff)
  }

  private mutating func leave(because reason: String = "", completed: Bool = false) {
    guard let conversation else { return }
    self.conversation = nil
    let counts = agent.counts(of: conversation)
    conversation.leave(in: phases, &counts.outcome)
    counts.outcome.count(completed ? nil : reason)
  }

  /// Counts a conversation anew whose end was thought to fail.
  private func recount(_ conversation: Conversation, as reason: String?) {
    let counts = agent.counts(of: conversation)
    counts.outcome.conversationsAbandoned -= 1
    let failed = (counts.outcome.abandonedBecause["end failed"] ?? 0) - 1
    // Below 0 where it was counted in an earlier second.
    counts.outcome.abandonedBecause["end failed"] = failed == 0 ? nil : failed
    counts.outcome.count(reason)
  }

  private var phases: PhaseOrder { agent.catalogue.phases }
}

extension BusinessOutcome {
  /// Counts a conversation as abandoned for a reason; `nil`: as completed.
  fileprivate mutating func count(_ reason: String?) {
    guard let reason else {
      conversationsCompleted += 1
      return
    }
    conversationsAbandoned += 1
    abandonedBecause[reason, default: 0] += 1
  }
}

/// A user who is a customer in conversation with the agent. What it does beyond log-in, start and end of conversations are
/// its tasks, drawn by weight.
protocol CustomerUser: AgentUser {
  static var tasks: WeightedTasks<Self> { get }
  var customer: CustomerJourney { get set }
  init(customer: CustomerJourney)
}

extension CustomerUser {
  package init(_ context: UserContext, agent: AgentClient) {
    self.init(customer: CustomerJourney(context, agent: agent))
  }

  // Inlined into what a runner calls, as `AgentClient.call` is.
  @inline(__always)
  package mutating func iterate() async throws -> Pause {
    guard let act = try customer.draw(Self.tasks) else { return try await customer.prepare() }
    try await act(&self)
    return .think
  }

  package mutating func leave() {
    customer.leave()
  }

  package static var mainOperations: [OperationKey] { [.start, .message] }

  package static func tasksLeftOut(by contract: AgentContract) -> [String] { tasks.leftOut(by: contract) }
}
