import Foundation
import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

/// The generator in a record, compared with another observer of the same process.
///
/// Catches: a CPU share of one core instead of all; a count of descriptors taken before the connections are open.
@Suite("Calibration: the generator's health")
struct GeneratorHealthTests {
  @Test("CPU, memory, descriptors, lateness, lag and drops are on the record, and true of the process")
  func ofAProcess() async throws {
    let users = 40
    let (record, observed) = try await RealTime.alone {
      try await CountingServer.with { server in
        let scratch = try ScratchDirectory()
        let tool = try ToolProcess(
          [
            "probe", "http://127.0.0.1:\(server.port)/", "--users", "\(users)", "--duration", "2.5", "--json",
          ], directory: scratch.path, output: scratch.path + "/output")
        var observed = ProcessObservation()
        // Until it is gone: a reading then fails.
        while let now = ProcessObservation(pid: tool.pid, after: observed) {
          observed = now
          try await Task.sleep(for: .milliseconds(20))
        }
        return (try await tool.outcome().record(), observed)
      }
    }
    let generator = record.generator
    let cores = UsableCPU.current.count
    // The last reading misses up to 20 ms, and the process worked a little before and after its run.
    let cpu = try #require(generator.cpuShare) * record.duration * cores
    #expect(abs(cpu - observed.cpuSeconds) < 0.15 + 0.05 * observed.cpuSeconds, "\(cpu) \(observed)")
    #expect(cpu > 0.2)
    let memory = try #require(generator.peakMemory)
    #expect(Double(memory) > 0.8 * Double(observed.peakMemory) && memory <= observed.peakMemory * 11 / 10)
    let descriptors = try #require(generator.openFileDescriptors)
    #expect(descriptors > users && descriptors <= observed.descriptors, "\(descriptors), \(observed)")
    #expect(try descriptors < #require(generator.fileDescriptorLimit))
    #expect(generator.startLateness.isMonotone && generator.eventLoopLag.isMonotone)
    #expect(generator.eventLoops == 1)
    #expect(record.counts.dropped == 0)
  }

  @Test("Pinned to one core a process knows that this is all it may use, and fills it")
  func pinned() async throws {
    let core = try #require(UsableCPU.current.processors.max())
    let (outcome, record) = try await RealTime.alone {
      try await CountingServer.with { server in
        let scratch = try ScratchDirectory()
        let tool = try ToolProcess(
          ["probe", "http://127.0.0.1:\(server.port)/", "--users", "20", "--duration", "1.5", "--json"],
          directory: scratch.path, output: scratch.path + "/output", prelude: "taskset -pc \(core) $$ > /dev/null")
        let outcome = try await tool.outcome()
        return (outcome, try outcome.record())
      }
    }
    let generator = record.generator
    #expect(generator.usableCores == 1)
    #expect(ProbeSummary(record).text(color: false).contains(" of the 1 usable core, busiest "), "\(outcome)")
    // Of two cores it could be a half at most. The server's thread may have run on the same one.
    #expect(try #require(generator.cpuShare) <= 1.02)
    #expect(try #require(generator.worst(\.running)).window.share <= 1.02)
    #expect(try #require(generator.othersShare) <= 1.02)
  }

  @Test("A spinning thread is in the CPU share")
  func spinningThread() async throws {
    let (record, spun) = try await RealTime.alone {
      try await CountingServer.with { server in
        async let run = Probe.quietly(
          port: server.port, profile: Probe.open(rate: 50, maxInFlight: 100, duration: .seconds(1)))
        // Alive for all of the run, and not much longer.
        let spun = Self.spin(for: 1)
        return (try await run, await spun.value)
      }
    }
    let cores = UsableCPU.current.count
    #expect(try #require(record.generator.cpuShare) * record.duration * cores > 0.8 * spun)
    #expect(spun > 0.3)
  }

  /// Burns a core; returns the CPU seconds that the system gave the thread.
  private static func spin(for seconds: Double) -> Task<Double, Never> {
    Task {
      await withCheckedContinuation { continuation in
        Thread.detachNewThread {
          let end = MonotonicTime.now + .seconds(seconds)
          while MonotonicTime.now < end {}
          var time = timespec()
          clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
          continuation.resume(returning: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
        }
      }
    }
  }
}

/// Another process, by the system.
private struct ProcessObservation {
  var cpuSeconds = 0.0
  /// Bytes, the highest seen.
  var peakMemory = 0
  /// The most seen.
  var descriptors = 0

  init() {}

  /// `nil` for a process that has ended.
  init?(pid: pid_t, after last: ProcessObservation) {
    guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
      let memory = try? String(contentsOfFile: "/proc/\(pid)/statm", encoding: .utf8),
      let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").count
    else { return nil }
    // After the name in brackets: state is field 3, utime and stime are 14 and 15 (proc_pid_stat(5)).
    let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
    let pages = memory.split(separator: " ")
    guard fields.count > 13, fields[1] != "Z", pages.count > 1, let user = Double(fields[12]),
      let system = Double(fields[13]), let resident = Int(pages[1])
    else { return nil }
    cpuSeconds = (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    peakMemory = max(last.peakMemory, resident * Int(sysconf(Int32(_SC_PAGESIZE))))
    descriptors = max(last.descriptors, open)
  }
}
