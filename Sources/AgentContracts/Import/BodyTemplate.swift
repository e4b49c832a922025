/// A value of a request, as a template, made of what a schema says of it.
struct BodyTemplate {
  var json: JSON
  /// Whether it holds any value of the suite's: an optional member without one is left out.
  var isMeaningful = false
  var gaps: [Gap] = []
  /// What the schema says of the suite's values.
  var rules: [Placeholder: ValueRule] = [:]

  /// Adds the gaps and rules of a part.
  fileprivate mutating func take(_ part: BodyTemplate) {
    isMeaningful = isMeaningful || part.isMeaningful
    gaps += part.gaps
    rules.merge(part.rules) { first, _ in first }
  }
}

/// Makes templates of the schemas of one operation's request.
struct BodyTemplates {
  let document: OpenAPIDocument
  let key: OperationKey
  let label: String
  /// Whether `{tier}` has a value from the beginning.
  let knowsTiers: Bool
  /// Values that are still looked at: schemas may hold more, each in many places, than any body has.
  private var left = 2000

  /// Begins with an operation's request.
  init(document: OpenAPIDocument, key: OperationKey, label: String, knowsTiers: Bool) {
    self.document = document
    self.key = key
    self.label = label
    self.knowsTiers = knowsTiers
  }

  /// A place within a request.
  struct Place {
    /// For gaps: `body /customer_data/age`.
    var path: String
    var name = ""
    var parent = ""
    /// References that led here.
    var references: [String] = []
    var level = 0

    fileprivate func member(_ name: String, references: [String]) -> Place {
      Place(
        path: path + (level == 0 ? " " : "") + JSONPointer(tokens: [name]).text, name: name, parent: self.name,
        references: references, level: level + 1)
    }

    fileprivate func element(references: [String]) -> Place {
      Place(
        path: path + (level == 0 ? " " : "") + "/0", name: name, parent: parent, references: references,
        level: level + 1)
    }
  }

  /// The template of a value.
  mutating func template(_ json: JSON, example given: JSON?, at place: Place) -> BodyTemplate {
    let schema = Schema(json, in: document, references: place.references)
    let example = given ?? schema["example"] ?? schema["examples"]?.elements.first
    left -= 1
    var result = known(schema, example: example, at: place) ?? made(schema, example: example, at: place)
    if schema.branches > 1 {
      result.gaps.append(gap(place, "which of its \(schema.branches) forms to send", "the first"))
    }
    if let problem = schema.problem { result.gaps.append(gap(place, problem, shown(result.json))) }
    return result
  }

  private func gap(_ place: Place, _ missing: String, _ instead: String) -> Gap {
    Gap(operation: label, place: place.path, missing: missing, instead: instead)
  }

  private func shown(_ json: JSON) -> String {
    let text = String(decoding: json.bytes, as: UTF8.self)
    return text.count > 60 ? text.prefix(59) + "…" : text
  }

  // MARK: By its name

  private func known(_ schema: Schema, example: JSON?, at place: Place) -> BodyTemplate? {
    let named = NamedValue(place.name, in: place.parent, schema, example: example ?? schema["default"], key: key)
    switch named {
    case .literal(let json): return BodyTemplate(json: json)
    case .placeholder(.tier) where !knowsTiers: return nil
    case .placeholder(let known):
      var result = BodyTemplate(json: .string("{\(known.rawValue)}"), isMeaningful: true)
      let (least, most) = (schema["minimum"]?.double ?? 0, schema["maximum"]?.double ?? 100)
      if known == .customerAge, least > 25 || most < 70 {
        result.gaps.append(gap(place, "customers of the ages that are allowed", "all from 25 to 70 years are sent"))
      }
      // An account is given, not drawn.
      guard key.role != .logIn else { return result }
      let rule = SchemaRule(schema)
      result.rules[.known(known)] = rule.value
      if let pattern = rule.unread {
        result.gaps.append(
          gap(place, "what the pattern \(pattern) allows", "{\(known.rawValue)} is sent as it is drawn"))
      }
      return result
    case nil: return nil
    }
  }

  // MARK: By its type

  private mutating func made(_ schema: Schema, example: JSON?, at place: Place) -> BodyTemplate {
    if let value = schema["const"] { return BodyTemplate(json: value.asTemplate) }
    guard place.level < 8, left > 0 else {
      return BodyTemplate(json: .null, gaps: [gap(place, "an end of its values within values", "null")])
    }
    switch schema.type ?? example?.typeName {
    case "object" where !schema.properties.isEmpty || !schema.required.isEmpty || !(example?.members ?? []).isEmpty:
      return object(schema, example: example, at: place)
    case "array" where schema["items"] != nil || !(example?.elements ?? []).isEmpty:
      return array(schema, example: example, at: place)
    default: break
    }
    if let value = example ?? schema["default"] ?? schema["enum"]?.elements.first {
      return BodyTemplate(json: value.asTemplate)
    }
    let value = schema.filler(for: key)
    if value == "{uuid}" || schema.problem != nil { return BodyTemplate(json: value) }
    return BodyTemplate(
      json: value, gaps: [gap(place, "an example, a default or a list of values", shown(value))])
  }

  private mutating func object(_ schema: Schema, example: JSON?, at place: Place) -> BodyTemplate {
    var members: [(name: String, schema: JSON)] = schema.properties
    for (name, _) in example?.members ?? [] where !members.contains(where: { $0.name == name }) {
      members.append((name, .object([])))
    }
    for name in schema.required.sorted() where !members.contains(where: { $0.name == name }) {
      members.append((name, .object([])))
    }
    var result = BodyTemplate(json: .object([]))
    var sent: [(String, JSON)] = []
    var leftOut: [String] = []
    for (name, part) in members {
      let own = Schema(part, in: document, references: schema.references)
      let isRequired = schema.required.contains(name)
      // What is a part of itself need not be there, else it would have no end.
      if own["readOnly"]?.flag == true || (!isRequired && (own.problem != nil || left <= 0)) { continue }
      let member = template(part, example: example?[name], at: place.member(name, references: schema.references))
      if isRequired || member.isMeaningful || example?[name] != nil {
        sent.append((name, member.json))
        result.take(member)
      } else {
        leftOut.append(name)
      }
    }
    result.json = .object(sent)
    if !leftOut.isEmpty {
      result.gaps.append(
        gap(place, "values of the suite for \(leftOut.joined(separator: ", "))", "they are left out, being optional"))
    }
    return result
  }

  private mutating func array(_ schema: Schema, example: JSON?, at place: Place) -> BodyTemplate {
    let items = schema["items"] ?? .object([])
    var result = BodyTemplate(json: .array([]))
    if let elements = example?.elements, !elements.isEmpty {
      var sent: [JSON] = []
      for element in elements.prefix(10) {
        let part = template(items, example: element, at: place.element(references: schema.references))
        sent.append(part.json)
        result.take(part)
      }
      result.json = .array(sent)
      return result
    }
    let element = template(items, example: nil, at: place.element(references: schema.references))
    let least = max(schema["minItems"]?.double ?? 0, element.isMeaningful ? 1 : 0)
    guard least > 0 else { return result }
    result.take(element)
    // Lists within lists multiply.
    result.json = .array(Array(repeating: element.json, count: place.level < 3 ? Int(min(least, 20)) : 1))
    return result
  }
}
