#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Draws service times from a seeded generator.
struct ServiceTimeModel: Sendable {
  private var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  /// One draw; median x exp(sigma z) with z standard normal by Box and Muller (1958).
  mutating func draw(_ time: ServiceTime) -> Duration {
    guard time.median > .zero else { return .zero }
    return time.median * exp(time.sigma * standardNormal())
  }

  private mutating func standardNormal() -> Double {
    // In (0, 1]: the logarithm of 0 is not finite.
    let radius = Double((generator.next() >> 11) + 1) * 0x1p-53
    let angle = Double(generator.next() >> 11) * 0x1p-53
    return (-2 * log(radius)).squareRoot() * cos(2 * .pi * angle)
  }
}
