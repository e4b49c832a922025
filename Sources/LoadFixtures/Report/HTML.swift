/// A piece of a page that is well-formed and safe to put on one.
///
/// Text and attribute values are escaped; names of elements and attributes are literals in this package's source. The
/// markup is both HTML and XML, so that a test can parse it.
struct HTML: Sendable, Equatable, ExpressibleByStringInterpolation {
  /// Markup that is taken as it is. Only a literal can become it, so nothing read at run time ever does.
  struct Raw: Sendable {
    let text: String
    init(_ literal: StaticString) { text = literal.description }
  }

  let markup: String

  private init(markup: String) { self.markup = markup }

  init(_ raw: Raw) { markup = raw.text }

  init(text: String) { markup = Self.escaped(text) }

  /// A literal is text, and is escaped like any other.
  init(stringLiteral text: String) { self.init(text: text) }

  init(_ parts: [HTML]) { markup = parts.map(\.markup).joined() }

  static let empty = HTML(markup: "")

  /// An element. An attribute that is `nil` is left out.
  static func tag(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:], _ children: [HTML]
  ) -> HTML {
    var markup = "<\(name)"
    for (key, value) in attributes {
      if let value { markup += " \(key)=\"\(escaped(value))\"" }
    }
    if children.isEmpty, voidElements.contains(name.description) { return HTML(markup: markup + "/>") }
    markup += ">"
    for child in children { markup += child.markup }
    return HTML(markup: markup + "</\(name)>")
  }

  static func tag(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:], _ children: HTML...
  ) -> HTML {
    tag(name, attributes, children)
  }

  /// `&`, `<`, `>` and both quotes as entities, control characters made visible by ``InertText``.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in InertText.of(text).unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// HTML knows self-closing only for these; `<td/>` would swallow its neighbours.
  private static let voidElements: Set<String> = ["meta", "br", "line", "rect", "circle", "path"]
}
