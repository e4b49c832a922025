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
    var news: [Alert] = []
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

  @Test("A target that is away is an alert of its own, which is cleared when it is back")
  func away() {
    var state = Self.state()
    var news: [Alert] = []
    for second in 1...20 {
      let isAway = (5...12).contains(second)
      state.take(
        isAway ? SourceReading(.unreachable("refused")) : Self.reading([.responseTime: 1]), from: .target,
        at: Double(second), Self.time(Double(second)))
      news += state.tick(at: Double(second), Self.time(Double(second)))
    }
    #expect(news.count == 2 && state.alerts.isEmpty)
    #expect(state.pastAlerts.first.map { [$0.raised, $0.cleared ?? 0] } == [8, 16])
    #expect(state.pastAlerts.first?.metric == .unreachable && MonitorReport(state).hasAlert(from: .critical))
  }

  @Test("An alert of a load ends with it; a line between two seconds is no sample and puts no alert off")
  func load() {
    var state = Self.state()
    var news: [Alert] = []
    for second in 1...8 {
      var reading = Self.reading([.loadP95: 5000])
      reading.load = LoadProgress(scenario: "x", seconds: second, planned: 8)
      state.take(reading, from: .load, at: Double(second), Self.time(Double(second)))
      var partial = SourceReading(.offered)
      (partial.isPartial, partial.load) = (true, reading.load)
      state.take(partial, from: .load, at: Double(second) + 0.1, Self.time(Double(second)))
      if second == 8 {
        partial.isPartial = false
        partial.load?.verdict = "failed"
        state.take(partial, from: .load, at: 8.2, Self.time(8.2))
      }
      news += state.tick(at: Double(second) + 0.5, Self.time(Double(second)))
    }
    #expect(state.series[.loadP95]?.count == 8)
    #expect(news.count == 2 && state.alerts.isEmpty && state.pastAlerts.first?.raised == 4, "\(news)")
  }

  @Test("Who looks once is told at once, and the worst level is kept however many alerts there were")
  func atOnce() {
    var state = MonitorState(
      target: "", interval: 1, rules: AlertRule.usual, holdTime: 0, sources: [.target], at: Self.start)
    for second in 1...4000 {
      let value = second == 3501 ? 5000.0 : second % 2 == 1 ? 1100 : 1
      state.take(Self.reading([.responseTime: value]), from: .target, at: Double(second), Self.start)
    }
    #expect(state.pastAlerts.count == 1000 && state.alertsLeftOut == 1000)
    #expect(MonitorReport(state).hasAlert(from: .critical) && state.pastAlerts.allSatisfy { $0.level == .low })
  }

  @Test("The report reads back as it was written, and holds each sample")
  func report() throws {
    var state = Self.state()
    for second in 1...10 {
      state.take(Self.reading([.errorRate: Double(second) / 100]), from: .target, at: Double(second), Self.time(1))
      _ = state.tick(at: Double(second), Self.time(Double(second)))
    }
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .custom {
      try Date($0.singleValueContainer().decode(String.self), strategy: Date.ISO8601FormatStyle.withFractionalSeconds)
    }
    let read = try decoder.decode(
      MonitorReport.self, from: Data(try MonitorReport(state).monitorJSON(pretty: true).utf8))
    #expect(read.series.first?.samples.map(\.max) == (1...10).map { Double($0) / 100 })
    #expect(read.last.sources.map(\.state) == ["offered", "waiting"] && read.began == Self.start)
  }
}
