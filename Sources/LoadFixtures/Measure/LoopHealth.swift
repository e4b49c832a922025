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
