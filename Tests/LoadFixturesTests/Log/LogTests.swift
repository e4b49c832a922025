import Foundation
import LoadFixtures
import Testing

@Suite struct LogTests {
  private func log(_ level: LogLevel, on terminal: Terminal) -> Log {
    Log(level: level, terminal: terminal, now: { Date(timeIntervalSince1970: 1_782_898_200.125) })
  }

  @Test func aLineHasTimeLevelAndMessageOnStandardError() {
    let screen = Screen()
    let log = log(.info, on: screen.terminal(error: false))
    log.info("seed 42")
    #expect(screen.text(.error) == "2026-07-01T09:30:00.125Z info seed 42\n")
    #expect(screen.text(.output) == "")
  }

  @Test(arguments: LogLevel.allCases)
  func linesBelowTheLevelAreLeftOut(level: LogLevel) {
    let screen = Screen()
    let log = log(level, on: screen.terminal(error: false))
    log.trace("m")
    log.debug("m")
    log.info("m")
    log.warning("m")
    log.error("m")
    let written = screen.text().split(separator: "\n").map { String($0.split(separator: " ")[1]) }
    let all = ["trace", "debug", "info", "warning", "error"]
    #expect(written == Array(all[all.firstIndex(of: level.rawValue)!...]))
  }

  @Test func aMessageBelowTheLevelIsNotBuilt() {
    let screen = Screen()
    var built = 0
    func message() -> String {
      built += 1
      return "m"
    }
    let log = log(.warning, on: screen.terminal())
    log.trace(message())
    log.debug(message())
    log.info(message())
    #expect(built == 0)
    log.error(message())
    #expect(built == 1)
  }

  @Test func aMessageCannotForgeALineOrSteerTheTerminal() {
    let screen = Screen()
    log(.info, on: screen.terminal(error: false)).warning("a\n2026-07-01T09:30:00.125Z error b\u{1B}[2J\r\u{9B}31m")
    #expect(
      screen.text() == "2026-07-01T09:30:00.125Z warning "
        + #"a\n2026-07-01T09:30:00.125Z error b\u{1B}[2J\r\u{9B}31m"# + "\n")
  }

  @Test func aLineStandsAboveTheProgressLine() {
    let screen = Screen()
    let terminal = screen.terminal()
    terminal.progress("running")
    log(.info, on: terminal).info("ready")
    #expect(screen.rows == ["2026-07-01T09:30:00.125Z info ready", "running"])
  }

  @Test func onlyTheLevelIsColouredAndOnlyOnAScreen() {
    let screen = Screen()
    log(.info, on: screen.terminal(environment: [:])).error("m")
    #expect(screen.text() == "2026-07-01T09:30:00.125Z \u{1B}[31merror\u{1B}[0m m\n")
  }

  @Test func levelsRiseInTheirOrder() {
    #expect(LogLevel.allCases.sorted() == [.trace, .debug, .info, .warning, .error])
    #expect(LogLevel.allCases.shuffled().sorted() == LogLevel.allCases)
  }
}
