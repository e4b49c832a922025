import LoadEngine
import LoadFixtures

/// Runs SalesUsers against an agent in another process and measures what they cost this one.
struct UserBenchmark {
  private var environment: TargetEnvironment
  private var users: Int
  private var duration: Duration

  init(_ environment: TargetEnvironment, users: Int, duration: Duration) {
    self.environment = environment
    self.users = users
    self.duration = duration
  }

  /// The whole life of customers, as fast as the agent answers: CPU time a request.
  func funnel() async throws -> BenchmarkReport {
    var restless = self
    restless.environment.thinkTimeScale = 0
    return try await restless.measure("funnel", ramp: .milliseconds(200))
  }

  /// Customers in a hurry, told live to whoever the environment names: what that adds to the process's CPU time.
  func watched(log: Log) async throws -> BenchmarkReport {
    var hasty = self
    hasty.environment.thinkTimeScale = 0.05
    let live = LiveOutputs(environment, log: log)
    let cpu = System.cpuSeconds
    try await live.start()
    var report = try await hasty.measure("watched", ramp: .seconds(1), observers: live.observers)
    await live.runEnded()
    // The last push is of the run as well.
    report.cpuSeconds = System.cpuSeconds - cpu
    return report
  }

  /// Customers that mostly think: memory a user.
  func idle() async throws -> BenchmarkReport {
    // What the first run of a process needs is no user's: the pages of libraries that its first date touches are 2 MB.
    var single = self
    (single.users, single.duration) = (1, .seconds(1))
    let first = try await single.measure("idle", ramp: .milliseconds(500))
    var report = try await measure("idle", ramp: duration / 2)
    // The server counts those as well.
    report.requests = (report.requests ?? 0) + (first.requests ?? 0)
    report.instrument = (report.instrument ?? 0) + (first.instrument ?? 0)
    return report
  }

  private func measure(
    _ name: String, ramp: Duration, observers: [any RunObserver] = []
  ) async throws -> BenchmarkReport {
    let scenario = Scenario(
      name, user: SalesUser.self,
      profile: .ramp(to: users, perSecond: Double(users) / (ramp / .seconds(1)), for: duration))
    let memory = ProcessStatus.residentMemory
    let cpu = System.cpuSeconds
    let record = try await ScenarioRunner(
      scenario: scenario, sla: [.must(.errorRate, below: 0.01)], environment: environment, observers: observers
    ).run()
    var report = BenchmarkReport(
      status: record.verdict.status, reasons: record.verdict.reasons.map(\.sentence), requests: record.counts.completed,
      instrument: record.counts.instrument, failures: record.counts.failed, cpuSeconds: System.cpuSeconds - cpu,
      users: users)
    report.p99LatenessMicroseconds = record.generator.startLateness.p99.map { $0 * 1000 }
    if let memory, let peak = record.generator.peakMemory {
      report.bytesPerUser = Double(peak - memory) / Double(users)
    }
    return report
  }
}
