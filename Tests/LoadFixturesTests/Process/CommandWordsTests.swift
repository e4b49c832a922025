import Foundation
import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

@Suite struct CommandWordsTests {
  @Test(
    arguments: [
      ("", []), ("  \t\n ", []), ("redis-cli flushall", ["redis-cli", "flushall"]),
      ("\n  a\t b  c  \n \n", ["a", "b", "c"]), ("a '' \"\" b", ["a", "", "", "b"]),
      ("psql -c 'delete from t; vacuum'", ["psql", "-c", "delete from t; vacuum"]),
      ("sh -c \"echo 'x y' > f\"", ["sh", "-c", "echo 'x y' > f"]),
      ("a'b'\"c\"d\\ e", ["abcd e"]), ("'a\\b' \"a\\b\\\"\\\\\\$\" a\\b", ["a\\b", "a\\b\"\\$", "ab"]),
      ("\\' \\\" \\| \\$HOME \\~", ["'", "\"", "|", "$HOME", "~"]), ("a\\\nb \"c\\\nd\"", ["ab", "cd"]),
      ("a=$ 5$ \"$\" '$HOME'", ["a=$", "5$", "$", "$HOME"]), ("a~ b#c x{y}z", ["a~", "b#c", "x{y}z"]),
      ("é\u{301}'\u{301}' ñ", ["é\u{301}\u{301}", "ñ"]),
    ])
  func wordsAreThoseOfAShell(text: String, words: [String]) throws {
    #expect(try CommandWords.split(text) == words)
  }

  @Test(
    arguments: [
      ("a 'b", "the quotation mark ' is not closed"), ("a \"b", "the quotation mark \" is not closed"),
      ("\"a\\", "the quotation mark \" is not closed"), ("a \\", "it ends in a backslash"),
      ("a && b", "& is for a shell"), ("a | b", "| is for a shell"), ("a;b", "; is for a shell"),
      ("a > f", "> is for a shell"), ("a 2>&1", "> is for a shell"), ("a <f", "< is for a shell"),
      ("a `b`", "` is for a shell"), ("a \"`b`\"", "` is for a shell"), ("a $(b)", "$ is for a shell"),
      ("a $HOME/b", "$ is for a shell"), ("a \"${b}\"", "$ is for a shell"), ("a $1", "$ is for a shell"),
      ("rm *.tmp", "* is for a shell"), ("rm a?", "? is for a shell"), ("rm [ab]", "[ is for a shell"),
      ("(a)", "( is for a shell"), ("~/a b", "~ at the beginning of a word is for a shell"),
      ("a\nb", "a line break is for a shell"), ("\n a \n b", "a line break is for a shell"),
      ("a # b", "# at the beginning of a word is for a shell"),
    ])
  func whatOnlyAShellWouldDoIsRefused(text: String, reason: String) {
    let refusal = #expect(throws: CommandWords.Refusal.self) { try CommandWords.split(text) }
    #expect(refusal?.reason.hasPrefix(reason) == true, "\(String(describing: refusal))")
  }

  @Test func whateverIsTakenMeansTheSameToAShell() async throws {
    var random = SplitMix64(seed: 4)
    let pieces = ["a", "b ", " ", "'", "\"", "\\", "$", "`", "\n", "~", "#", "ñ", "\t", "&", "*", "x="]
    var taken: [(text: String, words: [String])] = []
    while taken.count < 300 {
      let text = (0..<Int.random(in: 1...9, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
        .joined()
      guard let words = try? CommandWords.split(text) else { continue }
      taken.append((text, words))
    }
    let input = String(decoding: try JSONEncoder().encode(taken.map(\.text)), as: UTF8.self)
    let output = try await PythonOracle.run(
      #"""
      import json, subprocess, sys
      def words(text):
        script = 'each() { for word; do printf "%s\\0" "$word"; done; }; each ' + text.lstrip()
        return subprocess.run(['sh', '-c', script], capture_output=True).stdout.decode().split('\0')[:-1]
      print(json.dumps([words(text) for text in json.load(sys.stdin)]))
      """#, input: input)
    for (index, words) in try JSONDecoder().decode([[String]].self, from: Data(output.utf8)).enumerated() {
      #expect(taken[index].words == words, "\(taken[index].text.debugDescription)")
    }
  }
}
