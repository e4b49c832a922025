/// How many requests the target has counted over a load, and how many were sent to it: more reached it than were sent where
/// somebody on the way repeats them, this suite included.
package struct RequestReach: Codable, Sendable, Equatable {
  /// By the target's own count, those of its monitor apart; absent where it does not tell, or has counted anew.
  package var reached: Int?
  /// Calls of the load and their repeats.
  package var sent: Int

  /// - Parameters:
  ///   - before: The target's count before the load, and after it.
  ///   - counts: What became of the load's calls.
  init(before: Int?, after: Int?, counts: CallCounts) {
    if let before, let after, after >= before { reached = after - before }
    sent = counts.completed + counts.failed + counts.cancelled + counts.repeats
  }
}
