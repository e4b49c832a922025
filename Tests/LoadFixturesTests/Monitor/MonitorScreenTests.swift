import Foundation
import Testing

@testable import LoadFixtures

@Suite("A monitor's screen")
struct MonitorScreenTests {
  private static func state(alerts: Bool = true, hostile: String = "openai_api") -> MonitorState {
    var state = MonitorStateTests.state([.target, .machine, .process, .load])
    for second in 1...120 {
      let time = MonitorStateTests.start.addingTimeInterval(Double(second))
      var target = MonitorStateTests.reading([
        .health: 0.84, .responseTime: alerts ? 2345 : 123, .errorRate: 0.0004, .requestRate: 150, .openCircuits: 1,
      ])
      (target.word, target.openCircuits, target.parts) = ("healthy", [hostile], ["cache not offered"])
      state.take(target, from: .target, at: Double(second), time)
      state.take(
        MonitorStateTests.reading([.cpu: 0.42, .memory: 0.3 + Double(second) / 1000]), from: .machine,
        at: Double(second),
        time)
      state.take(SourceReading(.unreachable("no process listens")), from: .process, at: Double(second), time)
      var load = MonitorStateTests.reading([.users: 150, .loadRate: 1523.4, .loadP95: 321, .loadErrorRate: 0])
      load.load = LoadProgress(
        scenario: "peak", stage: "100 users", faults: ["cache lost"], seconds: second, planned: 300,
        failureKinds: ["status 503": 12], calls: 12_345, failed: 12)
      state.take(load, from: .load, at: Double(second), time)
      _ = state.tick(at: Double(second), time)
    }
    return state
  }

  @Test(
    "It fits its window, whatever that is, with its alerts and keys always seen",
    arguments: [
      (80, 24), (200, 50), (40, 10), (20, 5),
    ])
  func fits(columns: Int, rows: Int) {
    let lines = MonitorScreen(columns: columns, rows: rows, colour: false).lines(Self.state())
    #expect(lines.count <= rows && lines.allSatisfy { $0.count <= columns }, "\(lines)")
    #expect(lines.last?.hasPrefix("q quit") == true)
    if rows >= 10 { #expect(lines.contains { $0.hasPrefix("CRITICAL ") }) }
  }

  @Test("At 80 by 24 it has the state of each source, the load, and every number with all its digits")
  func eighty() {
    let lines = MonitorScreen(columns: 80, rows: 24, colour: false).lines(Self.state())
    let text = lines.joined(separator: "\n")
    #expect(text.hasPrefix("monitor http://agent:8000"))
    #expect(text.contains("target        healthy  (cache not offered)"))
    #expect(text.contains("process       unreachable since 08:00:01"), "\(text)")
    #expect(text.contains("  peak, stage 100 users, second 120 of 300, 12,345 calls, 12 failed"))
    #expect(text.contains("  trouble: cache lost") && text.contains("  failures: status 503 12"))
    #expect(text.contains("  breakers    open: openai_api"))
    let rows = lines.map { $0.split(separator: " ").map(String.init) }
    #expect(rows.contains { $0.starts(with: ["load", "users", "150", "150", "150", "150", "150"]) }, "\(text)")
    #expect(rows.contains { $0.starts(with: ["load", "calls", "1,523/s", "1,523/s"]) }, "\(text)")
  }

  @Test("At 200 by 50 all metrics are there, with five minutes of each and their trends")
  func large() {
    let lines = MonitorScreen(columns: 200, rows: 50, colour: false).lines(Self.state())
    #expect(lines.contains { $0.contains("last 5 min") })
    let memory = lines.first { $0.hasPrefix("machine memory") } ?? ""
    #expect(memory.contains("42 %") && memory.contains("↑") && memory.contains("▇█"), "\(memory)")
    #expect(lines.first { $0.hasPrefix("machine CPU") }?.contains("→") == true)
    // Two of five minutes: three fifths of the sparkline are blank.
    #expect(lines.first { $0.hasPrefix("machine CPU") }?.filter { "▁▂▃▄▅▆▇█".contains($0) }.count == 24)
  }

  @Test("Without colour there is no escape, with it each line ends as it began, and foreign text is inert in both")
  func colour() {
    let state = Self.state(hostile: "\u{1B}[2Jevil\r\n\u{202E}")
    let plain = MonitorScreen(columns: 100, rows: 40, colour: false).lines(state).joined()
    #expect(!plain.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
    let painted = MonitorScreen(columns: 100, rows: 40, colour: true).lines(state)
    #expect(painted.contains { $0.contains("\u{1B}[31m") })
    #expect(painted.allSatisfy { !$0.contains("\u{1B}") || $0.hasSuffix("\u{1B}[0m") })
    #expect(!painted.joined().contains("\u{1B}[2J"))
  }

  @Test("Paused, and with its help, it says so; without an alert as well")
  func modes() {
    var screen = MonitorScreen(columns: 100, rows: 40, colour: false)
    (screen.isPaused, screen.showsHelp, screen.word) = (true, true, "saved monitor.json")
    let text = screen.lines(Self.state()).joined(separator: "\n")
    #expect(text.contains("PAUSED") && text.contains("p go on") && text.contains("saved monitor.json"))
    #expect(text.contains("never a zero"))
    #expect(MonitorScreen(columns: 100, rows: 40, colour: false).lines(MonitorStateTests.state()).contains("no alert"))
  }

  @Test("Into a pipe it is one line an interval, with what is lacking by its name")
  func line() {
    let line = MonitorScreen.line(Self.state())
    #expect(line.contains("process unreachable") && line.contains("load users 150"))
    #expect(line.contains("response time 2,345 ms") && line.contains("2 alerts, the worst CRITICAL"))
    #expect(!line.contains("\n"))
    #expect(MonitorScreen.line(MonitorStateTests.state()).contains("target waiting | load test waiting"))
  }
}
