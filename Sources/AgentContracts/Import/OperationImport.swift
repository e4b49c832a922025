/// Makes one operation of a route.
struct OperationImport {
  let document: OpenAPIDocument
  let key: OperationKey
  let route: Route
  /// The path's parameter that names the conversation.
  let conversation: String?
  /// What conversations are called.
  let noun: String
  private var templates: BodyTemplates
  private(set) var gaps: [Gap] = []
  /// What the schemas of the request say of the suite's values.
  private(set) var rules: [Placeholder: ValueRule] = [:]

  /// - Parameter knowsTiers: Whether `{tier}` has a value from the beginning.
  init(
    _ document: OpenAPIDocument, _ key: OperationKey, _ route: Route, conversation: String?, noun: String,
    knowsTiers: Bool
  ) {
    self.document = document
    self.key = key
    self.route = route
    self.conversation = conversation
    self.noun = noun
    templates = BodyTemplates(document: document, key: key, label: key.usualLabel, knowsTiers: knowsTiers)
  }

  /// As the built-in contracts name it.
  var label: String { key.usualLabel }

  /// Adds a gap.
  mutating func note(_ place: String, _ missing: String, _ instead: String) {
    gaps.append(Gap(operation: label, place: place, missing: missing, instead: instead))
  }

  /// The operation; ``gaps`` and ``rules`` are whole afterwards.
  mutating func operation(authorization: Operation.Authorization) -> Operation {
    let (documented, body) = document.answers(of: route.operation)
    let search = AnswerSearch(leaves: document.leaves(of: body), noun: noun)
    let values = values(search)
    let isFailure = key == .failingDependency
    return Operation(
      key, label: label, route.method, path(), headers: headers(), body: self.body(), authorization: authorization,
      timeout: isFailure ? .seconds(1) : nil, statuses: statuses(documented), expectsTimeout: isFailure,
      checks: checks(values, search), values: values, metrics: metrics(search))
  }

  // MARK: What is sent

  private mutating func path() -> Template {
    var source = route.prefix.asPathText
    var rest = route.path[...]
    while let brace = rest.firstIndex(of: "{"), let end = rest[brace...].firstIndex(of: "}") {
      source += String(rest[..<brace]).asPathText
      let name = String(rest[rest.index(after: brace)..<end])
      if name == conversation {
        source += key == .unknownConversation ? "{unknown.id}" : "{conversation.id}"
      } else {
        let parameter = route.parameters.first { $0.place == "path" && $0.name == name }
        source += text(of: parameter, name: name, at: "path {\(name)}") ?? "1"
      }
      rest = rest[rest.index(after: end)...]
    }
    source += String(rest).asPathText
    var mark = "?"
    for parameter in route.parameters where parameter.place == "query" && parameter.isRequired {
      guard let value = text(of: parameter, name: parameter.name, at: "query \(parameter.name)") else { continue }
      source += "\(mark)\(parameter.name.percentEncoded)=\(value)"
      mark = "&"
    }
    if route.parameters.contains(where: { $0.place == "query" && $0.name.bareName == "password" }) {
      note(
        "query", "a place for the password other than the URL, which servers write to their logs", "it is sent there")
    }
    return Template(source)
  }

  /// A parameter's value as a part of the path; `nil` when it has no text.
  private mutating func text(of parameter: Route.Parameter?, name: String, at place: String) -> String? {
    let template = templates.template(
      parameter?.schema ?? .object([]), example: parameter?.example, at: BodyTemplates.Place(path: place, name: name))
    gaps += template.gaps
    rules.merge(template.rules) { first, _ in first }
    return (template.json.elements.first ?? template.json).templateText.map { source in
      Template(source).parts.reduce(into: "") { text, part in
        switch part {
        case .text(let literal): text += literal.percentEncoded
        case .placeholder(let placeholder): text += "{\(placeholder.name)}"
        }
      }
    }
  }

