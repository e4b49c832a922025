/// One thing that an OpenAPI document says can be asked.
struct Route {
  /// A part of the path, the query, a header or a cookie.
  struct Parameter {
    let name: String
    /// `path`, `query`, `header` or `cookie`.
    let place: String
    let isRequired: Bool
    let schema: JSON
    let example: JSON?
  }

  let method: String
  /// As the document has it, with parameters in braces.
  let path: String
  /// The path of the server's URL, which comes before it.
  let prefix: String
  let operation: JSON
  let parameters: [Parameter]
  /// What it asks for of log-ins: nothing is the same as an empty list.
  let security: JSON?

  /// Between the slashes of the path, without empty ones.
  let segments: [Segment]

  init(
    method: String, path: String, prefix: String, operation: JSON, parameters: [Parameter], security: JSON?
  ) {
    self.method = method
    self.path = path
    self.prefix = prefix
    self.operation = operation
    self.parameters = parameters
    self.security = security
    segments = path.split(separator: "/").map { Segment(String($0)) }
  }

  /// As messages name it.
  var name: String { "\(method) \(path)" }

  /// Whether the document advises against it.
  var isDeprecated: Bool { operation["deprecated"]?.flag == true }

  /// A part of the path between slashes.
  enum Segment {
    /// Nothing but a parameter, by its name.
    case parameter(String)
    case words([String])
    /// `api`, `v1`: says nothing of what is asked.
    case version(isNumbered: Bool)

    init(_ text: String) {
      let inner = text.dropFirst().dropLast()
      let isNumbered = text.lowercased().hasPrefix("v") && text.dropFirst().first?.isNumber == true
      if text.hasPrefix("{"), text.hasSuffix("}"), !inner.contains("}") {
        self = .parameter(String(inner))
      } else if isNumbered || ["api", "rest"].contains(text.lowercased()) {
        self = .version(isNumbered: isNumbered)
      } else {
        self = .words(text.words)
      }
    }
  }
}

/// What conversations are called.
enum ConversationNoun {
  static let all: Set = ["conversation", "chat", "session", "dialog", "dialogue", "thread", "call"]

  /// What a name names by its noun and, at most, words for an id: `session_id` is `session`; `nil` when it is of something
  /// else, and empty when the noun is left out: `id`.
  static func of(_ name: String) -> String? {
    let words = name.parts.filter { !["id", "uuid", "pk", "key", "uid"].contains($0) }
    if words.isEmpty { return "" }
    return words.count == 1 ? words.first.flatMap { all.contains($0) ? $0 : nil } : nil
  }
}
