import Foundation
import LoadEngine
import Synchronization
import Testing

@testable import LoadFixtures

/// Validity check 8.
///
/// Catches: a start stamped after the wait for it (lateness 2.6 ms instead of 300, and the block is gone from the
/// response times). `GeneratorLimitsTests` has the stop in a run so long that no percentile shows it.
@Suite("Calibration: a starved generator")
struct StarvedGeneratorTests {
  /// When a line came, and what it said.
  private final class Complaints: Sendable {
    private let lines = Mutex<[(text: String, at: MonotonicTime)]>([])

    var all: [(text: String, at: MonotonicTime)] { lines.withLock { $0 } }

    var terminal: Terminal {
      let sink = TerminalSink(isTerminal: false, width: { nil }) { text in
        self.lines.withLock { $0.append((text, .now)) }
      }
      return Terminal(output: sink, error: sink)
    }
  }

  @Test("A spinning thread on each core is told within 2 s, is on the record, and makes the run invalid")
  func spinningThreads() async throws {
    let complaints = Complaints()
    let (record, start) = try await RealTime.alone {
      try await CountingServer.with { server in
        async let run = Probe.quietly(
          port: server.port, profile: Probe.open(rate: 200, maxInFlight: 1000, duration: .milliseconds(2500)),
          terminal: complaints.terminal)
        let start = MonotonicTime.now
        let spinners = Spinners()
        defer { spinners.stop() }
        return (try await run, start)
      }
    }
    let flagged = try #require(complaints.all.first { $0.text.contains("generator out of CPU") }, "\(complaints.all)")
    #expect(flagged.at - start < 2_000_000_000)
    #expect(record.verdict.status == .invalid)
    #expect(
      record.verdict.reasons.contains {
        $0.hasPrefix("generator out of CPU: ") && $0.hasSuffix("; use fewer users or a larger machine")
      }, "\(record.verdict.reasons)")
    let (late, response) = (record.generator.startLateness, record.total.latency)
    // A call is answered after it has started, so its response time holds all of its lateness.
    #expect(try #require(response.max) >= #require(late.max))
    #expect(try #require(response.p50) >= #require(late.p50))
  }

  @Test("The event loop held up for 300 ms: lateness and lag say so, and it shows in response and not in service time")
  func blockedLoop() async throws {
    try await RealTime.holds {
      let blocked = Mutex(0.0)
      let record = try await CountingServer.with { server in
        try await DisturbedRun.run(
          port: server.port, profile: Probe.open(rate: 200, maxInFlight: 1000, duration: .seconds(2))
        ) { loop in
          try await Task.sleep(for: .milliseconds(700))
          let length = await loop.run {
            let start = MonotonicTime.now
            usleep(300_000)
            return Double(MonotonicTime.now - start) / 1e6
          }
          blocked.withLock { $0 = length }
        }
      }
      let length = blocked.withLock { $0 }
      let (late, lag) = (record.generator.startLateness, record.generator.eventLoopLag)
      let deviation = Deviation(share: 0, absolute: 10)
      #expect(record.verdict.reasons.contains { $0.hasPrefix("generator late: p99 start lateness ") })
      var wrong = [
        // The first arrival of the block was due at most 5 ms after its beginning.
        deviation.complaint("lateness", late.max, expected: length),
        deviation.complaint("response time", record.total.latency.max, expected: length),
      ]
      // A heartbeat comes every 100 ms: the first one that the block held back was due within that time.
      if !((length - 100)...(length + 10)).contains(lag.max ?? 0) { wrong.append("lag \(lag.max ?? -1) of \(length)") }
      if (record.total.serviceTime.max ?? .infinity) > length / 2 { wrong.append("service time holds the block") }
      return wrong.compactMap(\.self)
    }
  }

  @Test("A process stopped for a second says so within 2 s of going on; the run is invalid, open and closed alike")
  func stopped() async throws {
    for arguments in [["--rate", "500"], ["--users", "5"]] {
      let isOpen = arguments[0] == "--rate"
      let (outcome, continued) = try await RealTime.alone {
        try await CountingServer.with { server in
          let scratch = try ScratchDirectory()
          let tool = try ToolProcess(
            ["probe", "http://127.0.0.1:\(server.port)/", "--duration", "3", "--json"] + arguments,
            directory: scratch.path, output: scratch.path + "/output")
          // Past the ramp of a closed probe, and well before the end.
          while server.received < 300, !tool.hasEnded { try await Task.sleep(for: .milliseconds(5)) }
          while !isOpen, !tool.hasEnded, await server.connections() < 5 { try await Task.sleep(for: .milliseconds(5)) }
          kill(tool.pid, SIGSTOP)
          try await Task.sleep(for: .seconds(1))
          kill(tool.pid, SIGCONT)
          let continued = MonotonicTime.now
          return (try await tool.outcome(), continued)
        }
      }
      let record = try outcome.record()
      let kind = isOpen ? "generator late" : "generator stalled"
      let flagged = try #require(outcome.lines.first { $0.at > continued && $0.text.contains(kind) }, "\(outcome)")
      #expect(flagged.at - continued < 2_000_000_000)
      #expect(flagged.text.contains(" warning probe, second "))
      #expect(record.verdict.status == .invalid)
      #expect(record.verdict.reasons.contains { $0.hasPrefix("generator stalled: an event loop stood still for ") })
      #expect(record.verdict.reasons.contains { $0.hasPrefix("generator late: p99 start lateness ") } == isOpen)
      #expect(outcome.code == 98)
      // The heartbeat that the stop held back was due within its first 100 ms.
      #expect(try #require(record.generator.eventLoopLag.max) >= 900)
      if isOpen {
        #expect(try #require(record.total.latency.max) >= 900)
        #expect(try #require(record.generator.startLateness.max) >= 900)
      }
    }
  }
}

/// A thread for each core that does nothing but burn it.
private final class Spinners: Sendable {
  private let isOver = Atomic(false)

  init() {
    for _ in 0..<ProcessInfo.processInfo.activeProcessorCount {
      Thread.detachNewThread { [self] in
        while !isOver.load(ordering: .relaxed) {}
      }
    }
  }

  func stop() { isOver.store(true, ordering: .relaxed) }
}
