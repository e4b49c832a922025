import LoadEngine

/// A made-up customer on the way through log-in and conversations: what all users of the agent have in common.
struct CustomerJourney {
  /// The conversation that is open. A class: as a value of 400 bytes it would stand several times in the frames of the
  /// functions below, and so in each user's memory.
  final class Conversation {
    /// Messages of a conversation, each number equally likely.
    static let lengths = 8...15

    let id: PathSegment
    let customer: CustomerProfile
    /// How many messages it will have, drawn once.
    let length: Int
    var sent = 0
    var phase = ConversationPhase.greeting
    /// The tier that the agent named last.
    var tier: String?

    init(id: PathSegment, customer: CustomerProfile, length: Int) {
      self.id = id
      self.customer = customer
      self.length = length
    }
  }

  let agent: AgentClient
  var random: SeededRandom
  private(set) var conversation: Conversation?
  private var failedLogIns = 0

  init(_ context: UserContext, agent: AgentClient) {
    self.agent = agent
    random = context.random
  }

  var hasMoreToSay: Bool { conversation.map { $0.sent < $0.length } ?? false }

  /// Makes the call that must come before anything else: log-in, the end of a finished conversation, the start of
  /// the next.
  ///
  /// - Returns: What follows, or `nil` when there was nothing to prepare and no call was made.
  mutating func prepare() async throws -> Pause? {
    if !agent.isLoggedIn {
      return try await logIn()
    }
    if let conversation, !hasMoreToSay {
      // It counts as abandoned from here on unless the agent confirms its end.
      leave()
      if agent.offers(.end) {
        try await agent.end(conversation.id)
        agent.tally { $0.conversationsAbandoned -= 1 }
        return Pause.none
      }
    }
    if conversation == nil {
      try await start()
      return Pause.none
    }
    return nil
  }

  private mutating func logIn() async throws -> Pause {
    do {
      try await agent.logIn()
      failedLogIns = 0
      return .none
    } catch is CallFailure {
      // 1, 2, 4 ... 32 seconds: users that are locked out must not flood the target.
      let pause = Duration.seconds(1 << min(failedLogIns, 5))
      failedLogIns += 1
      return .backOff(pause)
    }
  }

  private mutating func start() async throws {
    let customer = CustomerProfile.draw(using: &random)
    let length = random.integer(in: Conversation.lengths)
    let answer = try await agent.startConversation(for: customer)
    let conversation = Conversation(id: answer.id, customer: customer, length: length)
    conversation.phase.advance(reported: answer.phase, message: "", answer: "")
    self.conversation = conversation
  }

  /// Draws what a user does next among the tasks that its contract allows.
  @inline(never)
  mutating func draw<User>(
    _ tasks: WeightedTasks<User>, for user: User
  ) throws -> @Sendable (inout User) async throws -> Void {
    guard let task = tasks.draw(for: user, using: &random) else {
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
  private mutating func nextMessage(in conversation: Conversation) -> String {
    SalesMessages.message(
      phase: conversation.phase, customer: conversation.customer, number: conversation.sent + 1,
      using: &random)
  }

  /// Asks many things in one message.
  mutating func sayAtLength() async throws {
    guard let conversation else { return }
    try await say(SalesMessages.longMessage(customer: conversation.customer, using: &random))
  }

  private mutating func say(_ message: String) async throws {
    guard let conversation else { return }
    // Said is said, whether or not an answer comes: a conversation with a mute agent ends as well.
    conversation.sent += 1
    let answer = try await agent.send(
      message, phase: conversation.phase, number: conversation.sent, in: conversation.id)
    conversation.phase.advance(reported: answer.phase, message: message, answer: answer.text)
  }

  mutating func checkTier() async throws {
    guard let conversation else { return }
    conversation.tier = try await agent.checkTier(of: conversation.id, customer: conversation.customer)
  }

  func projectROI() async throws {
    guard let conversation else { return }
    try await agent.projectROI(for: conversation.customer, tier: assumedTier(in: conversation))
  }

  func readAnalytics() async throws {
    guard let conversation else { return }
    try await agent.readAnalytics(of: conversation.id)
  }

  /// Tier, projection and analytics at the same time, as far as the contract offers them.
  func askSideBySide() async throws {
    guard let conversation else { return }
    let agent = agent
    let (id, customer, tier) = (conversation.id, conversation.customer, assumedTier(in: conversation))
    async let tierAnswer: Void = {
      if agent.offers(.tier) { _ = try await agent.checkTier(of: id, customer: customer) }
    }()
    async let projection: Void = {
      if agent.offers(.roi) { try await agent.projectROI(for: customer, tier: tier) }
    }()
    async let analytics: Void = {
      if agent.offers(.analytics) { try await agent.readAnalytics(of: id) }
    }()
    _ = try await (tierAnswer, projection, analytics)
  }

  /// Speaks to a conversation that does not exist.
  mutating func speakToNobody() async throws {
    let id = "unknown-" + String(random.next(), radix: 16)
    try await agent.sendToUnknownConversation("¿Hola? ¿Hay alguien ahí?", id: id)
  }

  private func assumedTier(in conversation: Conversation) -> String {
    conversation.tier ?? agent.contract.tiers.first ?? ""
  }

  /// Counts the conversation that is left open as abandoned.
  mutating func leave() {
    guard let conversation else { return }
    self.conversation = nil
    agent.tally { outcome in
      outcome.phasesReached[conversation.phase.rawValue, default: 0] += 1
      outcome.conversationsAbandoned += 1
    }
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

  package mutating func iterate() async throws -> Pause {
    if let pause = try await customer.prepare() { return pause }
    try await customer.draw(Self.tasks, for: self)(&self)
    return .think
  }

  package mutating func leave() {
    customer.leave()
  }

  func offers(_ call: AgentCall) -> Bool { customer.agent.offers(call) }
}
