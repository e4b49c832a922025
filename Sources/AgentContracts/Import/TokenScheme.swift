/// How a document has tokens sent, as far as a contract can.
struct TokenScheme {
  let document: OpenAPIDocument

  /// What one operation asks for.
  enum Demand: Equatable {
    case nothing
    /// What each suffices; empty where nothing that it asks for can be sent.
    case token([AgentContract.TokenHeader], isOptional: Bool)
  }

  /// What the operation asks for.
  func demand(of route: Route) -> Demand {
    let alternatives = route.security?.elements ?? []
    let named = alternatives.filter { !$0.members.isEmpty }
    guard !named.isEmpty else { return .nothing }
    let usable = named.compactMap { $0.members.count == 1 ? header($0.members[0].name) : nil }
    return .token(usable, isOptional: named.count < alternatives.count)
  }

  /// What the operation asks for in the document's words.
  func words(of route: Route) -> String {
    (route.security?.elements ?? []).map { $0.members.map(\.name).joined(separator: " and ") }.filter { !$0.isEmpty }
      .joined(separator: " or ")
  }

  /// Where a token of the scheme goes; `nil` for what a contract cannot send: a cookie, a password with each call.
  private func header(_ name: String) -> AgentContract.TokenHeader? {
    guard let scheme = document.root["components"]?["securitySchemes"]?[name].flatMap(document.resolved) else {
      return nil
    }
    switch scheme["type"]?.text {
    case "oauth2", "openIdConnect": return AgentContract.TokenHeader()
    case "http" where scheme["scheme"]?.text?.lowercased() == "bearer": return AgentContract.TokenHeader()
    case "apiKey" where scheme["in"]?.text == "header":
      guard let header = scheme["name"]?.text, header.isHTTPToken else { return nil }
      // Generators have no other place for a word before the token than the description.
      let prefix = scheme["description"]?.text?.firstMatch(of: #/prefix "(\w+)"/#).map { String($0.output.1) }
      return AgentContract.TokenHeader(name: header, scheme: prefix ?? "")
    default: return nil
    }
  }

  /// What most of the routes take.
  func commonest(of routes: [Route]) -> AgentContract.TokenHeader? {
    var counts: [(header: AgentContract.TokenHeader, count: Int)] = []
    for route in routes {
      guard case .token(let headers, _) = demand(of: route) else { continue }
      for header in headers {
        if let index = counts.firstIndex(where: { $0.header == header }) {
          counts[index].count += 1
        } else {
          counts.append((header, 1))
        }
      }
    }
    return counts.max { $0.count < $1.count }?.header
  }
}
