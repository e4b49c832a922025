import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Reads markup as strict XML: whatever is not well-formed is an error.
final class MarkupReader: NSObject, XMLParserDelegate {
  struct Element {
    var name: String
    var attributes: [String: String]
  }

  private(set) var elements: [Element] = []
  private(set) var text = ""
  /// Text of each cell of a table, row by row.
  private(set) var rows: [[String]] = []
  private(set) var problem: String?
  private var cell: String?

  init(_ markup: String) {
    super.init()
    let parser = XMLParser(data: Data(markup.utf8))
    parser.delegate = self
    if !parser.parse() { problem = "line \(parser.lineNumber): \(String(describing: parser.parserError))" }
  }

  func count(_ name: String, style: String? = nil) -> Int {
    elements.count { $0.name == name && (style == nil || $0.attributes["class"] == style) }
  }

  func row(_ first: String) -> [String]? { rows.first { $0.first == first } }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    elements.append(Element(name: name, attributes: attributes))
    if name == "tr" { rows.append([]) }
    if name == "td" || name == "th" { cell = "" }
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    if name == "td" || name == "th", let cell {
      rows[rows.count - 1].append(cell)
      self.cell = nil
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    text += string
    cell? += string
  }
}
