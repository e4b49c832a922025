import AgentContracts
import Foundation
import LoadEngine

/// The distribution of the time that one kind of work takes: log-normal, as service times of networked systems are.
package struct ServiceTime: Sendable {
  /// Half of the draws are below it; zero means no time at all.
  package var median: Duration
  /// Standard deviation of the logarithm, 0 or more; the mean is median x exp(sigma^2 / 2).
  let sigma: Double

  init(median: Duration, sigma: Double = 0.4) {
    precondition(sigma >= 0 && sigma.isFinite, "sigma must be 0 or more, got \(sigma)")
    self.median = median
    self.sigma = sigma
  }
}

/// The service times of the agent by operation.
package struct ServiceTimes: Sendable {
  var byOperation: [OperationKey: ServiceTime]
  /// Added when the cache did not have what was looked for.
  var databaseRead: ServiceTime

  /// Operations that are not set take no time.
  package subscript(operation: OperationKey) -> ServiceTime {
    get { byOperation[operation] ?? ServiceTime(median: .zero) }
    set { byOperation[operation] = newValue }
  }

  /// 12 ms for a message, 3 to 6 ms for the others: far below the limit of 200 ms on average, so that a breach under
  /// load is a matter of queueing.
  package static let standard = ServiceTimes(
    byOperation: [
      .login: 6, .refresh: 6, .start: 6, .message: 12, .tier: 3, .roi: 5, .analytics: 4, .health: 3, .end: 4,
      .summary: 3,
      .update: 4, .fallback: 3,
    ].mapValues { ServiceTime(median: .milliseconds($0)) }, databaseRead: ServiceTime(median: .milliseconds(3)))

  /// No time at all: what remains is the agent's own work.
  package static let none = ServiceTimes(byOperation: [:], databaseRead: ServiceTime(median: .zero))
}

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
