import Foundation
import LoadEngine

/// Watches the generator's own process during a run.
struct HealthMeter: Sendable {
  private let startCPU = System.cpuSeconds
  private let start = MonotonicTime.now
  private var lastCPU: Double
  private var lastTime: MonotonicTime
  private var peakMemory: Int?
  private var peakDescriptors: Int?

  init() {
    lastCPU = startCPU
    lastTime = start
    observe()
  }

  /// Takes one reading; once a second is enough.
  mutating func observe() {
    peakMemory = Self.highest(peakMemory, ProcessStatus.residentMemory)
    peakDescriptors = Self.highest(peakDescriptors, ProcessStatus.openFileDescriptors)
  }

  /// Takes one reading and gives the health of the time since the last such call.
  mutating func observe(_ reading: GeneratorReading, eventLoops: Int) -> GeneratorHealth {
    observe()
    let (now, cpu) = (MonotonicTime.now, System.cpuSeconds)
    defer { (lastTime, lastCPU) = (now, cpu) }
    return GeneratorHealth(
      eventLoops: eventLoops,
      // The system counts CPU time in ticks of up to 10 ms: over less than this a share would be mostly rounding.
      cpuShare: now - lastTime > 200_000_000 ? Self.share(of: cpu - lastCPU, over: now - lastTime) : nil,
      startLateness: reading.startLateness, eventLoopLag: reading.eventLoopLag,
      openFileDescriptors: peakDescriptors, fileDescriptorLimit: System.fileDescriptorLimit, peakMemory: peakMemory,
      outOfRange: 0)
  }

  private static func share(of cpu: Double, over nanoseconds: Int64) -> Double? {
    guard nanoseconds > 0 else { return nil }
    return cpu / (Double(nanoseconds) / 1e9 * Double(ProcessInfo.processInfo.activeProcessorCount))
  }

  private static func highest(_ known: Int?, _ value: Int?) -> Int? {
    guard let value else { return known }
    return max(known ?? value, value)
  }

  /// The health of the run that began with this meter.
  func health(of run: MeasuredRun, eventLoops: Int) -> GeneratorHealth {
    GeneratorHealth(
      eventLoops: eventLoops, cpuShare: Self.share(of: System.cpuSeconds - startCPU, over: MonotonicTime.now - start),
      startLateness: run.startLateness, eventLoopLag: run.eventLoopLag, openFileDescriptors: peakDescriptors,
      fileDescriptorLimit: System.fileDescriptorLimit, peakMemory: peakMemory, outOfRange: run.outOfRange)
  }
}

/// What the system says of this process; `nil` where it does not say.
public enum ProcessStatus {
  /// Resident memory, bytes.
  public static var residentMemory: Int? {
    #if os(Linux)
      // Second field: resident pages (proc_pid_statm(5)).
      guard let text = contents(of: "/proc/self/statm") else { return nil }
      let fields = text.split(separator: " ")
      return fields.count > 1 ? Int(fields[1]).map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) } : nil
    #else
      return nil
    #endif
  }

  public static var openFileDescriptors: Int? {
    #if os(Linux)
      // Since Linux 6.2 the directory's size is the count: reading 19,000 names took an event loop 200 ms.
      var status = stat()
      if stat("/proc/self/fd", &status) == 0, status.st_size > 0 { return Int(status.st_size) }
      do {
        // The directory's own descriptor is among them.
        return try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count - 1
      } catch {
        return nil
      }
    #else
      return nil
    #endif
  }

  /// Seconds that all cores together have worked since the system started.
  static var systemBusySeconds: Double? {
    #if os(Linux)
      // "cpu user nice system idle iowait irq softirq steal", in ticks (proc_stat(5)).
      guard let line = contents(of: "/proc/stat")?.split(separator: "\n").first else { return nil }
      let ticks = line.split(separator: " ").dropFirst().prefix(8).compactMap { Double($0) }
      guard ticks.count == 8 else { return nil }
      return (ticks.reduce(0, +) - ticks[3] - ticks[4]) / Double(sysconf(Int32(_SC_CLK_TCK)))
    #else
      return nil
    #endif
  }

  #if os(Linux)
    private static func contents(of path: String) -> String? {
      do {
        return try String(contentsOfFile: path, encoding: .utf8)
      } catch {
        return nil
      }
    }
  #endif
}
