/// What a customer's messages say about the tier; words that are rarely meant otherwise.
package struct TierSignals: Sendable, Equatable {
  /// A message contains "humano", "humana" or "presencial": the hybrid tier has human coaches.
  package private(set) var asksForHuman = false
  /// A message contains "desempleo", "desempleado" or "desempleada".
  package private(set) var unemployed = false

  package init() {}

  /// Takes one more message into account.
  package mutating func add(_ message: String) { add(words: SpanishWords.folded(message)) }

  mutating func add(words: [String]) {
    for word in words {
      switch word {
      case "humano", "humana", "presencial": asksForHuman = true
      case "desempleo", "desempleado", "desempleada": unemployed = true
      default: break
      }
    }
  }
}
