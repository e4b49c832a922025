import AgentContracts
import LoadEngine

/// Many users ask for one cold key at the same instant, before the load: the target's counter tells of them alone then.
struct StampedeRun {
  let catalogue: CallCatalogue
  let endpoint: Endpoint

  /// Makes the calls: all are the instrument's own.
  func run(users: Int, on loops: [EventLoop]) async -> (Stampede, calls: Int) {
    guard !Task.isCancelled, catalogue[.summary] != nil, catalogue[.update] != nil, catalogue[.cacheStats] != nil else {
      return (Stampede(users: users, answered: 0, reason: "the contract lacks summary, update or cache stats"), 0)
    }
    let (cold, opening) = await coldKey(on: loops[0])
    switch cold {
    case .success(let (key, token)):
      let (before, first) = await computations(on: loops[0])
      let line = StartLine(for: users)
      let outcomes = await withTaskGroup(of: Outcome.self) { group in
        for number in 0..<users {
          let loop = loops[number % loops.count]
          group.addTask(executorPreference: loop) { await ask(for: key, with: token, from: line, on: loop) }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      let (after, second) = await computations(on: loops[0])
      var stampede = Stampede(users: users, answered: outcomes.count { $0.isAnswered })
      let asked = outcomes.compactMap(\.asked)
      if let first = asked.min(), let last = asked.max() { stampede.spread = Double(last - first) / 1e6 }
      if stampede.answered < users {
        stampede.reason = "\(users - stampede.answered) of \(users) got no answer"
      } else if let before, let after, after >= before {
        stampede.computations = after - before
      } else {
        stampede.reason = "the target does not tell how many summaries it computed"
      }
      return (stampede, opening + first + second + outcomes.reduce(0) { $0 + $1.calls })
    case .failure(let error):
      return (
        Stampede(users: users, answered: 0, reason: (error as? Trial.Misfit)?.sentence ?? "\(error)"), opening
      )
    }
  }

  /// A conversation that was changed and not read since, the token that opened it, and how many calls that took.
  private func coldKey(on loop: EventLoop) async -> (Result<(PathSegment, UserToken?), any Error>, calls: Int) {
    let transport = await Task(executorPreference: loop) { endpoint.transport(on: loop) }.value
    return await Task(executorPreference: loop) { [catalogue] in
      defer { transport.close() }
      var caller = TrialCaller(catalogue: catalogue, transport: transport, on: loop)
      do {
        if catalogue.logsIn, caller.agent.user.token == nil { try await caller.logIn() }
        let conversation = try caller.newConversation()
        if let start = catalogue[.start] { try await caller.open(conversation, start) }
        if let update = catalogue[.update] { _ = try await caller.call(update, conversation) }
        guard let id = conversation.id else { throw UserCodeError("the conversation has no id") }
        return (.success((id, caller.agent.user.token)), caller.labels.count)
      } catch {
        return (.failure(error), caller.labels.count)
      }
    }.value
  }

  private func computations(on loop: EventLoop) async -> (Int?, calls: Int) {
    let transport = await Task(executorPreference: loop) { endpoint.transport(on: loop) }.value
    return await Task(executorPreference: loop) { [catalogue] in
      var monitor = TargetMonitor(catalogue: catalogue, transport: transport)
      defer { monitor.close() }
      let point = await monitor.read(at: 0)
      return (point.cacheComputations, monitor.calls.values.reduce(0, +))
    }.value
  }

  /// What came of one user.
  private struct Outcome: Sendable {
    var isAnswered = false
    var calls = 0
    /// When it asked; `nil` when it did not come so far.
    var asked: MonotonicTime?
  }

  /// One user: opens its connection, waits for the others, asks.
  private func ask(
    for id: PathSegment, with token: UserToken?, from line: StartLine, on loop: EventLoop
  ) async -> Outcome {
    var outcome = Outcome()
    let transport = endpoint.transport(on: loop)
    defer { transport.close() }
    var caller = TrialCaller(catalogue: catalogue, transport: transport, on: loop)
    caller.agent.user.token = token
    do {
      let conversation: Conversation
      do {
        conversation = try caller.newConversation()
        conversation.open(as: id, text: id.text)
        if let health = catalogue[.health] { _ = try await caller.call(health, conversation) }
      } catch {
        line.withdraw()
        throw error
      }
      let start = await line.arrive()
      try await EventLoop.sleep(for: .nanoseconds(max(0, start - .now)))
      if let summary = catalogue[.summary] {
        outcome.asked = .now
        _ = try await caller.call(summary, conversation)
        outcome.isAnswered = true
      }
    } catch {
      // Counted as not answered, which the stampede's outcome tells.
    }
    outcome.calls = caller.labels.count
    return outcome
  }
}
