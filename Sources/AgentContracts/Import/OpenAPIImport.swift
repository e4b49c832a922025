/// Makes a contract of an OpenAPI document of version 3: a skeleton that can be sent, and a list of what the document left
/// open.
package struct OpenAPIImport: Sendable {
  private let document: JSON
  private let name: String?

  /// - Parameter name: The contract's; the document's title when left out.
  package init(document: JSON, name: String? = nil) {
    self.document = document
    self.name = name
  }

  /// The contract, as reading it gives it, and what was put where the document says nothing.
  ///
  /// - Throws: ``ImportError`` for another document, and where nothing fits a conversation's start or its messages.
  package var result: (contract: AgentContract, gaps: [Gap]) {
    get throws(ImportError) {
      var work = ContractImport(try OpenAPIDocument(document))
      let contract = try work.contract(named: name)
      do {
        return (try AgentContract(parsing: contract.json.bytes), work.gaps)
      } catch {
        throw .unreadable(error)
      }
    }
  }
}

/// One import at work.
private struct ContractImport {
  let document: OpenAPIDocument
  let choice: RouteChoice
  let noun: String
  let scheme: TokenScheme
  let token: AgentContract.TokenHeader?
  let tiers: [String]
  private(set) var gaps: [Gap] = []
  private var rules: [Placeholder: ValueRule] = [:]

  init(_ document: OpenAPIDocument) {
    self.document = document
    choice = RouteChoice(document)
    noun =
      choice.chosen[.message]?.facts.conversation?.noun
      ?? choice.chosen[.start]?.facts.route.segments.lazy.compactMap { segment in
        if case .words(let words) = segment { words.first(where: ConversationNoun.all.contains) } else { nil }
      }.first ?? "conversation"
    scheme = TokenScheme(document: document)
    token = scheme.commonest(of: OperationKey.allCases.compactMap { [choice] in choice.chosen[$0]?.facts.route })
    tiers = Self.tiers(document, choice, noun: noun)
  }

  private mutating func note(_ operation: OperationKey?, _ place: String, _ missing: String, _ instead: String) {
    gaps.append(Gap(operation: operation?.usualLabel ?? "contract", place: place, missing: missing, instead: instead))
  }

  mutating func contract(named name: String?) throws(ImportError) -> AgentContract {
    let needed = [OperationKey.start, .message].filter { choice.chosen[$0] == nil }
    guard needed.isEmpty else { throw .nothingFits(needed, routes: document.routes.map(\.name)) }
    var operations: [Operation] = []
    for key in OperationKey.allCases {
      noteRoute(key)
      guard let fit = choice.chosen[key] ?? (key == .unknownConversation ? choice.chosen[.message] : nil) else {
        continue
      }
      let conversation = fit.facts.conversation.flatMap { $0.noun == noun ? $0.parameter : nil }
      if key == .unknownConversation, !fit.facts.namesConversation { continue }
      let route = fit.facts.route
      var work = OperationImport(
        document, key, route, conversation: conversation, noun: noun, knowsTiers: !tiers.isEmpty)
      operations.append(work.operation(authorization: authorization(key, route)))
      // Else it is as messages are.
      gaps += work.gaps.filter { key != .unknownConversation || $0.place == "status" }
      rules.merge(work.rules) { first, _ in first }
    }
    noteShared(operations)
    return AgentContract(
      name: (name ?? document.title ?? "").reportName, token: token ?? AgentContract.TokenHeader(),
      operations: operations, phases: phases(), tiers: tiers, valueRules: rules, signs: [.tooManyRequests])
  }

  // MARK: Routes

  private mutating func noteRoute(_ key: OperationKey) {
    guard let fit = choice.chosen[key] else {
      if key == .unknownConversation {
        guard choice.chosen[.message]?.facts.namesConversation == false else { return }
        note(key, "route", "the conversation's id in the path or body of messages", "users skip it")
      } else if let nearest = choice.nearest[key], nearest.points > 2 {
        let reasons = nearest.reasons.joined(separator: ", ")
        note(key, "route", "a route that fits; \(nearest.facts.route.name) is nearest (\(reasons))", "users skip it")
      } else {
        note(key, "route", "a route that fits", "users skip it")
      }
      return
    }
    if fit.points < RouteRule.sure {
      let reasons = fit.reasons.joined(separator: ", ")
      note(key, "route", "certainty (\(reasons))", "\(fit.facts.route.name) is taken as a guess")
    }
    if let rival = choice.rivals[key] {
      note(
        key, "route", "a reason against \(rival.facts.route.name), which fits as well",
        "\(fit.facts.route.name) is taken")
    }
  }

