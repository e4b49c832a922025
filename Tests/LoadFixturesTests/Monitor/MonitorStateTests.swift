import Foundation
import Testing

@testable import LoadFixtures

@Suite("What a monitor knows")
struct MonitorStateTests {
  static let start = Date(timeIntervalSince1970: 1_800_000_000)

  static func state(_ sources: [MonitorMetric.Source] = [.target, .load], rules: [AlertRule] = AlertRule.usual)
    -> MonitorState
  {
    MonitorState(target: "http://agent:8000", interval: 1, rules: rules, sources: sources, at: start)
  }

  static func reading(_ values: [MonitorMetric: Double]) -> SourceReading {
    var reading = SourceReading(.offered)
    reading.values = values
    return reading
  }

  private static func time(_ second: Double) -> Date { start.addingTimeInterval(second) }

  @Test("Each reading is one sample, whatever the number of looks at it")
  func samples() {
    var state = Self.state()
    state.take(Self.reading([.responseTime: 100]), from: .target, at: 0.9, Self.time(0.9))
    for second in 1...5 { _ = state.tick(at: Double(second), Self.time(Double(second))) }
    #expect(state.series[.responseTime]?.count == 1 && state.series[.loadP95] == nil)
    #expect(state.latest(.responseTime) == 100)
  }

  @Test("A source that is gone has no value, never 0, and since when it is gone is kept")
  func gone() {
    var state = Self.state()
    state.take(Self.reading([.responseTime: 100]), from: .target, at: 1, Self.time(1))
    _ = state.tick(at: 1, Self.time(1))
    for second in 2...5 {
      state.take(SourceReading(.unreachable("refused")), from: .target, at: Double(second), Self.time(Double(second)))
      _ = state.tick(at: Double(second), Self.time(Double(second)))
    }
    #expect(state.latest(.responseTime) == nil && state.series[.responseTime]?.count == 1)
    #expect(state.sources[.target]?.since == Self.time(2))
    let value = MonitorSnapshot(state).values.first
    #expect(value?.now == nil && value?.mean == 100 && value?.samples == 1)
  }

  @Test("A source that says nothing any more is unreachable after a while")
  func silent() {
    var state = Self.state()
    state.take(Self.reading([.responseTime: 100]), from: .target, at: 1, Self.time(1))
    for second in 1...20 { _ = state.tick(at: Double(second), Self.time(Double(second))) }
    guard case .unreachable = state.sources[.target]?.reading.state else {
      Issue.record("it is said to be \(String(describing: state.sources[.target]))")
      return
    }
    #expect(state.latest(.responseTime) == nil)
  }

  @Test("Alerts are raised and cleared once each, the worst first, and a look without a reading does not end one")
  func alerts() {
    var state = Self.state()
    var news: [MonitorState.News] = []
    for second in 1...30 {
      // Each second reading comes too late for its look.
      if second % 2 == 1 {
        let slow = second < 12 ? 3000.0 : 10
        state.take(
          Self.reading([.responseTime: slow, .openCircuits: 1]), from: .target, at: Double(second),
          Self.time(Double(second)))
      }
      news += state.tick(at: Double(second), Self.time(Double(second)))
    }
    #expect(news.count == 3)
    #expect(state.alerts.map(\.metric) == [.openCircuits] && state.allAlerts.count == 2)
    #expect(state.pastAlerts.first?.level == .critical && state.pastAlerts.first?.metric == .responseTime)
    let report = MonitorReport(state)
    #expect(report.hasAlert(from: .critical) && !MonitorReport(Self.state()).hasAlert(from: .low))
  }

  @Test("The report reads back as it was written, and holds each sample")
  func report() throws {
    var state = Self.state()
    for second in 1...10 {
      state.take(Self.reading([.errorRate: Double(second) / 100]), from: .target, at: Double(second), Self.time(1))
      _ = state.tick(at: Double(second), Self.time(Double(second)))
    }
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    let read = try decoder.decode(
      MonitorReport.self, from: Data(try MonitorReport(state).monitorJSON(pretty: true).utf8))
    #expect(read.series.first?.samples.map(\.max) == (1...10).map { Double($0) / 100 })
    #expect(read.last.sources.map(\.state) == ["offered", "waiting"] && read.began == Self.start)
  }
}
