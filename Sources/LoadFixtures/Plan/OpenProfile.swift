/// Arrivals over time: calls are due at fixed instants, whether or not earlier ones have been answered.
///
/// Arrival 0 is due at 0, and arrival i when the integral of the rate reaches i: at i / rate for a constant rate. With
/// Poisson spacing the same integral reaches a sum of i + 1 exponential draws of mean 1 instead, which makes a Poisson
/// process of that rate (time rescaling; Daley and Vere-Jones, "An Introduction to the Theory of Point Processes", 7.4).
package struct OpenProfile: Sendable, Equatable {
  /// How arrivals follow each other.
  package enum Spacing: String, Sendable, Equatable {
    /// As evenly as the rate allows.
    case even
    /// At random and independently of each other, as callers do that know nothing of each other.
    case poisson
  }

  /// One stage as a scenario writes it.
  package struct Stage: Sendable, Equatable {
    /// `nil` for a name made from the rate, `50/s` or `50/s to 100/s`.
    package var name: String?
    /// Arrivals a second at the stage's start and end; equal for a constant rate.
    package var from: Double
    package var to: Double
    package var duration: Duration

    /// A constant rate, arrivals a second.
    package static func rate(_ rate: Double, for duration: Duration, named name: String? = nil) -> Stage {
      Stage(name: name, from: rate, to: rate, duration: duration)
    }

    /// A rate that changes linearly, arrivals a second.
    package static func rampRate(
      from: Double, to: Double, for duration: Duration, named name: String? = nil
    ) -> Stage {
      Stage(name: name, from: from, to: to, duration: duration)
    }
  }

  /// The stages as planned, each with its name.
  package let plan: [Stage]
  /// Arrivals that may be in flight at once; one beyond them is dropped and counted as a failure.
  package let maxInFlight: Int
  /// What KPIs leave out at the beginning.
  package let warmUp: Duration
  package let spacing: Spacing
  private let spans: [ArrivalSpan]

  /// Takes the stages in order of time.
  package init(_ stages: [Stage], maxInFlight: Int, warmUp: Duration = .zero, spacing: Spacing = .even) {
    let names = StageNames.resolve(
      stages.map { stage in
        let (from, to) = (StageNames.text(stage.from), StageNames.text(stage.to))
        return (stage.name, from == to ? "\(to)/s" : "\(from)/s to \(to)/s")
      })
    var spans: [ArrivalSpan] = []
    for stage in stages {
      let start = spans.last?.end ?? 0
      // Clamped so that an absurd duration survives until it is refused.
      let length = min(max(PlanTime.nearest(stage.duration), 0), PlanTime.longest)
      let end = min(start + length, 2 * PlanTime.longest)
      spans.append(
        ArrivalSpan(start: start, end: end, from: stage.from, to: stage.to, before: spans.last?.after ?? 0))
    }
    self.spans = spans
    self.maxInFlight = maxInFlight
    self.warmUp = warmUp
    self.spacing = spacing
    plan = zip(stages, names).map { stage, name in
      Stage(name: name, from: stage.from, to: stage.to, duration: stage.duration)
    }
  }

  /// The stages on the run's clock.
  package var stages: [StageInterval] {
    zip(plan, spans).map { stage, span in
      StageInterval(
        name: stage.name ?? "", start: .nanoseconds(span.start), end: .nanoseconds(span.end), target: stage.to)
    }
  }

  package var totalDuration: Duration { .nanoseconds(spans.last?.end ?? 0) }

  /// How many arrivals the profile has in all; with Poisson spacing, how many are expected.
  package var totalArrivals: Int { spans.last?.indices.upperBound ?? 0 }

  /// The same load with another warm-up.
  package func warmingUp(for warmUp: Duration) -> OpenProfile {
    OpenProfile(plan, maxInFlight: maxInFlight, warmUp: warmUp, spacing: spacing)
  }

  /// The intended starts of all arrivals in order of time; the same seed gives the same ones.
  package func arrivals(seed: UInt64) -> ArrivalSequence {
    ArrivalSequence(spans: spans, spacing: spacing, seed: seed)
  }

  /// How many arrivals a run with this seed has.
  package func countArrivals(seed: UInt64) -> Int {
    spacing == .even ? totalArrivals : arrivals(seed: seed).reduce(0) { count, _ in count + 1 }
  }

  /// The intended start of an evenly spaced arrival, counted from 0, since the run's origin; `nil` beyond the last one.
  package func arrival(_ index: Int) -> Duration? {
    guard let span = spans.first(where: { $0.indices.contains(index) }) else { return nil }
    return .nanoseconds(span.instant(of: index))
  }

  /// Durations times `time`, rates and ``maxInFlight`` times `users`.
  ///
  /// Rates do not follow the time scale: a rate is the load itself, not a ramp. Names of stages stay, so that
  /// requirements still find them. Throws ``PlanError`` for a factor that is not a finite number above 0, and
  /// when the result cannot be run.
  package func scaled(time: Double, users: Double) throws(PlanError) -> OpenProfile {
    try PlanTime.checkScales(time: time, users: users)
    let stages = plan.map { stage in
      Stage(
        name: stage.name, from: stage.from * users, to: stage.to * users,
        duration: PlanTime.scaled(stage.duration, by: time))
    }
    let inFlight = maxInFlight > 0 ? max(1, Int(min((Double(maxInFlight) * users).rounded(), 1e15))) : maxInFlight
    return try OpenProfile(
      stages, maxInFlight: inFlight, warmUp: PlanTime.scaled(warmUp, by: time), spacing: spacing
    ).validated()
  }

  /// The profile itself when it can be run; throws ``PlanError`` otherwise.
  package func validated() throws(PlanError) -> OpenProfile {
    try StageNames.check(plan.map { $0.name ?? "" })
    for stage in plan {
      let name = "stage \"\(stage.name ?? "")\""
      guard (1...PlanTime.longest).contains(PlanTime.nearest(stage.duration)) else {
        throw PlanError(.duration, "The \(name) lasts \(stage.duration); above 0 and up to 100 days are possible.")
      }
      for rate in [stage.from, stage.to] where !(0...ArrivalSpan.highestRate).contains(rate) {
        throw PlanError(.arrivalRate, "The \(name) has a rate of \(rate) arrivals/s; 0 to 1e7 are possible.")
      }
    }
    guard totalDuration <= .nanoseconds(PlanTime.longest) else {
      throw PlanError(.duration, "The stages last \(totalDuration) together; a run lasts 100 days at most.")
    }
    guard totalArrivals > 0 else {
      throw PlanError(.noLoad, "No stage has an arrival; at least one rate must be above 0.")
    }
    guard (1...ClosedProfile.maximumUsers).contains(maxInFlight) else {
      throw PlanError(
        .maxInFlight, "maxInFlight is \(maxInFlight); 1 to \(ClosedProfile.maximumUsers) are possible.")
    }
    guard warmUp >= .zero, warmUp < totalDuration else {
      throw PlanError(.warmUp, "The warm-up of \(warmUp) must be 0 or more and end before the run, \(totalDuration).")
    }
    return self
  }
}
