import Foundation
import Testing

@testable import LoadFixtures

@Suite("Alerts of a monitor")
struct AlertTests {
  private static let response = AlertRule(metric: .responseTime, threshold: 1000, scale: .ratio, isInclusive: false)
  private static let cpu = AlertRule(metric: .cpu, threshold: 0.8, scale: .headroom, isInclusive: false)
  private static let circuits = AlertRule(metric: .openCircuits, threshold: 1, scale: .count, isInclusive: true)

  /// What becomes of values that come a second apart.
  private static func alerts(of values: [Double?], _ rule: AlertRule = response) -> [Alert] {
    var watch = AlertWatch(rule)
    return values.enumerated().compactMap { watch.take($1, at: Double($0)) }
  }

  @Test(
    "The level is by how far the value is beyond",
    arguments: [
      (response, 1001, .low), (response, 1200, .low), (response, 1201, .medium), (response, 1500, .medium),
      (response, 1501, .high), (response, 2000, .high), (response, 2001, .critical), (cpu, 0.81, .low),
      (cpu, 0.85, .low),
      (cpu, 0.8501, .medium), (cpu, 0.901, .high), (cpu, 0.951, .critical), (circuits, 1, .high),
      (circuits, 2, .critical),
    ] as [(AlertRule, Double, Alert.Level)])
  func levels(rule: AlertRule, value: Double, level: Alert.Level) { #expect(rule.level(of: value) == level) }

  @Test("Raised once after three seconds beyond, with the worst, and cleared once after three seconds back")
  func once() throws {
    let values: [Double?] =
      [500] + Array(repeating: 1300, count: 4) + [2500, 1300, 1300] + Array(repeating: 900, count: 9)
    let alerts = Self.alerts(of: values)
    #expect(alerts.count == 2)
    let (raised, cleared) = (try #require(alerts.first), try #require(alerts.last))
    #expect(raised.raised == 4 && raised.cleared == nil && raised.worst == 1300 && raised.level == .medium)
    #expect(cleared.raised == 4 && cleared.cleared == 11 && cleared.worst == 2500 && cleared.level == .critical)
  }

  @Test("A moment beyond is no alert, a moment back does not clear one, and between the two nothing changes")
  func hysteresis() {
    #expect(Self.alerts(of: [1300, 1300, 500, 1300, 1300, 1300, 500]).isEmpty)
    let lasting: [Double?] = Array(repeating: 1300, count: 4) + [900, 900, 1300, 960, 990, 970, 980, 960, 970]
    #expect(Self.alerts(of: lasting).count == 1)
    // The threshold itself is not beyond it; that of breakers is.
    #expect(Self.alerts(of: Array(repeating: 1000, count: 9)).isEmpty)
    #expect(Self.alerts(of: Array(repeating: 1, count: 9), Self.circuits).count == 1)
    #expect(Self.alerts(of: Array(repeating: 1, count: 5) + Array(repeating: 0, count: 5), Self.circuits).count == 2)
  }

  @Test("What is not known neither raises nor clears, and lets no time count")
  func unknown() {
    #expect(Self.alerts(of: [1300, 1300, 1300, nil, 1300, 1300, 1300]).isEmpty)
    #expect(Self.alerts(of: Array(repeating: 1300, count: 4) + Array(repeating: nil, count: 20)).count == 1)
  }

  @Test("Each threshold can be changed or switched off; a text that is none is refused")
  func thresholds() throws {
    let rules = try #require(AlertRule.changing(AlertRule.usual, by: "response-time=500"))
    #expect(rules.filter { $0.threshold == 500 }.map(\.metric) == [.loadP95, .responseTime])
    #expect(AlertRule.changing(rules, by: "cpu=50")?.first { $0.metric == .cpu }?.threshold == 0.5)
    #expect(AlertRule.changing(rules, by: "memory=off")?.contains { $0.metric == .memory } == false)
    for text in ["cpu", "cpu=", "cpu=101", "disk=5", "cpu=nan", "error-rate=-1", ""] {
      #expect(AlertRule.changing(rules, by: text) == nil, "\(text)")
    }
  }
}
