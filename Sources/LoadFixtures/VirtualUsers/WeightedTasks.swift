/// The tasks of one kind of user, drawn by weight among those that can run.
struct WeightedTasks<User>: Sendable {
  private let tasks: [WeightedTask<User>]

  /// Traps without a task, and for a weight below 1: the tables stand in the code.
  init(_ tasks: [WeightedTask<User>]) {
    precondition(
      !tasks.isEmpty && tasks.allSatisfy { $0.weight > 0 }, "\(User.self) needs tasks of a weight of at least 1")
    self.tasks = tasks
  }

  /// The user's next task; `nil` when none can run now.
  ///
  /// Weights hold over what is actually sent: the outcome is that of drawing from all tasks again and again until
  /// one comes up that can run, so the share of the others goes to those in proportion to their weights. One draw over
  /// their weights has the same distribution, in bounded time.
  func draw(for user: User, using random: inout SeededRandom) -> WeightedTask<User>? {
    var sum = 0
    for index in tasks.indices where tasks[index].canRun(user) { sum += tasks[index].weight }
    guard sum > 0 else { return nil }
    var left = Int(random.below(UInt64(sum)))
    for index in tasks.indices where tasks[index].canRun(user) {
      left -= tasks[index].weight
      if left < 0 { return tasks[index] }
    }
    return nil
  }
}

/// One thing a virtual user does, how often, and when it is possible.
///
/// `User` needs neither be `Sendable` nor a class: the action gets the user's own value to change and runs where
/// the user runs.
struct WeightedTask<User>: Sendable {
  /// At least 1, relative to the user's other tasks.
  let weight: Int
  /// Whether the task makes sense in the user's present state, and exists in the contract. Must be free of effects.
  let canRun: @Sendable (User) -> Bool
  /// What is done; a call that fails throws.
  let action: @Sendable (inout User) async throws -> Void

  init(
    weight: Int, canRun: @escaping @Sendable (User) -> Bool = { _ in true },
    action: @escaping @Sendable (inout User) async throws -> Void
  ) {
    self.weight = weight
    self.canRun = canRun
    self.action = action
  }
}
