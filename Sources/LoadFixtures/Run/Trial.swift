import AgentContracts
import LoadEngine

/// One conversation before any load, as the contract has it: what does not fit ends the run there, in one sentence, and not
/// in a thousand failures.
struct Trial {
  let catalogue: CallCatalogue
  let endpoint: Endpoint

  /// Why the run cannot begin.
  struct Misfit: Error {
    let operation: PreparedOperation
    let kind: FailureKind
    let contract: String
    /// How the answer differs from the contract, without secrets.
    let difference: String

    /// With the operation.
    var sentence: String {
      "\(operation.label) (\(operation.requestLine)) does not fit the contract \(contract): \(difference)"
    }
  }

  /// Makes the calls.
  ///
  /// - Returns: The labels of the operations that were called, in order.
  /// - Throws: ``Misfit`` for the first answer that does not fit, `CancellationError` when the task is cancelled.
  func run(on loop: EventLoop) async throws -> [String] {
    let (catalogue, endpoint) = (catalogue, endpoint)
    let transport = await Task(executorPreference: loop) { endpoint.transport(on: loop) }.value
    return try await withTaskCancellationHandler {
      try await Task(executorPreference: loop) {
        defer { transport.close() }
        var caller = TrialCaller(catalogue: catalogue, transport: transport, on: loop)
        try await caller.converse()
        return caller.labels
      }.value
    } onCancel: {
      loop.execute { transport.cancelCalls() }
    }
  }
}

/// A user whose calls are in no statistics. Confined to its loop.
struct TrialCaller {
  let agent: AgentClient
  private let buffer: SampleBuffer
  private var random: SeededRandom
  /// Of the operations that were called, in order.
  private(set) var labels: [String] = []

  init(catalogue: CallCatalogue, transport: any Transport, on loop: EventLoop) {
    buffer = SampleBuffer(index: 0, origin: .now, secrets: catalogue.secrets)
    let handle = UserHandle(
      number: 0, transport: transport, buffer: buffer, loop: loop,
      requestIDs: SeededRandom(seed: catalogue.run.seed &+ 4, user: 0))
    agent = AgentClient(caller: Caller(handle: LoopBound(handle, to: loop)), catalogue: catalogue)
    random = SeededRandom(seed: catalogue.run.seed &+ 3, user: 0)
    agent.takeGivenToken()
  }

  /// Log-in, start, one message, end: as far as the contract has them and a run needs them.
  mutating func converse() async throws {
    if catalogue.logsIn, agent.user.token == nil { try await logIn() }
    guard let start = catalogue[.start] else { return }
    let conversation = try newConversation()
    try await open(conversation, start)
    var misfit: (any Error)?
    if let message = catalogue[.message] {
      do {
        _ = try await call(message, conversation)
      } catch {
        misfit = error
      }
    }
    // Whatever became of the message: no conversation is left open.
    if let end = catalogue[.end] {
      do {
        _ = try await call(end, conversation)
      } catch {
        misfit = misfit ?? error
      }
    }
    if let misfit { throw misfit }
  }

  var catalogue: CallCatalogue { agent.catalogue }

  mutating func newConversation() throws -> Conversation {
    Conversation(
      with: CustomerProfile.draw(locale: catalogue.run.locale, rules: catalogue.content, using: &random),
      row: try catalogue.row(user: 0, conversation: 1), number: 1, length: 1)
  }

  mutating func logIn(_ key: OperationKey = .login) async throws {
    guard let login = catalogue[key] else { return }
    labels.append(login.label)
    do {
      try await agent.logIn(key)
    } catch let failure as CallFailure {
      throw misfit(login, failure.kind)
    }
  }

  mutating func open(_ conversation: Conversation, _ start: PreparedOperation) async throws {
    let answer = try await call(start, conversation)
    guard let text = answer.textOrNumber(.conversationID), let id = PathSegment(id: text) else { return }
    conversation.open(as: id, text: text)
  }

  mutating func call(_ operation: PreparedOperation, _ conversation: Conversation) async throws -> Answer {
    labels.append(operation.label)
    let text = SalesMessages.message(
      phase: catalogue.phases.texts[0], customer: conversation.customer, number: 1, style: catalogue.run.texts,
      using: &random)
    do {
      return try await agent.call(operation.key, conversation, message: agent.message(text, in: conversation))
    } catch let failure as CallFailure {
      throw misfit(operation, failure.kind)
    } catch is UserEnded {
      throw CancellationError()
    }
  }

  private func misfit(_ operation: PreparedOperation, _ kind: FailureKind) -> Trial.Misfit {
    let label = kind.label(checks: catalogue.contract.checkNames)
    let example = buffer.example(of: FailureCell(request: operation.number, kind: kind)).map { ": \($0)" } ?? ""
    let hang =
      kind == .timeout
      ? " (no answer within \(NumberFormat.duration(seconds: operation.timeout / .seconds(1))))" : ""
    let advice =
      operation.key == .login && [401, 403].contains(kind.status)
      ? "; check LOAD_EMAIL and LOAD_PASSWORD" : ""
    return Trial.Misfit(
      operation: operation, kind: kind, contract: catalogue.contract.name,
      difference: "\(label)\(hang)\(advice)\(example)")
  }
}

extension PreparedOperation {
  /// Method and path as the contract has them.
  var requestLine: String { "\(head.method) \(path)" }
}
