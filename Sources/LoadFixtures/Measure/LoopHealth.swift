/// What the thread of one event loop had of a core, in the five seconds of the measured part in which it fared worst; in
/// all of it when it is shorter.
public struct LoopHealth: Codable, Sendable, Equatable {
  /// A share of the time between two seconds of the run.
  public struct Window: Codable, Sendable, Equatable {
    /// 0 to 1.
    public var share: Double
    /// Seconds since the run began.
    public var from: Double
    public var to: Double

    public init(share: Double, from: Double, to: Double) {
      self.share = share
      self.from = from
      self.to = to
    }
  }

  /// When it ran most. `nil` when nothing was measured.
  public var running: Window?
  /// When it waited longest for a core although it could run. `nil` also where the system does not count that.
  public var waiting: Window?
  /// When it waited for the largest share of the time in which it could run, which is `share` here. `nil` also when it
  /// never waited for 1 % of the time: what runs little waits little.
  public var contended: Window?

  public init(running: Window? = nil, waiting: Window? = nil, contended: Window? = nil) {
    self.running = running
    self.waiting = waiting
    self.contended = contended
  }
}
