/// One bar of the response-time distribution: successful requests in (previous bucket's upper bound, `upTo`].
public struct DistributionBucket: Codable, Sendable, Equatable {
  /// Upper bound, milliseconds. Bounds grow geometrically.
  public var upTo: Double
  public var count: Int

  public init(upTo: Double, count: Int) {
    self.upTo = upTo
    self.count = count
  }
}
