import LoadFixtures
import Testing

@Suite struct TerminalTests {
  @Test func progressIsOneLineThatIsRewritten() {
    let screen = Screen()
    let terminal = screen.terminal()
    #expect(terminal.showsProgress)
    terminal.progress("10 users, a long line")
    terminal.progress("20 users")
    #expect(screen.rows == ["20 users"])
    terminal.endProgress()
    #expect(screen.rows == [""])
    terminal.endProgress()
    #expect(screen.text(.output) == "")
  }

  @Test func linesAndProgressDoNotGarbleEachOther() {
    let screen = Screen()
    let terminal = screen.terminal()
    terminal.write("before", to: .error)
    terminal.progress("running")
    terminal.write("one", to: .error)
    terminal.write("two\n", to: .output)
    terminal.write("three\nfour", to: .output)
    terminal.progress("still running")
    #expect(screen.rows == ["before", "one", "two", "three", "four", "still running"])
    terminal.endProgress()
    terminal.write("after", to: .error)
    #expect(screen.rows == ["before", "one", "two", "three", "four", "after", ""])
  }

  @Test func aPipeGetsLinesOnly() {
    let screen = Screen()
    let terminal = screen.terminal(output: false, error: false)
    #expect(!terminal.showsProgress && !terminal.isTerminal(.error) && !terminal.isTerminal(.output))
    terminal.progress("running")
    terminal.write("line", to: .error)
    terminal.endProgress()
    #expect(screen.text() == "line\n")
  }

  @Test func redirectedOutputStaysCleanWhileProgressIsShown() {
    let screen = Screen()
    let terminal = screen.terminal(output: false, error: true)
    terminal.progress("running")
    let before = screen.text(.error)
    terminal.write("{}", to: .output)
    #expect(screen.text(.output) == "{}\n")
    #expect(screen.text(.error) == before)
  }

  /// As `swift test` runs the tests: pipes, on whose other ends is the screen.
  @Test func progressGoesToTheScreenBehindPipes() {
    let screen = Screen()
    let pipes = screen.terminal(output: false, error: false, screen: true)
    #expect(pipes.showsProgress && !pipes.isTerminal(.error))
    pipes.progress("running")
    #expect(screen.rows == ["running"])
    pipes.write("line", to: .error)
    pipes.progress("still running")
    #expect(screen.rows == ["line", "still running"])
    pipes.endProgress()
    pipes.write("end", to: .output)
    #expect(screen.rows == ["line", "end", ""])
    #expect(screen.text(.error) == "line\n" && screen.text(.output) == "end\n")
  }

  @Test func aTerminalThatCannotEraseGetsNoProgress() {
    let screen = Screen()
    let terminal = screen.terminal(environment: ["TERM": "dumb"])
    terminal.progress("running")
    #expect(screen.text() == "" && !terminal.showsProgress && !terminal.usesColour(.error))
  }

  @Test(arguments: [
    (Int?.none, 79), (0, 0), (1, 0), (2, 1), (10, 9), (500, 200),
  ])
  func progressIsCutToTheWidth(width: Int?, expected: Int) {
    let screen = Screen(width: width)
    screen.terminal().progress(String(repeating: "x", count: 200))
    #expect(screen.rows == [String(repeating: "x", count: expected)])
  }

  @Test func wideCharactersTakeTwoColumns() {
    let screen = Screen(width: 7)
    screen.terminal().progress("a日本語z")
    #expect(screen.rows == ["a日本"])
  }

  @Test func aNarrowedWindowCutsTheRedrawnLine() {
    let screen = Screen(width: 80)
    let terminal = screen.terminal()
    terminal.progress("0123456789")
    screen.resize(5)
    terminal.write("line", to: .error)
    #expect(screen.rows == ["line", "0123"])
  }

  @Test func progressCannotSteerTheTerminal() {
    let screen = Screen()
    screen.terminal().progress("a\u{1B}[2J\nb\rc")
    #expect(screen.rows == ["a\\u{1B}[2J\\nb\\rc"])
  }

  @Test func colourFollowsTheScreenAndNoColor() {
    let screen = Screen()
    #expect(screen.terminal(environment: [:]).usesColour(.error))
    #expect(screen.terminal(environment: ["NO_COLOR": ""]).usesColour(.error))
    #expect(!screen.terminal(environment: ["NO_COLOR": "1"]).usesColour(.error))
    let piped = screen.terminal(output: false, environment: [:])
    #expect(piped.usesColour(.error) && !piped.usesColour(.output))
  }

  @Test func linesFromManyThreadsStayWhole() async {
    let screen = Screen()
    let terminal = screen.terminal()
    await withTaskGroup(of: Void.self) { group in
      for user in 0..<8 {
        group.addTask {
          for line in 0..<50 {
            terminal.progress("user \(user)")
            terminal.write("line \(user) \(line)", to: line.isMultiple(of: 2) ? .output : .error)
          }
        }
      }
    }
    terminal.endProgress()
    let expected = (0..<8).flatMap { user in (0..<50).map { "line \(user) \($0)" } }
    #expect(screen.rows.dropLast().sorted() == expected.sorted())
  }
}
