/// One thing a virtual user does, how often, and when it is possible.
///
/// `User` needs neither be `Sendable` nor a class: the action gets the user's own value to change and runs where
/// the user runs.
public struct WeightedTask<User>: Sendable {
  public let name: String
  /// At least 1, relative to the user's other tasks; checked by ``WeightedTasks``.
  public let weight: Int
  /// Whether the task makes sense in the user's present state, and exists in the contract. Must be free of effects.
  public let canRun: @Sendable (User) -> Bool
  /// What is done; a call that fails throws.
  public let action: @Sendable (inout User) async throws -> Void

  public init(
    _ name: String, weight: Int, canRun: @escaping @Sendable (User) -> Bool = { _ in true },
    action: @escaping @Sendable (inout User) async throws -> Void
  ) {
    self.name = name
    self.weight = weight
    self.canRun = canRun
    self.action = action
  }
}
