/// Tells answers that are not in the agent's language, Spanish, by the small words that every text is full of.
enum AnswerLanguage {
  /// Words of fewer letters than an answer has to have to be judged: a name or an address is of no language.
  private static let fewestWords = 4

  /// Whether a text is in another language: more small words of English, French, Portuguese or German than of Spanish, or
  /// none of Spanish in a text of ten words.
  static func isForeign(_ text: String) -> Bool {
    var (words, spanish, foreign) = (0, 0, 0)
    // A word of up to eight letters is a number, and those of more are in no list.
    var (packed, letters): (UInt64, Int) = (0, 0)
    for byte in SpanishText.folded(text, limit: 1024) {
      guard byte == UInt8(ascii: " ") else {
        packed = packed << 8 | UInt64(byte)
        letters += 1
        continue
      }
      if letters > 0 { words += 1 }
      if (1...8).contains(letters) {
        if Self.spanish.contains(packed) { spanish += 1 } else if Self.foreign.contains(packed) { foreign += 1 }
      }
      (packed, letters) = (0, 0)
    }
    guard words >= fewestWords else { return false }
    return foreign > spanish || (words >= 10 && spanish == 0)
  }

  private static func packed(_ word: some Collection<UInt8>) -> UInt64 { word.reduce(0) { $0 << 8 | UInt64($1) } }

  private static func words(_ text: String) -> Set<UInt64> {
    Set(text.split(separator: " ").map { packed(Array($0.utf8)) })
  }

  // Without accents, as the text is folded. Words that two of the languages share are in neither.
  private static let spanish = words(
    "el la los las un una unos unas del al y o pero porque que quien cual como cuando donde si no muy mas ya le les lo su sus "
      + "usted ustedes este esta esto ese esa eso en con sin por para sobre entre hasta desde ser es son esta estan fue hay "
      + "tiene tienen puede quiere hola gracias bien tambien hoy dia buenos buenas nuestro nuestra cada todo toda algo")
  private static let foreign = words(
    "the and of to in is are was you your we our i it that this with for on at be can will have has do does not but or if so "
      + "as from how what hello thanks please sorry here there "
      + "le les des et est vous nous votre pour avec dans qui ce cette je ne pas sur bonjour merci "
      + "voce nao com uma os dos das seu sua obrigado ola isso "
      + "der die das und ist nicht ich sie wir ihr mit fur auf ein eine zu von hallo danke bitte"
  ).subtracting(spanish)
}
