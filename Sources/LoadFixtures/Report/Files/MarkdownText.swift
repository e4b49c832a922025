/// Text from elsewhere, made harmless for Markdown as GitHub and GitLab read it.
enum MarkdownText {
  /// Whether a mention, a reference, an emoji or a link may go on with it.
  private static func mayBeName(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil || "\"'_-/.[".unicodeScalars.contains(scalar)
  }

  /// Of no width.
  private static let gap = "\u{200B}"

  /// The text on one line, cut to so many scalars, without power over a table, a list or a page.
  ///
  /// What Markdown or HTML give a meaning is a numeric entity, which never is structure (CommonMark 0.31, 2.5).
  /// Mentions, references, emoji and bare links are looked for after entities are read: there a zero-width space stands
  /// behind the sign that begins one. Callers put it behind a word of their own, so that it never begins a line.
  static func of(_ text: String, longest: Int = 500) -> String {
    var inert = ""
    let scalars = Array(InertText.of(text).cut(to: longest).unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      let isFollowed = index + 1 < scalars.count && Self.mayBeName(scalars[index + 1])
      switch scalar {
      case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "<", ">", "|", "\"", "'", "=", "^", "+":
        inert += "&#\(scalar.value);"
      case "&", "#", "!", "~", "$", "@": inert += "&#\(scalar.value);" + (isFollowed ? Self.gap : "")
      case ":", "%": inert += String(scalar) + (isFollowed ? Self.gap : "")
      case "." where index >= 3 && scalars[index - 3..<index].allSatisfy({ $0 == "w" || $0 == "W" }):
        inert += Self.gap + "."
      default: inert.unicodeScalars.append(scalar)
      }
    }
    return inert
  }
}

/// A page of Markdown that never grows beyond a number of bytes.
struct BoundedMarkdown {
  private(set) var text = ""
  /// Bytes that are left.
  private var room: Int

  /// What says that something was left out always fits.
  private static let reserve = 400

  init(most: Int) { room = most }

  /// Adds a part that is short whatever the input.
  mutating func add(_ part: String) {
    let part = part + "\n"
    guard part.utf8.count <= room else { return }
    text += part
    room -= part.utf8.count
  }

  /// Adds a line for each element of a list or table, as many as fit in half of what is left, and says how many are
  /// left out; lines that have no place are not made.
  mutating func add<Element>(_ elements: [Element], named name: String, _ line: (Element) -> String) {
    var share = (room - Self.reserve) / 2
    var shown = 0
    for element in elements {
      let line = line(element)
      share -= line.utf8.count + 1
      guard share >= 0 else { break }
      add(line)
      shown += 1
    }
    guard shown < elements.count else { return }
    add("\n\(elements.count - shown) more \(name) are left out here; report.json and the records have them.")
  }
}
