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
