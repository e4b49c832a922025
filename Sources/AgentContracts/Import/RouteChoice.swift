/// Which route is which operation.
struct RouteChoice {
  /// The best for each key, each route once.
  private(set) var chosen: [OperationKey: RouteFit] = [:]
  /// Those that fit a key as well but for a point, beside the chosen one.
  private(set) var rivals: [OperationKey: RouteFit] = [:]
  /// The best of those that fit too badly.
  private(set) var nearest: [OperationKey: RouteFit] = [:]

  /// Tries each route as each operation.
  init(_ document: OpenAPIDocument) {
    let facts = document.routes.map { RouteFacts($0, in: document) }
    let messages = RouteRule.all.filter { $0.key == .message }
    let best = messages.flatMap { rule in facts.compactMap { RouteFit($0, rule, noun: nil) } }.bestFirst.first {
      $0.isEnough
    }
    let noun = best?.facts.conversation?.noun
    let fits = RouteRule.all.flatMap { rule in facts.compactMap { RouteFit($0, rule, noun: noun) } }.bestFirst
    var taken: Set<String> = []
    for fit in fits {
      if !fit.isEnough {
        nearest[fit.key] = nearest[fit.key] ?? fit
      } else if chosen[fit.key] == nil {
        if taken.insert(fit.facts.route.name).inserted { chosen[fit.key] = fit }
      } else if rivals[fit.key] == nil, !taken.contains(fit.facts.route.name),
        fit.points + 1 >= chosen[fit.key]?.points ?? 0
      {
        rivals[fit.key] = fit
      }
    }
  }
}

extension [RouteFit] {
  /// Of two with equal points the one without a version in its path, then with the shorter path, then the first.
  fileprivate var bestFirst: [RouteFit] {
    enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      return (-a.points, a.facts.versions, a.facts.route.segments.count, left.offset)
        < (-b.points, b.facts.versions, b.facts.route.segments.count, right.offset)
    }.map(\.element)
  }
}
