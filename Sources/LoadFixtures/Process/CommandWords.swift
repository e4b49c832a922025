/// Splits a command into words as a shell does, where it needs no more than that.
///
/// Single quotes, double quotes and backslashes mean what they mean to sh(1) (POSIX, Shell Command Language, 2.2). What
/// a shell would do more than that with, no shell does here, so that it is refused: one text never means two things.
struct CommandWords {
  struct Refusal: Error, Equatable {
    let reason: String
    let allowed: String
  }

  private var rest: Substring.UnicodeScalarView
  private var words: [String] = []
  /// The word at hand; `nil` between two.
  private var word: String.UnicodeScalarView?

  /// - Throws: ``Refusal`` for a quotation mark that is not closed, and for what only a shell would carry out.
  static func split(_ text: String) throws(Refusal) -> [String] {
    var words = CommandWords(text)
    return try words.split()
  }

  private init(_ text: String) {
    rest = text[...].unicodeScalars
  }

  private mutating func split() throws(Refusal) -> [String] {
    while let scalar = rest.popFirst() {
      switch scalar {
      case " ", "\t": endWord()
      case "\n":
        endWord()
        // Around the command it means nothing; within, it begins another one.
        if !words.isEmpty, !rest.allSatisfy(\.properties.isWhitespace) { throw Self.needsShell("a line break") }
      case "'": try takeSingleQuoted()
      case "\"": try takeDoubleQuoted()
      case "\\": try takeEscaped()
      case "|", "&", ";", "<", ">", "(", ")", "*", "?", "[", "`": throw Self.needsShell("\(scalar)")
      case "$" where isExpansion: throw Self.needsShell("$")
      case "~", "#":
        if word == nil { throw Self.needsShell("\(scalar) at the beginning of a word") }
        append(scalar)
      default: append(scalar)
      }
    }
    endWord()
    return words
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    word = word ?? .init()
    word?.append(scalar)
  }

  private mutating func endWord() {
    if let word { words.append(String(word)) }
    word = nil
  }

  private mutating func takeSingleQuoted() throws(Refusal) {
    guard let end = rest.firstIndex(of: "'") else { throw Self.unclosed("'") }
    word = (word ?? .init()) + rest[..<end]
    rest = rest[rest.index(after: end)...]
  }

  private mutating func takeDoubleQuoted() throws(Refusal) {
    word = word ?? .init()
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\"": return
      case "`": throw Self.needsShell("`")
      case "$" where isExpansion: throw Self.needsShell("$")
      case "\\":
        guard let escaped = rest.popFirst() else { throw Self.unclosed("\"") }
        if !"$`\"\\\n".unicodeScalars.contains(escaped) { append(scalar) }
        if escaped != "\n" { append(escaped) }
      default: append(scalar)
      }
    }
    throw Self.unclosed("\"")
  }

  private mutating func takeEscaped() throws(Refusal) {
    guard let escaped = rest.popFirst() else {
      throw Refusal(reason: "it ends in a backslash", allowed: "a character after each backslash")
    }
    // A line that goes on.
    if escaped != "\n" { append(escaped) }
  }

  /// Whether a dollar sign before what comes next is more than itself.
  private var isExpansion: Bool {
    guard let next = rest.first, next.isASCII else { return false }
    return next.properties.isAlphabetic || "0123456789_{(@*#?-$!".unicodeScalars.contains(next)
  }

  private static func unclosed(_ mark: String) -> Refusal {
    Refusal(reason: "the quotation mark \(mark) is not closed", allowed: "quotation marks in pairs")
  }

  private static func needsShell(_ what: String) -> Refusal {
    Refusal(
      reason: "\(what) is for a shell, and none reads it",
      allowed: "sh -c '...' to have a shell read it, or single quotes around what stands for itself")
  }
}
