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
