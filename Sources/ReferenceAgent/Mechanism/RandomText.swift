/// Names that nobody can guess, from the system's random source: tokens, passwords, conversation ids.
enum RandomText {
  /// 16 hexadecimal digits a word.
  static func hexadecimal(words: Int) -> String {
    (0..<words).map { _ in
      let digits = String(UInt64.random(in: .min ... .max), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
