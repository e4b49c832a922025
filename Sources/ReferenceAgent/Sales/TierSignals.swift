/// What a customer's messages say about the tier; words that are rarely meant otherwise.
public struct TierSignals: Sendable, Equatable {
  /// A message contains "humano", "humana" or "presencial": the hybrid tier has human coaches.
  public private(set) var asksForHuman = false
  /// A message contains "desempleo", "desempleado" or "desempleada".
  public private(set) var unemployed = false

  public init() {}

  /// Takes one more message into account.
  public mutating func add(_ message: String) { add(words: SpanishWords.folded(message)) }

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
