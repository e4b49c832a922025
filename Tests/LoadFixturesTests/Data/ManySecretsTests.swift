import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

@Suite struct ManySecretsTests {
  @Test func thousandsOfAccountsDoNotSlowDownTheSearch() {
    let secrets = Secrets((0..<10_000).flatMap { ["load-user-\($0)@example.com", "Pass-word-\($0)"] })
    let text = String(repeating: "load-user-x pass-word- lo ", count: 20) + "load-user-9999@example.com Pass-word-12"
    var shown = ""
    let start = MonotonicTime.now
    for _ in 0..<20 { shown = secrets.redacted(text) }
    // Half a second for one text when each secret is tried in each place; a thousandth of it is the usual time.
    #expect(MonotonicTime.now - start < 1_000_000_000)
    #expect(shown.hasSuffix("lo <redacted> <redacted>") && shown.hasPrefix("load-user-x pass-word- lo load"))
  }

  @Test func theLongestOfThoseThatBeginAlikeIsFound() {
    let secrets = Secrets(["secret", "secret-one", "secret-one-more", "b", "bb", "secret-one"])
    #expect(secrets.redacted("secret-one-mor secret-one-more! secret") == "<redacted>-mor <redacted>! <redacted>")
    // A short one only where it stands alone, even where a longer one begins like it.
    #expect(secrets.redacted("b bb bbb b") == "<redacted> <redacted> bbb <redacted>")
  }

  /// Each secret at each place, the longest first: what was done before there were files of them.
  @Test func asManyAreFoundAsBySearchingForEach() {
    func naive(_ text: String, _ given: [String]) -> String {
      func lowercased(_ bytes: some Sequence<UInt8>) -> [UInt8] { bytes.map(\.lowercased) }
      func isInWord(_ byte: UInt8) -> Bool { byte >= 0x80 || Character(Unicode.Scalar(byte)).isLetter || byte == 0x31 }
      let secrets = given.map { lowercased($0.utf8) }.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
      let bytes = Array(text.utf8)
      var (result, index) = ([UInt8](), 0)
      while index < bytes.count {
        let found = secrets.first { secret in
          let end = index + secret.count
          guard end <= bytes.count, lowercased(bytes[index..<end]) == secret else { return false }
          let isPart = (index > 0 && isInWord(bytes[index - 1])) || (end < bytes.count && isInWord(bytes[end]))
          return secret.count >= 6 || !isPart
        }
        result += found == nil ? [bytes[index]] : Array("<redacted>".utf8)
        index += found?.count ?? 1
      }
      return String(decoding: result, as: UTF8.self)
    }
    var random = SplitMix64(seed: 12)
    func text(_ most: Int) -> String {
      String(
        (0..<Int.random(in: 0...most, using: &random)).map { _ in "abA.@ é1".randomElement(using: &random) ?? "a" })
    }
    var hits = 0
    for _ in 0..<5000 {
      let given = (0..<8).map { _ in text(8) }
      let searched = text(30)
      let expected = naive(searched, given)
      #expect(Secrets(given).redacted(searched) == expected, "\(given) in \(searched)")
      hits += expected == searched ? 0 : 1
    }
    #expect(hits > 500)
  }
}