  private mutating func authorization(_ key: OperationKey, _ route: Route) -> Operation.Authorization {
    let hasLogin = choice.chosen[.login] != nil
    switch scheme.demand(of: route) {
    case _ where key == .login: return .never
    case .nothing: return !hasLogin || key == .health || key == .refresh ? .never : .optional
    case .token(let headers, let isOptional):
      guard let token, headers.contains(token) else {
        if !isOptional {
          note(
            key, "authorization", "a way to send \(scheme.words(of: route)), which it asks for",
            "it is called without a log-in")
        }
        return .never
      }
      if isOptional { return .optional }
      if !hasLogin {
        note(key, "authorization", "a route that logs in", "the token of LOAD_TOKEN is sent where there is one")
        return .optional
      }
      guard key.role == .observes else { return .required }
      note(key, "authorization", "whether a monitor has the token that it asks for", "one is sent where there is one")
      return .optional
    }
  }

  // MARK: The contract's own

  private mutating func noteShared(_ operations: [Operation]) {
    let routes = choice.chosen.values.map(\.facts.route)
    for prefix in Set(routes.map(\.prefix)).sorted() where !prefix.isEmpty {
      note(
        nil, "paths", "whether the base URL of a run will hold the server's path \(prefix)", "all paths begin with it")
    }
    if choice.chosen[.login] != nil {
      let open = operations.filter { $0.authorization == .optional && demandsNothing($0.key) }.map(\.label)
      if !open.isEmpty {
        note(
          nil, "authorization", "a log-in that \(open.joined(separator: ", ")) ask for",
          "a token is sent where there are credentials")
      }
    }
    if operations.contains(where: { $0.key == .login || $0.authorization != .never }), token == nil {
      note(nil, "token", "how tokens are sent", "Authorization: Bearer")
    }
    let sent = Set(operations.flatMap(\.placeholders))
    let free = [Placeholder.known(.customerName), .known(.messageText)].filter { sent.contains($0) && rules[$0] == nil }
    if !free.isEmpty {
      note(
        nil, "values", "the alphabet and length of \(free.map(\.name).joined(separator: ", "))",
        "what is drawn is sent as it is")
    }
    if tiers.isEmpty, operations.contains(where: { $0.values[.tier] != nil }) {
      note(nil, "tiers", "the names of tiers", "any is taken for one")
    }
  }

  private func demandsNothing(_ key: OperationKey) -> Bool {
    let fit = choice.chosen[key == .unknownConversation ? .message : key]
    return fit.map { scheme.demand(of: $0.facts.route) == .nothing } ?? false
  }

  /// Where tiers are listed: in what is answered, else in what is asked for.
  private static func tiers(_ document: OpenAPIDocument, _ choice: RouteChoice, noun: String) -> [String] {
    let routes = [OperationKey.tier, .message, .start, .roi].compactMap { choice.chosen[$0]?.facts.route }
    let answers = routes.compactMap { route in
      AnswerSearch(leaves: document.leaves(of: document.answers(of: route.operation).body), noun: noun).leaf(.tier)
    }
    let requests = routes.compactMap { route in
      AnswerSearch(leaves: document.leaves(of: document.content(route.operation["requestBody"], .json)), noun: noun)
        .leaf(.tier)
    }
    let lists = (answers + requests).map { $0.schema.choices.compactMap(\.text) }
    var seen: Set<String> = []
    return (lists.first { !$0.isEmpty } ?? []).filter { $0.reportName == $0 && seen.insert($0).inserted }.prefix(100)
      .map { $0 }
  }

  /// The phases that answers to messages can name, each with the texts that a customer speaks by in it.
  private mutating func phases() -> [AgentContract.Phase] {
    for key in [OperationKey.message, .start] {
      guard let route = choice.chosen[key]?.facts.route else { continue }
      let leaves = document.leaves(of: document.answers(of: route.operation).body)
      guard let leaf = AnswerSearch(leaves: leaves, noun: noun).leaf(.phase) else { continue }
      var seen: Set<String> = []
      let names = leaf.schema.choices.compactMap(\.text).filter { $0.reportName == $0 && seen.insert($0).inserted }
      guard !names.isEmpty else { continue }
      return names.prefix(50).map { name in
        let texts = Self.texts(ofPhase: name)
        if texts == nil {
          note(nil, "phases", "what a customer talks about in the phase \(name)", "the texts of exploration")
        }
        return AgentContract.Phase(name: name, texts: texts ?? "exploration")
      }
    }
    note(nil, "phases", "the names of phases", "the usual ones")
    return AgentContract.usualPhases
  }

  private static func texts(ofPhase name: String) -> String? {
    let beginnings: KeyValuePairs = [
      "greet": "greeting", "intro": "greeting", "welcome": "greeting", "open": "greeting", "start": "greeting",
      "explor": "exploration", "discover": "exploration", "qualif": "exploration", "need": "exploration",
      "present": "presentation", "pitch": "presentation", "offer": "presentation", "propos": "presentation",
      "object": "objection_handling", "negotiat": "negotiation", "clos": "closing", "follow": "follow_up",
      "complete": "completed", "done": "completed", "end": "completed", "finish": "completed",
    ]
    if AgentContract.textPhases.contains(name) { return name }
    return name.parts.lazy.compactMap { part in beginnings.first { part.hasPrefix($0.key) }?.value }.first
  }
}
