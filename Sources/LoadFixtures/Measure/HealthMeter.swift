import LoadEngine

/// Watches the generator's own process, and the threads that drive the load, during a run.
struct HealthMeter: Sendable {
  /// The system counts CPU time in ticks of up to 10 ms: over less than this, nanoseconds, a share would be mostly
  /// rounding.
  private static let shortest: Int64 = 200_000_000

  private let loops: [EventLoop]
  private let origin: MonotonicTime
  private let usable = UsableCPU.current
  private let startCPU = System.cpuSeconds
  private let start = MonotonicTime.now
  private let startMachine: MachineReading?
  private var loads: [LoopLoad]
  private var lastCPU: Double
  private var lastTime: MonotonicTime
  private var peakMemory: Int?
  private var peakDescriptors: Int?

  /// - Parameters:
  ///   - loops: Those that drive the load.
  ///   - origin: When the run begins.
  ///   - measured: The part of it that is judged, seconds since then.
  init(loops: [EventLoop] = [], origin: MonotonicTime = .now, measured: ClosedRange<Double> = 0...0) {
    self.loops = loops
    self.origin = origin
    loads = Array(repeating: LoopLoad(measured: measured), count: loops.count)
    startMachine = MachineReading(of: usable)
    lastCPU = startCPU
    lastTime = start
    _ = read()
  }

  /// Takes one reading; once a second is enough. Gives what each loop's thread had since the last one.
  private mutating func read() -> [LoopHealth] {
    peakMemory = Self.highest(peakMemory, ProcessStatus.residentMemory)
    peakDescriptors = Self.highest(peakDescriptors, ProcessStatus.openFileDescriptors)
    return loops.indices.map { index in
      guard let time = loops[index].threadTime else { return LoopHealth() }
      return loads[index].take(time, at: Double(MonotonicTime.now - origin) / 1e9)
    }
  }

  /// Takes one reading and gives the health of the time since the last such call; how late the generator was is not the
  /// meter's to know.
  mutating func observe() -> GeneratorHealth {
    let threads = read()
    let (now, cpu) = (MonotonicTime.now, System.cpuSeconds)
    defer { (lastTime, lastCPU) = (now, cpu) }
    let isLong = now - lastTime > Self.shortest
    return health(
      cpuShare: isLong ? share(of: cpu - lastCPU, over: now - lastTime) : nil, loops: isLong ? threads : [],
      startLateness: LatencyStatistics(), eventLoopLag: LatencyStatistics(), outOfRange: 0)
  }

  /// The health of the run that began with this meter, the time since the last reading included.
  mutating func health(of run: RunTally) -> GeneratorHealth {
    _ = read()
    let (now, cpu) = (MonotonicTime.now, System.cpuSeconds - startCPU)
    var health = health(
      cpuShare: share(of: cpu, over: now - start), loops: loads.map(\.health),
      startLateness: run.total.lateness.statistics, eventLoopLag: run.total.loopLag.statistics,
      outOfRange: run.outOfRange)
    if now - start > Self.shortest, let startMachine, let machine = MachineReading(of: usable) {
      // Own time is known to the microsecond and the machine's in ticks, so that their difference may be below 0.
      health.othersShare = machine.busyShare(since: startMachine, without: cpu).map { max(0, $0) }
    }
    return health
  }

  private func health(
    cpuShare: Double?, loops: [LoopHealth], startLateness: LatencyStatistics, eventLoopLag: LatencyStatistics,
    outOfRange: Int
  ) -> GeneratorHealth {
    GeneratorHealth(
      eventLoops: self.loops.count, loops: loops, usableCores: usable.count, cpuShare: cpuShare,
      startLateness: startLateness, eventLoopLag: eventLoopLag, openFileDescriptors: peakDescriptors,
      fileDescriptorLimit: System.fileDescriptorLimit, peakMemory: peakMemory, outOfRange: outOfRange)
  }

  private func share(of cpu: Double, over nanoseconds: Int64) -> Double? {
    guard nanoseconds > 0 else { return nil }
    return cpu / (Double(nanoseconds) / 1e9 * usable.count)
  }

  private static func highest(_ known: Int?, _ value: Int?) -> Int? {
    guard let value else { return known }
    return max(known ?? value, value)
  }
}
