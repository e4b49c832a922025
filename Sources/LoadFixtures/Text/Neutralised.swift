extension String {
  /// The text on one line and without power over a terminal.
  ///
  /// Control and formatting characters (escape sequences, line breaks, bidirectional overrides) are spelled out as
  /// `\n` or `\u{1B}`. Answers of a target, file names and environment values go through here before they are shown.
  package var neutralised: String {
    if utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return self }
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator:
          result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
        default:
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }
}
