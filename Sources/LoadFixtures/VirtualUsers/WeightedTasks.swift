/// The tasks of one kind of user, drawn by weight among those that can run.
package struct WeightedTasks<User>: Sendable {
  package let tasks: [WeightedTask<User>]
  private let choice: WeightedChoice

  /// - Throws: ``InvalidWeights``, naming the task, when there is none, a weight is below 1 or a name occurs twice.
  package init(_ tasks: [WeightedTask<User>]) throws {
    var names: Set<String> = []
    for task in tasks {
      guard task.weight > 0 else { throw InvalidWeights.notPositive(task: task.name, weight: task.weight) }
      guard names.insert(task.name).inserted else { throw InvalidWeights.duplicate(task: task.name) }
    }
    self.tasks = tasks
    choice = try WeightedChoice(weights: tasks.map(\.weight))
  }

  /// For a table that stands in the code: a faulty one is a programming error and traps.
  package init(fixed tasks: [WeightedTask<User>]) {
    do {
      try self.init(tasks)
    } catch {
      preconditionFailure("tasks of \(User.self): \(error)")
    }
  }

  /// The user's next task, nil when none can run now.
  package func draw(for user: User, using random: inout SeededRandom) -> WeightedTask<User>? {
    choice.draw(using: &random) { tasks[$0].canRun(user) }.map { tasks[$0] }
  }
}

/// One thing a virtual user does, how often, and when it is possible.
///
/// `User` needs neither be `Sendable` nor a class: the action gets the user's own value to change and runs where
/// the user runs.
package struct WeightedTask<User>: Sendable {
  package let name: String
  /// At least 1, relative to the user's other tasks; checked by ``WeightedTasks``.
  package let weight: Int
  /// Whether the task makes sense in the user's present state, and exists in the contract. Must be free of effects.
  package let canRun: @Sendable (User) -> Bool
  /// What is done; a call that fails throws.
  package let action: @Sendable (inout User) async throws -> Void

  package init(
    _ name: String, weight: Int, canRun: @escaping @Sendable (User) -> Bool = { _ in true },
    action: @escaping @Sendable (inout User) async throws -> Void
  ) {
    self.name = name
    self.weight = weight
    self.canRun = canRun
    self.action = action
  }
}

/// Draws the index of a task, in proportion to the weights of those that can run now.
package struct WeightedChoice: Sendable, Equatable {
  /// As given: at least one, each at least 1.
  package let weights: [Int]

  /// - Parameter weights: one whole number of at least 1 for each task; only their ratio matters.
  /// - Throws: ``InvalidWeights`` when there is none, one is below 1, or the sum leaves `Int`.
  package init(weights: [Int]) throws {
    guard !weights.isEmpty else { throw InvalidWeights.empty }
    var sum = 0
    for (index, weight) in weights.enumerated() {
      guard weight > 0 else { throw InvalidWeights.notPositive(task: "number \(index + 1)", weight: weight) }
      let (next, overflow) = sum.addingReportingOverflow(weight)
      guard !overflow else { throw InvalidWeights.sumTooLarge }
      sum = next
    }
    self.weights = weights
  }

  /// Draws among the tasks that are allowed now, nil when none is.
  ///
  /// Weights hold over what is actually sent: the outcome is that of drawing from all tasks again and again until
  /// an allowed one comes up, so the share of the others goes to the allowed ones in proportion to their weights.
  ///
  /// - Parameter isAllowed: asked up to twice for an index; the two answers must agree.
  package func draw(
    using random: inout SeededRandom, where isAllowed: (Int) -> Bool = { _ in true }
  ) -> Int? {
    // One draw over the allowed weights has the distribution of repeated draws over all, in bounded time.
    var allowed = 0
    for index in weights.indices where isAllowed(index) {
      allowed += weights[index]
    }
    guard allowed > 0 else { return nil }
    var left = Int(random.below(UInt64(allowed)))
    for index in weights.indices where isAllowed(index) {
      left -= weights[index]
      if left < 0 { return index }
    }
    return nil
  }
}

/// Why a set of weighted tasks cannot be drawn from.
package enum InvalidWeights: Error, Equatable, CustomStringConvertible {
  case empty
  /// The task's name, or "number n" where only weights were given.
  case notPositive(task: String, weight: Int)
  case sumTooLarge
  case duplicate(task: String)

  package var description: String {
    switch self {
    case .empty:
      "no task was given: a user needs at least one"
    case .notPositive(let task, let weight):
      "task \(task) has weight \(weight): a weight is a whole number of at least 1; leave the task out to never run it"
    case .sumTooLarge:
      "the weights add up to more than \(Int.max): only their ratio matters, use smaller ones"
    case .duplicate(let task):
      "two tasks are called \(task): give each a name of its own, or add their weights"
    }
  }
}
