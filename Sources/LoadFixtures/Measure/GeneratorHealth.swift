/// How the load generator itself fared: the reason to believe the other numbers, or not to.
public struct GeneratorHealth: Codable, Sendable, Equatable {
  /// Event loops that drove users.
  public var eventLoops: Int
  /// CPU seconds of this process over the run, divided by (duration x cores); 0 to 1. With an embedded target it
  /// includes the target.
  public var cpuShare: Double?
  /// How much later than due users and arrivals were started, milliseconds. `nil` when nothing was started.
  public var startLateness: LatencyStatistics
  /// How much later than asked the loops' heartbeat came, milliseconds.
  public var eventLoopLag: LatencyStatistics
  /// File descriptors open in this process, the highest seen, and the limit.
  public var openFileDescriptors: Int?
  public var fileDescriptorLimit: Int?
  /// Resident memory, bytes, the highest seen.
  public var peakMemory: Int?
  /// Latencies beyond the histogram's range (1 us to 1 h); clamped and counted.
  public var outOfRange: Int

  public init(
    eventLoops: Int, cpuShare: Double?, startLateness: LatencyStatistics, eventLoopLag: LatencyStatistics,
    openFileDescriptors: Int?, fileDescriptorLimit: Int?, peakMemory: Int?, outOfRange: Int
  ) {
    self.eventLoops = eventLoops
    self.cpuShare = cpuShare
    self.startLateness = startLateness
    self.eventLoopLag = eventLoopLag
    self.openFileDescriptors = openFileDescriptors
    self.fileDescriptorLimit = fileDescriptorLimit
    self.peakMemory = peakMemory
    self.outOfRange = outOfRange
  }
}
