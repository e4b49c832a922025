/// What is looked at of a route to tell which operation it is.
struct RouteFacts {
  let route: Route
  /// Of each part of the path that is no parameter.
  let words: [[String]]
  /// The same without their places.
  let allWords: Set<String>
  /// Names of the path's parameters.
  let parameters: [String]
  /// So many parts of the path say a version.
  let versions: Int
  /// The noun by which the path names a conversation that was started, by its parameter's name or by what stands before
  /// it; `nil` when it names none.
  let conversation: (noun: String, parameter: String)?
  /// Names of the values of the body and of the query.
  let takes: Set<String>
  /// Whether the body or the query names a conversation.
  let takesConversation: Bool
  let hasPasswordInQuery: Bool
  /// Names of the values of a good answer.
  let gives: Set<String>
  /// Whether it is where a log-in by OAuth 2 gives tokens.
  let isTokenPath: Bool

  /// Looks at a route's path, its body and its answer.
  init(_ route: Route, in document: OpenAPIDocument) {
    self.route = route
    words = route.segments.compactMap { if case .words(let words) = $0 { words } else { nil } }
    allWords = Set(words.joined())
    parameters = route.segments.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
    versions = route.segments.count { if case .version(true) = $0 { true } else { false } }
    conversation = Self.conversation(in: route.segments)
    let request = route.operation["requestBody"]
    let body =
      document.content(request, .json) ?? document.content(request, .form) ?? document.content(request, .multipart)
    let leaves = document.leaves(of: body, deepest: 1)
    let query = route.parameters.filter { $0.place == "query" }.map(\.name.bareName)
    takes = Set(leaves.map(\.name) + query)
    hasPasswordInQuery = query.contains("password")
    takesConversation = (leaves.map(\.name) + query).contains { name in
      ConversationNoun.all.contains { name == $0 + "id" }
    }
    gives = Set(document.leaves(of: document.answers(of: route.operation).body, deepest: 2).map(\.name))
    let flows = (document.root["components"]?["securitySchemes"]?.members ?? []).flatMap {
      $0.value["flows"]?.members ?? []
    }
    isTokenPath = flows.contains { flow in
      flow.value["tokenUrl"]?.text.map { "/" + $0.drop { $0 == "/" } == route.path || $0.hasSuffix(route.path) }
        ?? false
    }
  }

  private static func conversation(in segments: [Route.Segment]) -> (noun: String, parameter: String)? {
    var before: [String] = []
    for segment in segments {
      switch segment {
      case .parameter(let name):
        if let noun = ConversationNoun.of(name) {
          if !noun.isEmpty { return (noun, name) }
          if let noun = before.first(where: ConversationNoun.all.contains) { return (noun, name) }
        }
        before = []
      case .words(let words): before = words
      case .version: break
      }
    }
    return nil
  }

  /// Whether the call says which conversation it is about.
  var namesConversation: Bool { conversation != nil || takesConversation }
}
