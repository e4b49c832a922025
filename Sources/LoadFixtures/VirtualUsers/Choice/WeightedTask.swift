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
