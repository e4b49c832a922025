/// What a virtual user is given at birth.
package struct UserContext: Sendable {
  /// Numbers the users of a run, from 0, in the order of their start.
  package let number: Int
  /// Random choices of this user alone: the same seed and number give the same sequence.
  package let random: SeededRandom
  /// Makes and measures the user's calls.
  package let caller: Caller
}
