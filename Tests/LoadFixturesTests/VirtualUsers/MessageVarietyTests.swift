import Testing

@testable import LoadFixtures

/// An agent that keeps answers by the text that was asked works for the first of two equal ones alone.
@Suite("How often messages repeat")
struct MessageVarietyTests {
  /// The words of a text that are neither names nor have digits, without case, accents and punctuation.
  private static func words(of text: String) -> String {
    String(decoding: SpanishText.folded(text), as: UTF8.self).split(separator: " ")
      .filter { word in !names.contains(word) && !word.utf8.contains { (0x30...0x39).contains($0) } }
      .joined(separator: " ")
  }

  /// Given names and surnames of both varieties, word by word.
  private static let names = Set(
    CustomerProfile.Variety.allCases.map(SpanishNames.names(of:)).flatMap { $0.feminine + $0.masculine + $0.surnames }
      .flatMap { String(decoding: SpanishText.folded($0), as: UTF8.self).split(separator: " ") })

  private static func repeatedShare(of messages: [Conversations.Message]) -> Double {
    1 - Double(Set(messages.map { words(of: $0.text) }).count) / Double(messages.count)
  }

  @Test(
    "Of 10,000 messages less than 1 % repeat once names, digits and punctuation are out",
    arguments: CustomerLocale.allCases, [1, 2, 3] as [UInt64])
  func varied(locale: CustomerLocale, seed: UInt64) {
    let share = Self.repeatedShare(
      of: Conversations.messages(10_000, locale: locale, style: .varied, seed: seed))
    #expect(share < 0.01, "\(share)")
  }

  @Test("So it is where an agent never leaves a phase", arguments: ConversationPhase.allCases)
  func stuck(phase: ConversationPhase) {
    let share = Self.repeatedShare(
      of: Conversations.messages(10_000, locale: .mixed, style: .varied, seed: 4, stuck: phase))
    #expect(share < 0.01, "\(share)")
  }

  @Test("Where texts shall repeat, half of a baseline's 968 messages do")
  func repeated() {
    let share = Self.repeatedShare(
      of: Conversations.messages(968, locale: .mixed, style: .repeated, seed: 5))
    #expect((0.4...0.65).contains(share), "\(share)")
  }

  @Test("Names, digits and punctuation alone make no message another")
  func measure() {
    #expect(
      Self.words(of: "Hola, soy María Fernanda, tengo 31 años.") == Self.words(of: "¡hola! soy Íñigo; tengo 4711 años"))
    #expect(Self.words(of: "Hola, soy yo") != Self.words(of: "Hola, soy otra"))
  }

  @Test("Most varied messages have 40 to 220 characters, none over 400", arguments: CustomerLocale.allCases)
  func lengths(locale: CustomerLocale) {
    let lengths = Conversations.messages(10_000, locale: locale, style: .varied, seed: 6).map(\.text.count).sorted()
    #expect(lengths[0] >= 40 && lengths[9_999] <= 400)
    #expect(lengths[9_500] <= 220, "\(lengths[9_500])")
  }
}
