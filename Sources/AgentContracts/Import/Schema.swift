/// A schema with its references followed, its parts merged and one of its branches chosen.
struct Schema {
  /// `nil` where it is not said.
  private(set) var type: String?
  private(set) var properties: [(name: String, schema: JSON)] = []
  private(set) var required: Set<String> = []
  /// The references that were followed to it from the outside in: one that comes again is a circle.
  private(set) var references: [String]
  /// More than one where others than the one chosen are allowed as well.
  private(set) var branches = 1
  /// What is not known of it.
  private(set) var problem: String?
  private var keywords: [(String, JSON)] = []

  /// - Parameter references: Those that led to the schema around it.
  init(_ schema: JSON, in document: OpenAPIDocument, references: [String] = []) {
    self.references = references
    add(schema, from: document, outside: references, level: 0)
    if type == nil {
      let sample = self["const"] ?? self["enum"]?.elements.first { $0 != .null } ?? self["default"] ?? self["example"]
      let isObject = !properties.isEmpty || !required.isEmpty
      type = isObject ? "object" : self["items"] == nil ? sample?.typeName : "array"
    }
  }

  /// The value of a keyword, the outermost where parts have it as well.
  subscript(keyword: String) -> JSON? { keywords.last { $0.0 == keyword }?.1 }

  /// The values that are allowed, where they are listed.
  var choices: [JSON] { self["const"].map { [$0] } ?? (self["enum"]?.elements ?? []).filter { $0 != .null } }

  private mutating func add(
    _ schema: JSON, from document: OpenAPIDocument, outside outer: [String], level: Int
  ) {
    guard level < 30 else {
      problem = "an end of its parts within parts"
      return
    }
    if let reference = schema["$ref"]?.text {
      if outer.contains(reference) {
        problem = "an end of the schema \(reference), which is a part of itself"
      } else if let target = document.target(of: reference) {
        // Parts may have parts in common.
        if !references.contains(reference) {
          references.append(reference)
          add(target, from: document, outside: outer, level: level + 1)
        }
      } else {
        problem = "what \(reference) refers to"
      }
    }
    for part in schema["allOf"]?.elements ?? [] { add(part, from: document, outside: outer, level: level + 1) }
    for keyword in ["oneOf", "anyOf"] {
      let others = (schema[keyword]?.elements ?? []).filter { $0["type"]?.text != "null" && $0["const"] != .null }
      branches = max(branches, others.count)
      if let first = others.first { add(first, from: document, outside: outer, level: level + 1) }
    }
    for (name, value) in schema.members {
      switch name {
      case "$ref", "allOf", "oneOf", "anyOf": break
      case "type": type = value.text ?? value.elements.lazy.compactMap(\.text).first { $0 != "null" } ?? type
      case "required": required.formUnion(value.elements.compactMap(\.text))
      case "properties":
        for (name, schema) in value.members {
          properties.removeAll { $0.name == name }
          properties.append((name, schema))
        }
      default: keywords.append((name, value))
      }
    }
  }
}
