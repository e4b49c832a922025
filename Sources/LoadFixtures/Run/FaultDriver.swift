import LoadEngine
import Synchronization

/// Makes troubles and ends them: switches, commands, a proxy.
package protocol FaultCarrier: Sendable {
  /// For the record.
  var name: String { get }
  func carries(_ kind: Fault.Kind) -> Bool
  /// Makes it; returns when it is there.
  ///
  /// - Returns: What a command came to; `nil` for a switch.
  /// - Throws: Why it is not there.
  func begin(_ kind: Fault.Kind) async throws -> SideCommandOutcome?
  /// Ends it; returns when it is gone.
  func end(_ kind: Fault.Kind) async throws -> SideCommandOutcome?
  /// How many connections or requests troubles of that kind have touched so far; `nil` where that is not counted.
  func touched(by kind: Fault.Kind) async -> Int?
}

extension FaultCarrier {
  package func touched(by kind: Fault.Kind) async -> Int? { nil }
}

/// Carries a plan of troubles out, on the clock of the load. Whatever becomes of the run, what was begun is ended.
struct FaultDriver: Sendable {
  let plan: FaultPlan
  let carriers: [any FaultCarrier]
  let origin: MonotonicTime
  /// Told of each beginning and end.
  let tell: @Sendable (RunEvent) -> Void

  /// Returns when all is over that was begun: after the last trouble, or soon after its task was cancelled.
  func run() async -> [FaultOutcome] {
    await withTaskGroup(of: (Int, FaultOutcome).self) { group in
      for (index, fault) in plan.faults.enumerated() {
        group.addTask { (index, await carry(fault)) }
      }
      var outcomes: [(Int, FaultOutcome)] = []
      for await outcome in group { outcomes.append(outcome) }
      return outcomes.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private func carry(_ fault: Fault) async -> FaultOutcome {
    var outcome = FaultOutcome(
      name: fault.kind.name, carrier: "none", plannedStart: fault.start / .seconds(1),
      plannedEnd: fault.end / .seconds(1))
    guard let carrier = carriers.first(where: { $0.carries(fault.kind) }) else {
      outcome.problem = "nothing here can make it"
      return outcome
    }
    outcome.carrier = carrier.name
    guard await sleeps(until: fault.start) else {
      outcome.problem = "the run had ended before it was due"
      return outcome
    }
    let untouched = await carrier.touched(by: fault.kind)
    do {
      outcome.beginning = try await carrier.begin(fault.kind)
      outcome.begun = now
      tell(.fault(FaultMoment(name: fault.kind.name, isBegun: true, second: now)))
    } catch {
      outcome.problem = "it did not begin: \(error)"
    }
    _ = await sleeps(until: fault.end)
    if let untouched, let touched = await carrier.touched(by: fault.kind) { outcome.touched = touched - untouched }
    // What did not begin may have begun in part. In a task of its own: one that was cancelled would end a command.
    let ended = await Task { await Result { try await carrier.end(fault.kind) } }.value
    switch ended {
    case .success(let ending):
      outcome.ending = ending
      if outcome.begun != nil {
        outcome.ended = now
        tell(.fault(FaultMoment(name: fault.kind.name, isBegun: false, second: now)))
      }
    case .failure(let error):
      outcome.problem = (outcome.problem.map { $0 + "; " } ?? "") + "it did not end: \(error)"
    }
    return outcome
  }

  private var now: Double { Double(MonotonicTime.now - origin) / 1e9 }

  /// False when the run is over.
  private func sleeps(until offset: Duration) async -> Bool {
    do {
      try await EventLoop.sleep(for: .nanoseconds(max(0, origin + offset - .now)))
      return !Task.isCancelled
    } catch {
      return false
    }
  }
}
