/// What became of every call, warm-up included: scheduled = completed + failed + dropped + cancelled.
package struct CallCounts: Codable, Sendable, Equatable {
  package var scheduled = 0
  package var completed = 0
  package var failed = 0
  /// Arrivals of an open model that found no free user.
  package var dropped = 0
  /// In flight when the run was cut off.
  package var cancelled = 0
  /// Calls that the instrument made for itself (pre-flight, the target's metrics); in none of the above.
  package var instrument = 0
  /// Requests sent once more because their idle connection closed under them; their calls are counted above, once.
  @EmptyIfAbsent package var repeats: Int = 0
}
