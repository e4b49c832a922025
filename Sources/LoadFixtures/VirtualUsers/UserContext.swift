/// What a virtual user is given at birth.
public struct UserContext: Sendable {
  /// Numbers the users of a run, from 0, in the order of their start.
  public let number: Int
  /// Random choices of this user alone: the same seed and number give the same sequence.
  public let generator: SeededGenerator
  /// Makes and measures the user's calls.
  public let caller: Caller
}
