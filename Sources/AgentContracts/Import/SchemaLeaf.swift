/// A value within a body or an answer, as a schema or an example tells it.
struct SchemaLeaf {
  let pointer: JSONPointer
  /// As `bareName` has it.
  let name: String
  let type: String?
  let schema: Schema
  /// Steps from the outside in. One into what usually wraps an answer is none, one into a list is four.
  let depth: Int
}

extension OpenAPIDocument {
  private struct Place {
    var schema: JSON
    var example: JSON?
    var tokens: [String] = []
    /// Of the member that it is, or that the list is whose element it is.
    var name = ""
    var depth = 0
    var references: [String] = []
  }

  private static let wrappers: Set = ["", "data", "result", "payload", "response", "body"]

  /// All values of a body, from the outside in: 500 at most, since schemas may be parts of themselves.
  ///
  /// - Parameter deepest: Those with more steps are left out.
  func leaves(of body: (schema: JSON, example: JSON?)?, deepest: Int = 12) -> [SchemaLeaf] {
    guard let body else { return [] }
    var leaves: [SchemaLeaf] = []
    var queue = [Place(schema: body.schema, example: body.example)]
    var next = 0
    while next < queue.count, leaves.count < 500 {
      let place = queue[next]
      next += 1
      let schema = Schema(place.schema, in: self, references: place.references)
      let example = place.example ?? schema["example"] ?? schema["examples"]?.elements.first
      if !place.tokens.isEmpty {
        leaves.append(
          SchemaLeaf(
            pointer: JSONPointer(tokens: place.tokens), name: place.name.bareName,
            type: schema.type ?? example?.typeName,
            schema: schema, depth: place.depth))
      }
      guard place.tokens.count < 12 else { continue }
      var members = schema.properties.map { ($0.name, $0.schema, example?[$0.name]) }
      for (name, value) in example?.members ?? [] where !members.contains(where: { $0.0 == name }) {
        members.append((name, .object([]), value))
      }
      let depth = place.depth + (Self.wrappers.contains(place.name.bareName) ? 0 : 1)
      for (name, part, example) in members where depth <= deepest {
        queue.append(
          Place(
            schema: part, example: example, tokens: place.tokens + [name], name: name, depth: depth,
            references: schema.references))
      }
      if place.depth + 4 <= deepest, schema["items"] != nil || !(example?.elements ?? []).isEmpty {
        queue.append(
          Place(
            schema: schema["items"] ?? .object([]), example: example?.elements.first, tokens: place.tokens + ["0"],
            name: place.name, depth: place.depth + 4, references: schema.references))
      }
    }
    return leaves
  }
}
