/// Splits Spanish text into words that can be compared: lower case, without accents, without punctuation.
enum SpanishWords {
  static func folded(_ text: String) -> [String] {
    var words: [String] = []
    var word: [UInt8] = []
    for scalar in text.unicodeScalars {
      if let letter = fold(scalar) {
        word.append(letter)
      } else if !word.isEmpty {
        words.append(String(decoding: word, as: UTF8.self))
        word.removeAll(keepingCapacity: true)
      }
    }
    if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
    return words
  }

  /// The text without white space at its ends.
  static func trimmed(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }

  /// The plain letter or digit; `nil` for what is neither.
  static func fold(_ scalar: Unicode.Scalar) -> UInt8? {
    switch scalar {
    case "a"..."z", "0"..."9": UInt8(scalar.value)
    case "A"..."Z": UInt8(scalar.value + 32)
    case "á", "Á": UInt8(ascii: "a")
    case "é", "É": UInt8(ascii: "e")
    case "í", "Í": UInt8(ascii: "i")
    case "ó", "Ó": UInt8(ascii: "o")
    case "ú", "Ú", "ü", "Ü": UInt8(ascii: "u")
    case "ñ", "Ñ": UInt8(ascii: "n")
    default: nil
    }
  }
}
