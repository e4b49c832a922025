import LoadEngine

/// Runs as metrics: what was called, how long it took, how the SLA stands, and what generator and target say.
///
/// Names follow Prometheus' conventions (base units, `_total` for what only counts up); for OpenTelemetry response times
/// have the name of its conventions for HTTP clients.
struct RunFamilies {
  private var running = MetricFamily(
    name: "loadtest_running", kind: .gauge, help: "1 while the scenario runs, 0 when it is over.")
  private var verdict = MetricFamily(
    name: "loadtest_verdict", kind: .gauge,
    help: "1 with the verdict of a scenario that is over: passed, failed, invalid.")
  private var elapsed = MetricFamily(
    name: "loadtest_elapsed_seconds", kind: .gauge, help: "Seconds of the run that were counted.", unit: .seconds)
  private var users = MetricFamily(
    name: "loadtest_users", kind: .gauge, help: "Virtual users at work, or calls in flight of an open model.")
  private var calls = MetricFamily(
    name: "loadtest_calls", kind: .counter, help: "Calls that ended, by request and outcome.")
  private var failures = MetricFamily(name: "loadtest_failures", kind: .counter, help: "Failed calls, by kind.")
  private var dropped = MetricFamily(
    name: "loadtest_dropped_arrivals", kind: .counter, help: "Arrivals that no call could be made for.")
  private var latency = MetricFamily(
    name: "loadtest_response_time_seconds", kind: .histogram, help: "Response times, by request and outcome.",
    unit: .seconds, convention: "http.client.request.duration")
  private var limit = MetricFamily(
    name: "loadtest_sla_limit", kind: .gauge, help: "The limit of a requirement: times in seconds, shares as ratios.")
  private var observed = MetricFamily(
    name: "loadtest_sla_observed", kind: .gauge, help: "What was observed of a requirement so far.")
  private var met = MetricFamily(
    name: "loadtest_sla_met", kind: .gauge, help: "1 while a requirement is met, 0 when not; absent when not judged.")
  private var lateness = MetricFamily(
    name: "loadtest_generator_start_lateness_p99_seconds", kind: .gauge,
    help: "How late the generator started its calls in the last second, p99.", unit: .seconds)
  private var cpu = MetricFamily(
    name: "loadtest_generator_cpu_ratio", kind: .gauge, help: "Share of the usable cores that the generator used.",
    unit: .ratio)
  private var target = TargetFamilies()

  init(_ runs: [LiveRun]) {
    for (number, run) in runs.enumerated() { add(run, isLatest: number == runs.count - 1) }
  }

  /// Those that have nothing to say included.
  var all: [MetricFamily] {
    [running, verdict, elapsed, users, calls, failures, dropped, latency, limit, observed, met, lateness, cpu]
      + target.all
  }

  static let mostBounds = 30
  /// Seconds for which the last word of a target stands.
  private static let mostAge = 5.0

  /// Bounds of the histograms, seconds: 1-2.5-5 from a millisecond to half a minute, with the SLA's limits among them.
  static func bounds(with requirements: [Requirement]) -> [Double] {
    let usual = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
    let limits = requirements.filter { $0.kpi.unit == .milliseconds && $0.limit > 0 }.map { $0.limit / 1000 }
    return (usual + Set(limits).subtracting(usual).sorted().prefix(mostBounds - usual.count)).sorted()
  }

  private mutating func add(_ run: LiveRun, isLatest: Bool) {
    let scenario = ("scenario", run.scenario) as (name: String, value: String)
    // One that left no end is over when another has begun.
    let isRunning = isLatest && !run.isOver
    running.add(isRunning ? 1 : 0, [scenario])
    if let status = run.status { verdict.add(1, [scenario, ("status", status.rawValue)]) }
    elapsed.add(Double(run.seconds), [scenario])
    users.add(isRunning ? run.last.map { Double($0.second.users) } : 0, [scenario])
    dropped.add(Double(run.tally.total.dropped), [scenario])
    addCalls(of: run, scenario)
    add(requirementsOf: run, scenario)
    // What is of a moment is left out when that has passed.
    guard isRunning else { return }
    lateness.add(run.last?.generator.startLateness.p99.map { $0 / 1000 }, [scenario])
    cpu.add(run.last?.generator.cpuShare, [scenario])
    if let point = run.last?.target, point.second > Double(run.seconds) - Self.mostAge { target.add(point, [scenario]) }
  }

