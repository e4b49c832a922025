/// A trouble that a scenario plans: what, from when on, for how long.
package struct Fault: Sendable, Equatable {
  /// What an agent leans on.
  package enum Dependency: String, CaseIterable, Sendable {
    case cache, llm, database
    /// The agent itself.
    case agent
  }

  package enum Kind: Sendable, Hashable {
    case lose(Dependency)
    /// The agent's process stands still: it is there, and answers nothing.
    case freeze
    /// Memory is short: all goes on, and slowly.
    case memoryPressure
    /// The network between users and target is bad.
    case network(Wire)

    /// For people, and the name of the phase in which it lasts.
    package var name: String {
      switch self {
      case .lose(let dependency): "\(dependency.rawValue) lost"
      case .freeze: "agent frozen"
      case .memoryPressure: "memory pressure"
      case .network(let wire): wire.name
      }
    }
  }

  /// What a bad network does.
  package enum Wire: Sendable, Hashable {
    /// Each answer takes so much longer, half of it each way.
    case latency(Duration)
    /// Each answer takes up to so much longer.
    case jitter(Duration)
    /// Each connection has so many bits a second each way.
    case bandwidth(bitsPerSecond: Double)
    /// This share of the connections is reset, 0 to 1.
    case reset(share: Double)
    /// What this share of the connections carries vanishes, 0 to 1.
    case blackHole(share: Double)
    /// Nobody listens.
    case refused

    var name: String {
      switch self {
      case .latency(let time): "+\(NumberFormat.milliseconds(time / .milliseconds(1)))"
      case .jitter(let time): "\(NumberFormat.milliseconds(time / .milliseconds(1))) of jitter"
      case .bandwidth(let bits): "\(NumberFormat.number(bits / 1000)) kbit/s"
      case .reset(let share): "\(NumberFormat.share(share)) reset"
      case .blackHole(let share): "\(NumberFormat.share(share)) black hole"
      case .refused: "refused"
      }
    }
  }

  package let kind: Kind
  /// Since the load's origin.
  package let start: Duration
  package let duration: Duration

  /// A trouble from then on, for so long.
  package static func at(_ start: Duration, _ kind: Kind, for duration: Duration) -> Fault {
    Fault(kind: kind, start: start, duration: duration)
  }

  var end: Duration { start + duration }
}

extension Fault.Kind {
  /// What would make it in a deployment.
  var remedy: String {
    switch self {
    case .lose, .memoryPressure: "LOAD_FAULT_* names commands that begin and end it"
    case .network: "LOAD_FAULT_NETWORK=1 puts the suite's own proxy before it"
    case .freeze: "only the embedded agent can have it"
    }
  }

  /// Whether both cannot last at the same time.
  fileprivate func excludes(_ other: Fault.Kind) -> Bool {
    if case .network = self, case .network = other { return true }
    return self == other
  }
}

/// The troubles of a scenario on the clock of its load, and the phases that they divide it into.
package struct FaultPlan: Sendable, Equatable {
  /// By start.
  package let faults: [Fault]
  /// When the load ends.
  private let total: Duration
  /// What is not measured at the beginning: users are still coming.
  private let warmUp: Duration

  /// No phase is judged by fewer one-second points.
  static let shortestPhase = Duration.seconds(5)

  package init(_ faults: [Fault], total: Duration, warmUp: Duration = .zero) {
    self.faults = faults.sorted { $0.start < $1.start }
    self.total = total
    self.warmUp = warmUp
  }

  /// A part of the run in which the same troubles last.
  struct Phase: Sendable, Equatable {
    /// `before`, the troubles that last, or `after` and those that have ended.
    var name: String
    var start: Duration
    var end: Duration
    var active: [Fault.Kind]
  }

  /// In order of time, without gaps; none without a trouble.
  var phases: [Phase] {
    guard !faults.isEmpty else { return [] }
    let bounds = Set([warmUp, total] + faults.flatMap { [$0.start, $0.end] }).sorted()
    var phases: [Phase] = []
    var last = ""
    for (start, end) in zip(bounds, bounds.dropFirst()) {
      let active = faults.filter { $0.start <= start && start < $0.end }.map(\.kind)
      if !active.isEmpty { last = active.map(\.name).joined(separator: " + ") }
      let name = active.isEmpty ? (last.isEmpty ? Self.before : "after \(last)") : last
      phases.append(Phase(name: name, start: start, end: end, active: active))
    }
    let names = StageNames.resolve(phases.map { (nil, $0.name) })
    for index in phases.indices { phases[index].name = names[index] }
    return phases
  }

  /// The phase of the steady state.
  static let before = "before"

  /// Times times `factor`, a total of its own.
  func scaled(by factor: Double) -> FaultPlan {
    FaultPlan(
      faults.map {
        Fault(
          kind: $0.kind, start: PlanTime.scaled($0.start, by: factor),
          duration: PlanTime.scaled($0.duration, by: factor))
      }, total: PlanTime.scaled(total, by: factor), warmUp: PlanTime.scaled(warmUp, by: factor))
  }

  /// The factor by which a plan is scaled that is asked to be scaled by `factor`: not so small that a phase would be
  /// shorter than ``shortestPhase``, and never above 1 for that reason.
  func stretched(_ factor: Double) -> Double {
    guard let shortest = phases.map({ $0.end - $0.start }).min() else { return factor }
    return max(factor, min(1, Self.shortestPhase / shortest))
  }

  /// Whether one of them needs an agent that is a process of its own.
  var needsProcess: Bool { faults.contains { $0.kind == .lose(.agent) || $0.kind == .freeze } }

  /// Whether one of them needs a proxy between users and target.
  var isOnTheWire: Bool {
    faults.contains { if case .network = $0.kind { true } else { false } }
  }

  /// The plan itself when it can be run.
  func validated() throws(PlanError) -> FaultPlan {
    for (index, fault) in faults.enumerated() {
      let other = faults[..<index].first { $0.end > fault.start && $0.kind.excludes(fault.kind) }
      if let other {
        throw PlanError(
          .fault,
          "The faults \"\(other.kind.name)\" and \"\(fault.kind.name)\" overlap, and the first to end would end both.")
      }
      guard fault.start > warmUp, fault.duration > .zero, fault.end < total else {
        throw PlanError(
          .fault,
          """
          The fault "\(fault.kind.name)" goes from \(fault.start) to \(fault.end); it must begin after the \
          warm-up, \(warmUp), and end before the load does, at \(total): what it changed is judged by what comes before and after it.
          """)
      }
    }
    return self
  }
}
