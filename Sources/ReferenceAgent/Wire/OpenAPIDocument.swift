import AgentContracts

extension JSON {
  /// A small OpenAPI 3 document of a contract: operations by path, what they are sent and the statuses of good answers.
  static func openAPI(_ contract: AgentContract, title: String) -> JSON {
    var paths: [(String, JSON)] = []
    for path in unique(contract.operations.map(\.openAPIPath)) {
      let here = contract.operations.filter { $0.openAPIPath == path }
      paths.append(
        (
          path,
          .object(
            unique(here.map(\.method)).map { method in
              (method.lowercased(), item(here.filter { $0.method == method }))
            })
        ))
    }
    let token: JSON =
      contract.token.name == "Authorization"
      ? ["type": "http", "scheme": .string(contract.token.scheme.lowercased())]
      : ["type": "apiKey", "in": "header", "name": .string(contract.token.name)]
    return [
      "openapi": "3.0.3", "info": ["title": .string(title), "version": .string(contract.name)],
      "paths": .object(paths), "components": ["securitySchemes": ["token": token]],
    ]
  }

  /// One method of a path; several operations may share it.
  private static func item(_ operations: [Operation]) -> JSON {
    let first = operations[0]
    let statuses = Set(operations.flatMap(\.statuses)).sorted()
    var members: [(String, JSON)] = [
      ("operationId", .string(first.key.rawValue)), ("summary", .string(first.label)),
      (
        "parameters",
        .array(
          first.path.placeholders.map { placeholder in
            [
              "name": .string(placeholder.parameterName), "in": "path", "required": true, "schema": ["type": "string"],
            ]
          })
      ),
      ("responses", .object(statuses.map { (String($0), ["description": .string("as \(first.label) answers")]) })),
    ]
    switch first.body {
    case .none: break
    case .json(let body): members.append(("requestBody", content("application/json", schema(of: body))))
    case .form(let fields):
      let schema = schema(of: .object(fields.map { ($0.name, .string($0.value.source)) }))
      members.append(("requestBody", content("application/x-www-form-urlencoded", schema)))
    }
    switch first.authorization {
    case .never: break
    // An empty requirement beside another makes that one optional (OpenAPI 3, Operation Object).
    case .optional: members.append(("security", [[:], ["token": []]]))
    case .required: members.append(("security", [["token": []]]))
    }
    return .object(members)
  }

  private static func content(_ type: String, _ schema: JSON) -> JSON {
    ["required": true, "content": .object([(type, .object([("schema", schema)]))])]
  }

  /// The type of what a body's template becomes.
  private static func schema(of template: JSON) -> JSON {
    switch template {
    case .null: [:]
    case .bool: ["type": "boolean"]
    case .integer: ["type": "integer"]
    case .number: ["type": "number"]
    case .array(let elements): ["type": "array", "items": elements.first.map(schema) ?? [:]]
    case .object(let members):
      [
        "type": "object", "properties": .object(members.map { ($0.0, schema(of: $0.1)) }),
        "required": .array(members.map { .string($0.0) }),
      ]
    case .string(let text): ["type": .string(type(ofText: text))]
    }
  }

  private static func type(ofText text: String) -> String {
    guard case .success(let template) = Template.parse(text), case .known(let known) = template.only else {
      return "string"
    }
    switch known {
    case .customerAge, .messageNumber, .conversationNumber, .runSeed, .userNumber: return "integer"
    case .customerGoals: return "object"
    case .customerSecondaryGoals, .customerAllGoals: return "array"
    default: return "string"
    }
  }

  /// Each once, in order of appearance.
  private static func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }
}

extension Operation {
  /// The path with its placeholders as OpenAPI writes them: `/conversations/{conversation_id}/message`.
  fileprivate var openAPIPath: String {
    let text = path.parts.map { part in
      switch part {
      case .text(let text): text
      case .placeholder(let placeholder): "{\(placeholder.parameterName)}"
      }
    }
    return String(text.joined().prefix { $0 != "?" })
  }
}

extension Placeholder {
  /// An unknown id stands where a conversation's does.
  fileprivate var parameterName: String {
    self == .known(.unknownID) ? "conversation_id" : name.replacing(".", with: "_")
  }
}
