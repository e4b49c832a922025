/// What comes back.
extension OperationImport {
  /// The statuses of a good answer.
  ///
  /// - Parameter documented: Those of success.
  mutating func statuses(_ documented: [Int]) -> [Int] {
    let all = (route.operation["responses"]?.members ?? []).compactMap { Int($0.name) }
    switch key {
    case .unknownConversation:
      if !all.contains(404) { note("status", "what an unknown conversation is answered with", "404 is expected") }
      return [404]
    case .failingDependency:
      let failures = all.filter { (500...599).contains($0) }.sorted()
      if failures.isEmpty {
        note("status", "how a failure of the dependency is answered", "503 or a time-out is expected")
      }
      return failures.isEmpty ? [503] : failures
    default:
      if documented.isEmpty { note("status", "the status of a good answer", "200 is expected") }
      return documented.isEmpty ? [200] : documented
    }
  }

  /// Where the answer's values are, guessed where the contract cannot do without.
  mutating func values(_ search: AnswerSearch) -> [AnswerValue: JSONPointer] {
    var values = search.values(for: key)
    if [.start, .message, .tier, .roi, .analytics, .summary].contains(key) {
      for place in search.unknown where !place.isEmpty || key == .analytics {
        note(place.isEmpty ? "answer" : "answer \(place)", "what is in it", "none of it is looked at")
      }
    }
    switch key {
    case .start where values[.conversationID] == nil:
      let name = conversationName
      values[.conversationID] = JSONPointer(tokens: [name])
      note("answer", "where the conversation's id is", "/\(name)")
    case .login where values[.token] == nil, .refresh where values[.token] == nil:
      values[.token] = "/access_token"
      values[.tokenLifetime] = "/expires_in"
      note("answer", "where the token is", "/access_token and /expires_in, as OAuth 2 has them")
    case .login where values[.tokenLifetime] == nil:
      note("answer", "how long the token lives", "it is not renewed before a call is refused")
    case .message where values[.text] == nil: note("answer", "where the agent's words are", "answers are not judged")
    case .tier where values[.tier] == nil: note("answer", "where the tier is", "tiers are not counted")
    case .roi where values.isEmpty: note("answer", "where the figures of the projection are", "they are not looked at")
    case .health where values.isEmpty: note("answer", "where the state is", "the status alone counts")
    case .summary where values[.version] == nil, .update where values[.version] == nil:
      note("answer", "where the conversation's version is", "stale answers are not recognised")
    default: break
    }
    return values
  }

  private var conversationName: String {
    // As the messages' path names it, which is all that there is to go by.
    conversation ?? noun + "_id"
  }

  /// That words are there, and that the target says it is healthy.
  mutating func checks(_ values: [AnswerValue: JSONPointer], _ search: AnswerSearch) -> [Check] {
    if key == .message, let pointer = values[.text] {
      return [.value("empty \(pointer.tokens.last ?? "answer")".reportName, at: pointer, .longerThan(0))]
    }
    guard key == .health, let leaf = search.leaf(.healthStatus) else { return [] }
    let good = ["healthy", "ok", "OK", "up", "UP", "pass", "alive", "ready", "green"].map(JSON.string)
    let said = leaf.schema.choices + [leaf.schema["example"], leaf.schema["default"]].compactMap { $0 }
    guard
      let value = good.first(where: said.contains) ?? (leaf.schema.choices.count == 1 ? leaf.schema.choices[0] : nil)
    else {
      note("answer \(leaf.pointer.text)", "the value of a healthy state", "any is taken for one")
      return []
    }
    return [.value("status is not \(value.text ?? "the healthy one")", at: leaf.pointer, .equals(value))]
  }

  /// The numbers that the target tells of itself.
  mutating func metrics(_ search: AnswerSearch) -> [Metric] {
    let metrics = search.metrics(for: key)
    for (metric, isUnitGuessed) in metrics where isUnitGuessed {
      note("metrics", "the unit of \(metric.name.rawValue)", "\(metric.unit)")
    }
    if metrics.isEmpty, [.metrics, .connections, .breakers, .cacheStats].contains(key) {
      note("metrics", "where its numbers are", "none is read")
    }
    return metrics.map(\.metric)
  }
}
