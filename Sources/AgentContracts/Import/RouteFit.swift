/// How well a route fits an operation, and why.
struct RouteFit {
  let rule: RouteRule
  let facts: RouteFacts
  private(set) var points = 0
  /// Each with its points: `word message +5`.
  private(set) var reasons: [String] = []

  /// `nil` when it cannot be that operation.
  ///
  /// - Parameter noun: What conversations are called, where that is known: others are something else.
  init?(_ facts: RouteFacts, _ rule: RouteRule, noun: String?) {
    guard let method = rule.methods[facts.route.method], rule.forbidden.isDisjoint(with: facts.allWords),
      rule.needs.map(facts.allWords.contains) ?? true
    else { return nil }
    self.rule = rule
    self.facts = facts
    add(method, facts.route.method)
    let conversation = facts.conversation.flatMap { noun == nil || $0.noun == noun ? $0.parameter : nil }
    guard judgeConversation(conversation), judgeWords(conversation), judgeValues() else { return nil }
    if facts.route.isDeprecated { add(-3, "deprecated") }
  }

  /// What it would be.
  var key: OperationKey { rule.key }

  /// Whether it may be taken.
  var isEnough: Bool { points >= rule.enough }

  private mutating func add(_ points: Int, _ reason: String) {
    guard points != 0 else { return }
    self.points += points
    reasons.append("\(reason) \(points > 0 ? "+" : "")\(points)")
  }

  /// Each of these is false when it cannot be that operation.
  ///
  /// - Parameter conversation: The path's parameter for it.
  private mutating func judgeConversation(_ conversation: String?) -> Bool {
    let strangers = facts.parameters.count { $0 != conversation }
    switch rule.conversation {
    case .none:
      // A conversation may be started within something that is always the same: `/projects/{project}/sessions`.
      guard facts.conversation == nil, strangers == 0 || key == .start else { return false }
      add(-2 * strangers, "parameters in the path")
      if key == .start, facts.takesConversation { add(-3, "asks for a conversation") }
    case .needed, .liked:
      if conversation != nil {
        add(3, "conversation in the path")
      } else if facts.takesConversation {
        add(2, "asks for a conversation")
      } else if rule.conversation == .needed {
        return false
      }
      add(-3 * strangers, "other parameters in the path")
    }
    return true
  }

  private mutating func judgeWords(_ conversation: String?) -> Bool {
    func isGood(_ word: String) -> Bool { (rule.words[word] ?? 0) > 0 }
    for (index, part) in facts.words.enumerated() {
      let known = Set(part).filter { rule.words[$0] != nil }
      for word in known.sorted() { add(rule.words[word] ?? 0, "word \(word)") }
      if index == facts.words.count - 1, known.contains(where: isGood) { add(1, "it stands last") }
      let isNeutral = part.contains { rule.neutral.contains($0) || RouteRule.usual.contains($0) }
      if known.isEmpty, !isNeutral { add(-3, "word \(part.first ?? "")") }
    }
    // A message may be sent to `/conversations/{id}` and needs no word of its own.
    let isBare = judgeBare(conversation)
    return isBare || facts.allWords.contains(where: isGood) || key == .message
  }

  /// Whether the path is a conversation's own, `/conversations/{id}`, with points for it.
  private mutating func judgeBare(_ conversation: String?) -> Bool {
    let segments = facts.route.segments
    guard let points = rule.bare[facts.route.method], let conversation, case .parameter(conversation)? = segments.last,
      case .words(let words)? = segments.dropLast().last, words.contains(where: ConversationNoun.all.contains)
    else { return false }
    add(points, "the conversation itself")
    return true
  }

  private mutating func judgeValues() -> Bool {
    let (takes, gives) = (!rule.takes.isDisjoint(with: facts.takes), !rule.gives.isDisjoint(with: facts.gives))
    if takes { add(3, "what it takes") }
    if gives { add(2, "what it answers") }
    switch key {
    case .login:
      if facts.isTokenPath { add(4, "named as where tokens are given") }
      if facts.hasPasswordInQuery { add(-3, "a password in the query") }
    case .start:
      if facts.allWords.isDisjoint(with: ConversationNoun.all), !gives { return false }
      if facts.gives.contains("id"), !gives { add(1, "answers an id") }
    case .message:
      if !takes, !facts.takes.contains("messages") { add(-4, "takes no text") }
    default: break
    }
    return true
  }
}
