import AgentContracts

/// The tasks of one kind of user, drawn by weight among those that can run.
struct WeightedTasks<User>: Sendable {
  private let tasks: [WeightedTask<User>]

  /// Traps without a task, and for a weight below 1: the tables stand in the code.
  init(_ tasks: [WeightedTask<User>]) {
    precondition(
      !tasks.isEmpty && tasks.allSatisfy { $0.weight > 0 }, "\(User.self) needs tasks of a weight of at least 1")
    self.tasks = tasks
  }

  /// The user's next task; `nil` when the contract allows none.
  ///
  /// Weights hold over what is actually sent: the outcome is that of drawing from all tasks again and again until
  /// one comes up that can run, so the share of the others goes to those in proportion to their weights. One draw over
  /// their weights has the same distribution, in bounded time.
  ///
  /// - Parameter offers: Whether the contract has an operation.
  func draw(offers: (OperationKey) -> Bool, using random: inout SeededRandom) -> WeightedTask<User>? {
    var sum = 0
    for index in tasks.indices where tasks[index].canRun(offers) { sum += tasks[index].weight }
    guard sum > 0 else { return nil }
    var left = Int(random.below(UInt64(sum)))
    for index in tasks.indices where tasks[index].canRun(offers) {
      left -= tasks[index].weight
      if left < 0 { return tasks[index] }
    }
    return nil
  }

  /// The tasks that a contract does not allow, with the share of the draws that they would have had.
  func leftOut(by contract: AgentContract) -> [String] {
    let sum = Double(tasks.reduce(0) { $0 + $1.weight })
    return tasks.filter { !$0.canRun(contract.has) }.map { task in
      let names = task.needs.map(\.rawValue).joined(separator: ", ")
      return "\(names) (\(NumberFormat.share(Double(task.weight) / sum)) of the tasks)"
    }
  }
}

/// One thing a virtual user does, how often, and what its contract must offer for it.
///
/// `User` needs neither be `Sendable` nor a class: the action gets the user's own value to change and runs where
/// the user runs.
struct WeightedTask<User>: Sendable {
  /// At least 1, relative to the user's other tasks.
  let weight: Int
  /// Any of these suffices; without one the task can always run.
  let needs: [OperationKey]
  /// What is done; a call that fails throws.
  let action: @Sendable (inout User) async throws -> Void

  init(weight: Int, needs: OperationKey..., action: @escaping @Sendable (inout User) async throws -> Void) {
    self.weight = weight
    self.needs = needs
    self.action = action
  }

  func canRun(_ offers: (OperationKey) -> Bool) -> Bool { needs.isEmpty || needs.contains(where: offers) }
}
