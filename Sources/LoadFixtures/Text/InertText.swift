/// Text from elsewhere, made harmless for a terminal or a page: names, errors and bodies may hold anything.
package enum InertText {
  /// The text on one line, with every control character shown as a symbol.
  ///
  /// Line breaks and tabs become spaces. Other C0 controls become their picture (escape is U+241B); C1 controls, marks
  /// that change the direction of writing and non-characters become U+FFFD.
  package static func of(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map(replacement)))
  }

  private static func replacement(for scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: " "
    case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
    case 0x7F: "\u{2421}"
    case 0x80...0x9F, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: "\u{FFFD}"
    case 0xFDD0...0xFDEF, 0xFEFF, 0xFFFE, 0xFFFF: "\u{FFFD}"
    default: scalar
    }
  }
}

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
