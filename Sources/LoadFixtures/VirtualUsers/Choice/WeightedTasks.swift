/// The tasks of one kind of user, drawn by weight among those that can run.
public struct WeightedTasks<User>: Sendable {
  public let tasks: [WeightedTask<User>]
  private let choice: WeightedChoice

  /// - Throws: ``InvalidWeights``, naming the task, when there is none, a weight is below 1 or a name occurs twice.
  public init(_ tasks: [WeightedTask<User>]) throws {
    var names: Set<String> = []
    for task in tasks {
      guard task.weight > 0 else { throw InvalidWeights.notPositive(task: task.name, weight: task.weight) }
      guard names.insert(task.name).inserted else { throw InvalidWeights.duplicate(task: task.name) }
    }
    self.tasks = tasks
    choice = try WeightedChoice(weights: tasks.map(\.weight))
  }

  /// For a table that stands in the code: a faulty one is a programming error and traps.
  public init(fixed tasks: [WeightedTask<User>]) {
    do {
      try self.init(tasks)
    } catch {
      preconditionFailure("tasks of \(User.self): \(error)")
    }
  }

  /// The user's next task, nil when none can run now.
  public func draw(for user: User, using generator: inout SeededGenerator) -> WeightedTask<User>? {
    choice.draw(using: &generator) { tasks[$0].canRun(user) }.map { tasks[$0] }
  }
}
