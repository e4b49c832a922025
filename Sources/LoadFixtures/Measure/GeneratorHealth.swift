/// How the load generator itself fared: the reason to believe the other numbers, or not to.
package struct GeneratorHealth: Codable, Sendable, Equatable {
  /// Event loops that drove users.
  package var eventLoops: Int
  /// What the thread of each of them had of a core. `nil` on records of versions that did not look.
  package var loops: [LoopHealth]?
  /// Processors that this process might use: its affinity mask and its container's quota say so. `nil` on records of
  /// versions that took all of the machine's.
  package var usableCores: Double?
  /// CPU seconds of this process over the run, divided by (duration x usable cores); 0 to 1. With an embedded target
  /// it includes the target.
  package var cpuShare: Double?
  /// The same of everything else that ran on these cores. `nil` where the system does not say.
  package var othersShare: Double?
  /// How much later than due users and arrivals were started, milliseconds. `nil` when nothing was started.
  package var startLateness: LatencyStatistics
  /// How much later than asked the loops' heartbeat came, milliseconds.
  package var eventLoopLag: LatencyStatistics
  /// File descriptors open in this process, the highest seen, and the limit.
  package var openFileDescriptors: Int?
  package var fileDescriptorLimit: Int?
  /// Resident memory, bytes, the highest seen.
  package var peakMemory: Int?
  /// Latencies beyond the histogram's range (1 us to 1 h); clamped and counted.
  package var outOfRange: Int
}

extension GeneratorHealth {
  /// Where nobody looked.
  static let unknown = GeneratorHealth(
    eventLoops: 0, startLateness: LatencyStatistics(), eventLoopLag: LatencyStatistics(), outOfRange: 0)

  /// The loop whose thread had the highest share of something, with the window in which it had it.
  func worst(_ part: KeyPath<LoopHealth, LoopHealth.Window?>) -> (loop: Int, window: LoopHealth.Window)? {
    (loops ?? []).enumerated()
      .compactMap { loop in loop.element[keyPath: part].map { (loop: loop.offset, window: $0) } }
      .max { $0.window.share < $1.window.share }
  }
}

/// What the thread of one event loop had of a core, in the five seconds of the measured part in which it fared worst; in
/// all of it when it is shorter.
package struct LoopHealth: Codable, Sendable, Equatable {
  /// A share of the time between two seconds of the run.
  package struct Window: Codable, Sendable, Equatable {
    /// 0 to 1.
    package var share: Double
    /// Seconds since the run began.
    package var from: Double
    package var to: Double
  }

  /// When it ran most. `nil` when nothing was measured.
  package var running: Window?
  /// When it waited longest for a core although it could run. `nil` also where the system does not count that.
  package var waiting: Window?
  /// When it waited for the largest share of the time in which it could run, which is `share` here. `nil` also when it
  /// never waited for 1 % of the time: what runs little waits little.
  package var contended: Window?
}
