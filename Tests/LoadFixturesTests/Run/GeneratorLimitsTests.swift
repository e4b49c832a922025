import Testing

@testable import LoadFixtures

@Suite("Generator limits")
struct GeneratorLimitsTests {
  private func health(lateness: Double? = nil, cpu: Double? = 0.2, lag: LatencyStatistics = .init()) -> GeneratorHealth
  {
    GeneratorHealth(
      eventLoops: 1, cpuShare: cpu, startLateness: LatencyStatistics(p99: lateness),
      eventLoopLag: lag, openFileDescriptors: nil, fileDescriptorLimit: nil, peakMemory: nil,
      outOfRange: 0)
  }

  @Test(
    "An open model against a target of its own tolerates 5 ms, everything else 50 ms",
    arguments: [
      (true, false, 4.9, 0), (true, false, 5.1, 1), (true, true, 49, 0), (true, true, 51, 1), (false, false, 49, 0),
      (false, false, 51, 1),
    ])
  func lateness(isOpen: Bool, isEmbedded: Bool, p99: Double, reasons: Int) {
    let found = GeneratorLimits(isOpen: isOpen, hasPauses: true, isEmbedded: isEmbedded, sharesMachine: isEmbedded)
      .reasons(
        against: health(lateness: p99))
    #expect(found.count == reasons, "\(found)")
  }

  @Test(
    "An embedded run is judged by its worst stall, another by p99 unless it stood still for half a second",
    arguments: [
      (true, 60.0, 10.0, 1), (true, 40, 40, 0), (false, 60, 10, 0), (false, 200, 60, 1), (false, 490, 10, 0),
      (false, 510, 10, 1),
    ])
  func stalls(isEmbedded: Bool, worst: Double, p99: Double, reasons: Int) {
    let found = GeneratorLimits(isOpen: false, hasPauses: true, isEmbedded: isEmbedded, sharesMachine: isEmbedded)
      .reasons(
        against: health(lag: LatencyStatistics(p99: p99, max: worst)))
    #expect(found.count == reasons, "\(found)")
  }

  @Test("CPU, descriptors and errors of user code each have their sentence")
  func others() {
    var errors = Occurrences()
    errors.add(Occurrence(due: 0, user: 1, call: 3, text: "SalesUser 1: boom"))
    let found = GeneratorLimits(isOpen: false, hasPauses: true, isEmbedded: false, sharesMachine: false).reasons(
      against: health(cpu: 0.95), descriptorFailures: 3, harnessErrors: errors)
    #expect(found.count == 3)
    #expect(found.map(\.sentence).contains { $0.contains("CPU") && $0.contains("95") })
    #expect(found.map(\.sentence).contains { $0.contains("descriptors") && $0.contains("3") })
    #expect(found.map(\.sentence).contains { $0.contains("boom") })
  }

  private func health(_ loops: [(running: Double, waiting: Double?)], cpu: Double = 0.2) -> GeneratorHealth {
    var health = health(cpu: cpu)
    health.usableCores = 2
    health.loops = loops.map { loop in
      LoopHealth(
        running: .init(share: loop.running, from: 3, to: 8),
        waiting: loop.waiting.map { .init(share: $0, from: 4.5, to: 9.5) })
    }
    return health
  }

  private func reasons(
    isOpen: Bool = false, hasPauses: Bool = true, _ loops: [(running: Double, waiting: Double?)], cpu: Double = 0.2
  ) -> [String] {
    GeneratorLimits(isOpen: isOpen, hasPauses: hasPauses, isEmbedded: false, sharesMachine: false).reasons(
      against: health(loops, cpu: cpu)
    ).map(\.sentence)
  }

  /// Before, a loop that used 91 % of its core beside an idle one read 44.8 % of all cores, and a starved one passed.
  @Test("A loop that waited for a core for more than 5 % of any five seconds spoils the run; the worst one is named")
  func waiting() {
    #expect(reasons([(0.5, 0.049), (0.5, 0.01)]).isEmpty)
    #expect(
      reasons([(0.5, 0.049), (0.5, 0.123), (0.5, 0.07)]) == [
        "generator out of CPU: event loop 1 waited for a core for 12.3 % of the time from second 4.5 to 9.5, limit 5 %"
          + "; use an idle or a larger machine, or fewer event loops than usable cores"
      ])
    #expect(reasons(hasPauses: false, [(0.5, 0.06)]).count == 1)
  }

  @Test(
    "A loop that was busy for more than 90 % spoils a run that asks for load, and is a warning in one that does not")
  func busy() {
    for (isOpen, hasPauses) in [(true, false), (false, true), (true, true)] {
      #expect(reasons(isOpen: isOpen, hasPauses: hasPauses, [(0.89, 0)]).isEmpty)
      #expect(
        reasons(isOpen: isOpen, hasPauses: hasPauses, [(0.2, 0), (0.91, 0)]) == [
          "generator out of CPU: event loop 1 was busy for 91 % of the time from second 3.0 to 8.0, limit 90 %"
            + "; use more event loops, fewer users or a larger machine"
        ])
    }
    #expect(reasons(hasPauses: false, [(0.99, 0)]).isEmpty)
    let closed = GeneratorLimits(isOpen: false, hasPauses: false, isEmbedded: false, sharesMachine: false)
    #expect(
      closed.warnings(against: health([(0.99, 0)])) == [
        "the generator is the limit: event loop 0 was busy for 99 % of the time from second 3.0 to 8.0"
          + "; rate and latency are its own"
      ])
    #expect(closed.warnings(against: health([(0.89, 0)])).isEmpty)
    #expect(
      GeneratorLimits(isOpen: true, hasPauses: false, isEmbedded: false, sharesMachine: false).warnings(
        against: health([(0.99, 0)])
      ).isEmpty)
  }

  @Test("The share of all usable cores is judged where the system does not say how long a thread waits")
  func withoutSchedstat() {
    #expect(reasons([(0.5, 0.01)], cpu: 0.95).isEmpty)
    #expect(
      reasons([(0.5, nil)], cpu: 0.95) == [
        "generator out of CPU: 95 % of the 2 usable cores used, limit 90 %; use fewer users or a larger machine"
      ])
  }

  @Test(
    "Beside a target on the same machine it counts for how much of the time in which a loop could run it waited",
    arguments: [
      ("http://127.0.0.1:8000", true), ("http://127.9.9.9", true), ("http://localhost", true), ("http://[::1]", true),
      ("http://10.0.0.1", false), ("https://agent.example", false),
    ])
  func sharedMachine(url: String, isShared: Bool) throws {
    let url = try TargetURL(url)
    #expect(url.isLoopback == isShared)
    let limits = GeneratorLimits(isOpen: true, hasPauses: true, isEmbedded: false, sharesMachine: url.isLoopback)
    func found(waiting: Double, contended: Double) -> [String] {
      var health = health([(0.2, waiting)])
      health.loops?[0].contended = .init(share: contended, from: 0.5, to: 5.5)
      return limits.reasons(against: health).map(\.sentence)
    }
    #expect(found(waiting: 0.18, contended: 0.41).isEmpty == isShared)
    #expect(found(waiting: 0.04, contended: 0.7).isEmpty != isShared)
    if isShared {
      #expect(
        found(waiting: 0.04, contended: 0.7).first?.hasPrefix(
          "generator out of CPU: event loop 0 waited for a core for 70 % of the time in which it could run from second "
            + "0.5 to 5.5, limit 45 %; ") == true)
    }
  }
}
