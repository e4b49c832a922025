/// Finds by their names the values of an answer that have a meaning.
struct AnswerSearch {
  let leaves: [SchemaLeaf]
  /// What conversations are called.
  let noun: String

  /// Where the values are that an answer to the operation may hold.
  func values(for key: OperationKey) -> [AnswerValue: JSONPointer] {
    Dictionary(
      uniqueKeysWithValues: Self.wanted(by: key).compactMap { value in leaf(value).map { (value, $0.pointer) } })
  }

  /// The place of a value that is likeliest: by its name, then by how far inside it is.
  func leaf(_ value: AnswerValue) -> SchemaLeaf? {
    let names = Self.names(value, noun: noun)
    let types = Self.types(value)
    let fits = leaves.compactMap { leaf -> (cost: Int, leaf: SchemaLeaf)? in
      guard let rank = names.firstIndex(of: leaf.name), leaf.type.map(types.contains) ?? leaf.schema.properties.isEmpty,
        leaf.schema["items"] == nil
      else { return nil }
      return (rank + 4 * leaf.depth, leaf)
    }
    // Of two alike the one within a wrapper: the other is the wrapper's own, such as `message` beside `data`.
    return fits.min { ($0.cost, -$0.leaf.pointer.tokens.count) < ($1.cost, -$1.leaf.pointer.tokens.count) }?.leaf
  }

  /// Pointers to objects of which nothing more is said; the empty one where nothing is said of the answer.
  var unknown: [String] {
    leaves.isEmpty
      ? [""]
      : leaves.filter { $0.type == "object" && $0.schema.properties.isEmpty && !hasMembers($0) }.map(\.pointer.text)
  }

  private func hasMembers(_ leaf: SchemaLeaf) -> Bool {
    leaves.contains {
      $0.pointer.tokens.count > leaf.pointer.tokens.count && $0.pointer.tokens.starts(with: leaf.pointer.tokens)
    }
  }

  private static func wanted(by key: OperationKey) -> [AnswerValue] {
    switch key {
    case .login, .refresh: [.token, .refreshToken, .tokenLifetime]
    case .start: [.conversationID, .phase, .text, .tier]
    case .message: [.text, .phase, .tier, .fallback] + AnswerValue.roi
    case .tier: [.tier, .tierBasis]
    case .roi: AnswerValue.roi
    case .health: [.healthStatus]
    case .end: [.phase]
    case .summary: [.phase, .version]
    case .update: [.version]
    case .fallback: [.text, .fallback]
    default: []
    }
  }

  /// In the order of likelihood.
  private static func names(_ value: AnswerValue, noun: String) -> [String] {
    switch value {
    case .conversationID:
      [noun + "id"] + ConversationNoun.all.subtracting([noun]).sorted().map { $0 + "id" } + [
        noun + "uuid", "id", "uuid", "pk",
      ]
    case .text: ["response", "answer", "reply", "message", "text", "content", "output", "responsetext", "agentmessage"]
    case .phase: ["phase", "conversationphase", "currentphase", "stage"]
    case .tier: ["tier", "detectedtier", "customertier", "tiername"]
    case .tierBasis: ["basis", "tierbasis"]
    case .token: ["accesstoken", "token", "access", "jwt", "idtoken"]
    case .refreshToken: ["refreshtoken", "refresh"]
    case .tokenLifetime: ["expiresin", "expires", "accesstokenexpiresin"]
    case .fallback: ["fallback", "isfallback", "usedfallback", "degraded"]
    case .roiPercentage: ["projectedroipercentage", "roipercentage", "projectedroi", "roi"]
    case .roiAnnualValue: ["annualvalue", "projectedannualvalue"]
    case .roiNetBenefit: ["netbenefit", "netvalue"]
    case .roiPaybackMonths: ["paybackperiodmonths", "paybackmonths"]
    case .roiConfidence: ["confidence", "confidencescore"]
    case .healthStatus: ["status", "health", "state"]
    case .version: ["version"]
    }
  }

  private static func types(_ value: AnswerValue) -> Set<String> {
    switch value {
    case .conversationID: ["string", "integer"]
    case .tokenLifetime, .version: ["integer", "number"]
    case .fallback: ["boolean", "string"]
    case .roiPercentage, .roiAnnualValue, .roiNetBenefit, .roiPaybackMonths, .roiConfidence: ["number", "integer"]
    default: ["string"]
    }
  }

  // MARK: Metrics

  /// Names of numbers that a target tells of itself, with the units that they usually have.
  private static let metrics: [(name: String, metric: Metric.Name, unit: String)] = [
    ("avgresponsetime", .averageResponseTime, "ms"), ("averageresponsetime", .averageResponseTime, "ms"),
    ("avgresponsetimems", .averageResponseTime, "ms"), ("averageresponsetimems", .averageResponseTime, "ms"),
    ("avgresponsetimeseconds", .averageResponseTime, "s"), ("errorrate", .errorRate, "share"),
    ("errorpercentage", .errorRate, "percent"), ("requestspersecond", .requestsPerSecond, "1/s"),
    ("rps", .requestsPerSecond, "1/s"), ("requestsperminute", .requestsPerSecond, "1/min"),
    ("activeconnections", .activeConnections, "count"), ("opencircuits", .openCircuits, "count"),
    ("hitrate", .cacheHitRate, "share"), ("cachehitrate", .cacheHitRate, "share"),
    ("hitpercentage", .cacheHitRate, "percent"), ("totalkeys", .cacheKeys, "count"), ("keys", .cacheKeys, "count"),
  ]

  /// The numbers that the target tells of itself there, and whether the unit is only the usual one.
  func metrics(for key: OperationKey) -> [(metric: Metric, isUnitGuessed: Bool)] {
    let wanted: Set<Metric.Name> =
      switch key {
      case .metrics: [.averageResponseTime, .errorRate, .requestsPerSecond]
      case .connections: [.activeConnections]
      case .breakers: [.openCircuits]
      case .cacheStats: [.cacheHitRate, .cacheKeys]
      default: []
      }
    var found: [(metric: Metric, isUnitGuessed: Bool)] = []
    for (name, metric, unit) in Self.metrics
    where wanted.contains(metric) && !found.contains(where: { $0.metric.name == metric }) {
      let types: Set<String> = metric == .openCircuits ? ["integer", "number", "array"] : ["integer", "number"]
      guard
        let leaf = leaves.filter({ $0.name == name && $0.type.map(types.contains) ?? true }).min(by: {
          $0.depth < $1.depth
        })
      else { continue }
      let isSaid =
        metric.units.count == 1
        || ["ms", "seconds", "percentage", "persecond", "perminute"].contains(where: name.hasSuffix)
      found.append((Metric(metric, .pointer(leaf.pointer), unit: unit), !isSaid))
    }
    return found
  }
}