  private mutating func addCalls(of run: LiveRun, _ scenario: (name: String, value: String)) {
    let names = run.beginning.plan.requestNames
    let bounds = Self.bounds(with: run.beginning.requirements)
    var requests = [CallTally](repeating: CallTally(), count: names.count)
    for (cell, calls) in run.tally.total.cells { requests[cell % names.count].add(calls) }
    for (name, tally) in zip(names, requests) {
      var expected = HDRHistogram()
      for times in tally.expected.values { expected.add(times) }
      let outcomes = [
        ("completed", tally.response), ("failed", tally.failure), ("expected", expected),
        ("cancelled", tally.cancellation),
      ]
      for (outcome, times) in outcomes {
        let labels: MetricFamily.Labels = [scenario, ("request", name), ("outcome", outcome)]
        // From 0 on: of a counter that begins with its first failures no rate can be told.
        if times.count > 0 || ["completed", "failed"].contains(outcome) { calls.add(Double(times.count), labels) }
        guard times.count > 0 || outcome == "completed" else { continue }
        latency.add(
          .init(
            buckets: bounds.map { ($0, times.count(atOrBelow: Int64(($0 * 1e9).rounded()))) }, count: times.count,
            sum: Double(times.sum) / 1e9), labels)
      }
    }
    let kinds = run.tally.total.calls.failureKinds.labelled(checks: run.beginning.plan.checkNames)
    for (kind, count) in kinds.sorted(by: { $0.key < $1.key }) {
      failures.add(Double(count), [scenario, ("kind", kind)])
    }
  }

  private mutating func add(requirementsOf run: LiveRun, _ scenario: (name: String, value: String)) {
    for (number, assessment) in run.assessments.enumerated() {
      let factor = assessment.unit == .milliseconds ? 0.001 : 1
      let requirements = run.beginning.requirements
      // Where it is asked for, which stays the same; the stage that is judged may change.
      let stage = requirements.indices.contains(number) ? requirements[number].stage : assessment.stage
      let labels: MetricFamily.Labels = [
        scenario, ("kpi", assessment.kpi), ("severity", assessment.severity.rawValue),
        ("comparison", assessment.comparison.rawValue), ("stage", stage ?? ""),
        // Two of one KPI may differ in their limits alone.
        ("requirement", String(number + 1)),
      ]
      limit.add(assessment.limit * factor, labels)
      observed.add(assessment.observed.map { $0 * factor }, labels)
      // The numbers of an invalid run prove nothing.
      guard assessment.unjudged == nil, assessment.observed != nil, run.status != .invalid else { continue }
      met.add(assessment.met ? 1 : 0, labels)
    }
  }

  /// What the target tells of itself.
  private struct TargetFamilies {
    var responseTime = MetricFamily(
      name: "loadtest_target_response_time_seconds", kind: .gauge, help: "The target's own average response time.",
      unit: .seconds)
    var errors = MetricFamily(
      name: "loadtest_target_error_ratio", kind: .gauge, help: "The target's own error rate.", unit: .ratio)
    var connections = MetricFamily(
      name: "loadtest_target_connections", kind: .gauge, help: "Connections that the target counts.")
    var hitRate = MetricFamily(
      name: "loadtest_target_cache_hit_ratio", kind: .gauge, help: "The hit rate of the target's cache.", unit: .ratio)
    var circuits = MetricFamily(
      name: "loadtest_target_open_circuits", kind: .gauge, help: "Circuit breakers of the target that are open.")
    var memory = MetricFamily(
      name: "loadtest_target_memory_bytes", kind: .gauge, help: "Resident memory of the target's process.",
      unit: .bytes)

    var all: [MetricFamily] { [responseTime, errors, connections, hitRate, circuits, memory] }

    mutating func add(_ point: TargetMetrics.Point, _ labels: MetricFamily.Labels) {
      responseTime.add(point.averageResponseTime.map { $0 / 1000 }, labels)
      errors.add(point.errorRate, labels)
      connections.add(point.activeConnections.map(Double.init), labels)
      hitRate.add(point.cacheHitRate, labels)
      circuits.add(point.openCircuits.map { Double($0.count + (point.openCircuitsNotNamed ?? 0)) }, labels)
      memory.add(point.residentMemory.map(Double.init), labels)
    }
  }
}
