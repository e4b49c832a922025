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
    let found = GeneratorLimits(isOpen: isOpen, isEmbedded: isEmbedded).reasons(
      against: health(lateness: p99), descriptorFailures: 0, harnessErrors: FirstFew())
    #expect(found.count == reasons, "\(found)")
  }

  @Test(
    "An embedded run is judged by its worst stall, another by p99 unless it stood still for half a second",
    arguments: [
      (true, 60.0, 10.0, 1), (true, 40, 40, 0), (false, 60, 10, 0), (false, 200, 60, 1), (false, 490, 10, 0),
      (false, 510, 10, 1),
    ])
  func stalls(isEmbedded: Bool, worst: Double, p99: Double, reasons: Int) {
    let found = GeneratorLimits(isOpen: false, isEmbedded: isEmbedded).reasons(
      against: health(lag: LatencyStatistics(p99: p99, max: worst)), descriptorFailures: 0, harnessErrors: FirstFew())
    #expect(found.count == reasons, "\(found)")
  }

  @Test("CPU, descriptors and errors of user code each have their sentence")
  func others() {
    var errors = FirstFew()
    errors.append("SalesUser 1: boom")
    let found = GeneratorLimits(isOpen: false, isEmbedded: false).reasons(
      against: health(cpu: 0.95), descriptorFailures: 3, harnessErrors: errors)
    #expect(found.count == 3)
    #expect(found.contains { $0.contains("CPU") && $0.contains("95") })
    #expect(found.contains { $0.contains("descriptors") && $0.contains("3") })
    #expect(found.contains { $0.contains("boom") })
  }
}
