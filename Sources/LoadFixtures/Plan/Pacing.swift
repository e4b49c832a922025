/// What a user waits for before its next iteration.
///
/// A think time runs from the end of the last iteration. A constant pacing sets the start of each iteration, however
/// long the last one took; it has therefore an intended start, as an open model has.
package enum Pacing: Sendable, Equatable {
  /// The next iteration follows at once.
  case none
  /// The same think time each time.
  case constant(Duration)
  /// A think time drawn evenly from the range, bounds included.
  case uniform(ClosedRange<Duration>)
  /// One iteration starts every so often.
  case constantPacing(every: Duration)

  /// True when the start of an iteration is due at an instant that the target cannot move.
  package var hasIntendedStart: Bool {
    if case .constantPacing = self { true } else { false }
  }

  /// The next think time, or the period of a constant pacing; whole nanoseconds, never below 0.
  ///
  /// Takes one draw for a uniform think time, and none otherwise.
  package func draw(using random: inout SeededRandom) -> Duration {
    switch self {
    case .none: .zero
    case .constant(let pause), .constantPacing(every: let pause): max(pause, .zero)
    case .uniform(let range):
      random.uniform(
        .nanoseconds(max(0, PlanTime.nearest(range.lowerBound)))
          ... .nanoseconds(max(0, PlanTime.nearest(range.upperBound))))
    }
  }

  /// When the next iteration is due, given when the last one was due and when it ended.
  ///
  /// With a constant pacing it may lie before `ended`: the user is behind, starts at once, and the response time
  /// counts from the instant returned, so that a slow target cannot hide the wait that it causes.
  package func nextStart(
    lastDue: Duration, ended: Duration, using random: inout SeededRandom
  ) -> Duration {
    (hasIntendedStart ? lastDue : ended) + draw(using: &random)
  }

  /// All pauses and periods times a factor of 0 or more; any other factor is a programming error. Think times times 0
  /// are none.
  package func scaled(by factor: Double) -> Pacing {
    precondition(factor >= 0 && factor.isFinite, "a think-time scale of \(factor) is not a finite number of 0 or more")
    return switch self {
    case .constant where factor == 0, .uniform where factor == 0, .none: .none
    case .constant(let pause): .constant(PlanTime.scaled(pause, by: factor))
    case .uniform(let range):
      .uniform(PlanTime.scaled(range.lowerBound, by: factor)...PlanTime.scaled(range.upperBound, by: factor))
    case .constantPacing(every: let period): .constantPacing(every: PlanTime.scaled(period, by: factor))
    }
  }

  /// The pacing itself when it can be run; throws ``PlanError`` for a negative pause or a period of 0 or less.
  package func validated() throws(PlanError) -> Pacing {
    let possible =
      switch self {
      case .none: true
      case .constant(let pause): pause >= .zero
      case .uniform(let range): range.lowerBound >= .zero
      case .constantPacing(every: let period): period > .zero
      }
    guard possible else {
      throw PlanError(.pause, "The pacing \(self) has a negative pause, or a period that is not above 0.")
    }
    return self
  }
}
