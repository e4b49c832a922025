/// One bar of the response-time distribution: successful requests in (previous bucket's upper bound, `upTo`].
package struct DistributionBucket: Codable, Sendable, Equatable {
  /// Upper bound, milliseconds. Bounds grow geometrically.
  package var upTo: Double
  package var count: Int
}
