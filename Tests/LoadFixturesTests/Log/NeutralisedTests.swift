import LoadFixtures
import Testing

@Suite struct NeutralisedTests {
  @Test(arguments: [
    ("", ""), ("plain ~ text", "plain ~ text"), ("¿Qué tal, señor? 日本 👍", "¿Qué tal, señor? 日本 👍"),
    ("a\nb", "a\\nb"), ("a\r\nb", "a\\r\\nb"), ("a\tb", "a\\tb"), ("\0", "\\u{0}"), ("\u{7}", "\\u{7}"),
    ("\u{1B}[31m", "\\u{1B}[31m"), ("\u{7F}", "\\u{7F}"), ("\u{85}", "\\u{85}"), ("\u{9B}2J", "\\u{9B}2J"),
    ("\u{2028}\u{2029}", "\\u{2028}\\u{2029}"), ("a\u{202E}b", "a\\u{202E}b"), ("\u{2066}", "\\u{2066}"),
    ("\u{FEFF}", "\\u{FEFF}"),
  ])
  func controlCharactersAreSpelledOut(text: String, shown: String) {
    #expect(text.neutralised == shown)
    #expect(shown.neutralised == shown)
  }
}
