/// What the target said of itself during the run, read once a second.
public struct SystemObservation: Codable, Sendable, Equatable {
  /// Whether a source of the target's metrics answered.
  public enum Availability: String, Codable, Sendable {
    case offered
    /// The target answers 404, or its contract lacks the call.
    case notOffered = "not offered"
    case unreachable
  }

  public var metrics: Availability
  public var connections: Availability
  public var breakers: Availability
  public var cache: Availability
  public var points: [Point]
  /// Readings whose value cannot be (a share of 55, a negative count), by its name in the target's answer; `nil` in the
  /// points.
  public var notBelievable: [String: Int]?

  /// A target that says nothing of itself.
  static let notOffered = SystemObservation(
    metrics: .notOffered, connections: .notOffered, breakers: .notOffered, cache: .notOffered, points: [])

  /// One reading. What could not be read is `nil`.
  public struct Point: Codable, Sendable, Equatable {
    /// Seconds since the run's origin.
    public var second: Double
    /// Milliseconds.
    public var averageResponseTime: Double?
    public var errorRate: Double?
    public var requestsPerSecond: Double?
    public var activeConnections: Int?
    /// The first few by name, without secrets and cut.
    public var openCircuits: [String]?
    /// How many more are open; `nil` for none.
    public var openCircuitsNotNamed: Int?
    public var cacheHitRate: Double?
    public var cacheKeys: Int?

    public init(second: Double) {
      self.second = second
    }
  }

  public init(
    metrics: Availability, connections: Availability, breakers: Availability, cache: Availability, points: [Point]
  ) {
    self.metrics = metrics
    self.connections = connections
    self.breakers = breakers
    self.cache = cache
    self.points = points
  }
}
