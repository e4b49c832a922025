import AgentContracts
import Foundation
import LoadEngine
import Testing

@testable import ReferenceAgent

@Suite("Service times")
struct ServiceTimeTests {
  private func draws(seed: UInt64, _ time: ServiceTime, count: Int = 20_000) -> [Double] {
    var model = ServiceTimeModel(seed: seed)
    return (0..<count).map { _ in model.draw(time) / .milliseconds(1) }
  }

  @Test(arguments: [(12.0, 0.4), (3.0, 0.1), (100.0, 1.0)])
  func `Median and sigma are those asked for`(median: Double, sigma: Double) {
    let logs = draws(seed: 3, ServiceTime(median: .milliseconds(median), sigma: sigma)).map { log($0) }.sorted()
    // 20,000 draws: the median's standard error is 0.9 % of sigma, sigma's own 0.5 %; four of each are allowed.
    #expect(abs(logs[10_000] - log(median)) < 0.036 * sigma)
    let mean = logs.reduce(0, +) / 20_000
    let spread = (logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 19_999).squareRoot()
    #expect(abs(spread - sigma) < 0.02 * sigma)
  }

  @Test func `The same seed draws the same, another seed does not`() {
    let time = ServiceTime(median: .milliseconds(12))
    #expect(draws(seed: 5, time, count: 100) == draws(seed: 5, time, count: 100))
    #expect(draws(seed: 5, time, count: 100) != draws(seed: 6, time, count: 100))
  }

  @Test func `The generator is the published one`() {
    // First outputs of the reference implementation for seed 1234567.
    var generator = SplitMix64(seed: 1_234_567)
    #expect(
      (0..<3).map { _ in generator.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      ])
  }

  @Test func `The defaults are far below the limit of 200 ms`() {
    for operation in OperationKey.allCases {
      #expect(ServiceTimes.standard[operation].median <= .milliseconds(12), "\(operation)")
    }
  }

  @Test func `A delay is added to each answer`() async throws {
    let client = try await Client.make()
    client.agent.faults.extraDelay = .seconds(1.5)
    let call = Task { try await client.send("GET", "/health").status }
    await client.clock.untilAsleep(1)
    client.clock.advance(by: .milliseconds(1499))
    #expect(client.agent.answeredRequests[.health] == nil)
    client.clock.advance(by: .milliseconds(1))
    #expect(try await call.value == 200)
  }
}