  private mutating func headers() -> [Operation.Field] {
    var fields: [Operation.Field] = []
    for parameter in route.parameters where parameter.place == "header" || parameter.place == "cookie" {
      // OpenAPI says that these three mean nothing here.
      if ["accept", "content-type", "authorization"].contains(parameter.name.lowercased()) { continue }
      let place = "\(parameter.place) \(parameter.name)"
      let template = templates.template(
        parameter.schema, example: parameter.example, at: BodyTemplates.Place(path: place, name: parameter.name))
      guard parameter.isRequired || template.json == "{uuid}" else { continue }
      let isAllowed =
        parameter.place == "header" && parameter.name.isHTTPToken
        && !["host", "content-length", "transfer-encoding", "connection"].contains(parameter.name.lowercased())
      guard isAllowed, let source = template.json.templateText,
        !source.unicodeScalars.contains(where: { $0.value < 0x20 })
      else {
        note(place, "a way to send it", "it is left out although it is required")
        continue
      }
      gaps += template.gaps
      fields.append(Operation.Field(parameter.name, Template(source)))
    }
    return fields
  }

  private mutating func body() -> Operation.Body {
    guard let request = route.operation["requestBody"].flatMap(document.resolved) else { return .none }
    let isRequired = request["required"]?.flag == true
    let place = BodyTemplates.Place(path: "body")
    if let content = document.content(request, .json) {
      let template = templates.template(content.schema, example: content.example, at: place)
      guard isRequired || template.isMeaningful else { return .none }
      take(template)
      return .json(template.json)
    }
    guard let content = document.content(request, .form) ?? document.content(request, .multipart) else {
      let types = (request["content"]?.members ?? []).map(\.name).joined(separator: ", ")
      if isRequired { note("body", "a form that a contract can send instead of \(types)", "no body is sent") }
      return .none
    }
    let template = templates.template(content.schema, example: content.example, at: place)
    guard isRequired || template.isMeaningful else { return .none }
    take(template)
    if document.content(request, .form) == nil {
      note("body", "a form that a contract can send instead of multipart/form-data", "its fields are sent url-encoded")
    }
    var fields: [Operation.Field] = []
    for (name, value) in template.json.members {
      if let source = value.templateText {
        fields.append(Operation.Field(name, Template(source)))
      } else {
        note("body \(JSONPointer(tokens: [name]).text)", "a way to send a value with others in it", "it is left out")
      }
    }
    return .form(fields)
  }

  private mutating func take(_ template: BodyTemplate) {
    gaps += template.gaps
    rules.merge(template.rules) { first, _ in first }
  }
}

extension OperationKey {
  /// Its name in words, as the built-in contracts have it.
  var usualLabel: String {
    switch self {
    case .unknownConversation: "unknown conversation"
    case .failingDependency: "failing dependency"
    case .cacheStats: "cache stats"
    default: rawValue
    }
  }
}

extension Template {
  /// Of a text that was made as a template.
  fileprivate init(_ source: String) {
    self = (try? Template.parse(source).get()) ?? Template(parts: [.text(source)], source: source.asTemplate)
  }
}

extension JSON {
  /// As a field of a form or a part of a path; `nil` where it holds others.
  fileprivate var templateText: String? {
    switch self {
    case .string(let text): text
    case .array, .object: nil
    case .null: ""
    default: String(decoding: bytes, as: UTF8.self)
    }
  }
}

extension String {
  /// With everything percent-encoded that cannot stand in a path; what is encoded already stays.
  fileprivate var asPathText: String {
    let bytes = Array(utf8)
    return bytes.indices.reduce(into: "") { text, index in
      let character = Character(Unicode.Scalar(bytes[index]))
      let digits = bytes[index...].dropFirst().prefix(2)
      let isEncoded = digits.count == 2 && digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
      if character == "%" && isEncoded || "/!$&'()*+,;=:@".contains(character) {
        text.append(character)
      } else {
        text += bytes[index].percentEncoded
      }
    }
  }
}
