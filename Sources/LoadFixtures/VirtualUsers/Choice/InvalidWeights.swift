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
