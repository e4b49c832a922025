/// An agent's API: what can be asked of it and what its answers mean.
///
/// A user skips what the contract lacks. Reading validates: a contract that was read can be sent as it is.
package struct AgentContract: Sendable, Equatable {
  /// As reports and records name it.
  package let name: String
  /// Sent with every operation.
  package let headers: [Operation.Field]
  /// How the token is sent.
  package let token: TokenHeader
  /// In the order of reports; each key once.
  package let operations: [Operation]
  /// Names of a conversation's phases in their order, and what a customer talks about in them.
  package let phases: [Phase]
  /// The tiers that an answer may name.
  package let tiers: [String]
  /// How the tier follows from a customer's profile; `nil` where the contract does not say, and then nobody judges it.
  package let tierRule: TierPoints?
  /// What the figures of a projection can be; others are counted as outside.
  package let roiRanges: [AnswerValue: ClosedRange<Double>]
  /// Answers that are known to be makeshifts, whatever their status: the beginning of each suffices.
  package let fallbackTexts: [String]
  /// What values that are sent may be made of.
  package let valueRules: [Placeholder: ValueRule]
  package let signs: [Sign]

  /// A phase of a conversation.
  package struct Phase: Sendable, Equatable {
    package let name: String
    /// The phase of the suite's texts that a customer speaks by in it.
    package let texts: String
  }

  /// Where a token goes: `Authorization: Bearer TOKEN`.
  package struct TokenHeader: Sendable, Equatable {
    package var name = "Authorization"
    /// Before the token; empty for none.
    package var scheme = "Bearer"
  }

  /// Takes the parts as they are; what comes from outside the code is read instead.
  package init(
    name: String, headers: [Operation.Field] = [], token: TokenHeader = TokenHeader(), operations: [Operation],
    phases: [Phase] = AgentContract.usualPhases, tiers: [String] = [], tierRule: TierPoints? = nil,
    roiRanges: [AnswerValue: ClosedRange<Double>] = [:], fallbackTexts: [String] = [],
    valueRules: [Placeholder: ValueRule] = [:], signs: [Sign] = []
  ) {
    self.name = name
    self.headers = headers
    self.token = token
    self.operations = operations
    self.phases = phases
    self.tiers = tiers
    self.tierRule = tierRule
    self.roiRanges = roiRanges
    self.fallbackTexts = fallbackTexts
    self.valueRules = valueRules
    self.signs = signs
  }

  package subscript(key: OperationKey) -> Operation? { operations.first { $0.key == key } }

  package func has(_ key: OperationKey) -> Bool { self[key] != nil }

  /// The operations that the contract lacks.
  package var missing: [OperationKey] { OperationKey.allCases.filter { !has($0) } }

  /// Whether an operation that users make cannot be made without a log-in.
  package var needsLogIn: Bool { has(.login) && operations.contains { $0.authorization == .required } }

  /// The phases that the suite has texts for, in their order.
  package static let textPhases = [
    "greeting", "exploration", "presentation", "objection_handling", "negotiation", "closing", "follow_up", "completed",
  ]

  package static let usualPhases = textPhases.map { Phase(name: $0, texts: $0) }
}

// MARK: As JSON

extension AgentContract {
  /// The version of the format.
  static let format = 1

  private static let keys = [
    "contract", "name", "headers", "token", "operations", "phases", "tiers", "tierRule", "roi", "fallbackTexts",
    "values", "signs",
  ]

  /// Reads a contract.
  ///
  /// - Throws: ``ContractError`` for the first thing that is wrong with it.
  package init(parsing bytes: [UInt8]) throws(ContractError) {
    try self.init(JSONReader(parsing: bytes))
  }

  init(_ reader: JSONReader) throws(ContractError) {
    let contract = try reader.object(Self.keys)
    _ = try contract.required("contract", allowed: "the format's version, \(Self.format)")
      .integer(in: Self.format...Self.format)
    let token = try contract["token"]?.object(["header", "scheme"])
    var phases = Self.usualPhases
    if let list = contract["phases"] { phases = try list.elements(atLeast: 1, most: 50).map(Phase.init) }
    let tiers = try contract["tiers"]?.names() ?? []
    var ranges: [AnswerValue: ClosedRange<Double>] = [:]
    for member in try contract["roi"]?.members() ?? [] {
      guard let value = AnswerValue(rawValue: "roi." + member.name), AnswerValue.roi.contains(value) else {
        throw ContractError(
          path: member.value.path, found: "an unknown figure",
          allowed: AnswerValue.roi.map { String($0.rawValue.dropFirst(4)) }.joined(separator: ", "))
      }
      let bounds = try member.value.elements(atLeast: 2, most: 2)
      let least = try bounds[0].number(in: -1e15...1e15)
      ranges[value] = least...(try bounds[1].number(in: least...1e15))
    }
    var rules: [Placeholder: ValueRule] = [:]
    for member in try contract["values"]?.members() ?? [] {
      guard let placeholder = Placeholder(member.name) else {
        throw ContractError(
          path: member.value.path, found: "an unknown value", allowed: "names of placeholders, such as customer.name")
      }
      rules[placeholder] = try ValueRule(member.value)
    }
    var tierRule: TierPoints?
    if let rule = contract["tierRule"] { tierRule = try TierPoints(rule, tiers: tiers) }
    self.init(
      name: try contract.required("name", allowed: "a name for reports").name(),
      headers: try contract["headers"]?.headerFields() ?? [],
      token: TokenHeader(
        name: try token?["header"]?.headerName() ?? TokenHeader().name,
        scheme: try token?["scheme"]?.text(allowed: "a word, or an empty text") {
          $0.isEmpty || $0.isHTTPToken ? $0 : nil
        } ?? TokenHeader().scheme),
      operations: try contract.required("operations", allowed: "a list of operations").elements(atLeast: 1, most: 100)
        .map(Operation.init),
      phases: phases, tiers: tiers, tierRule: tierRule,
      roiRanges: ranges, fallbackTexts: try contract["fallbackTexts"]?.names() ?? [],
      valueRules: rules, signs: try contract["signs"]?.elements(most: 50).map(Sign.init) ?? [])
    try check(at: reader.path)
  }

  private func check(at place: String) throws(ContractError) {
    var labels: Set<String> = []
    var keys: Set<OperationKey> = []
    for (index, operation) in operations.enumerated() {
      let place = "\(place).operations[\(index)]"
      guard keys.insert(operation.key).inserted else {
        throw ContractError(path: place + ".key", found: "there twice", allowed: "each key once")
      }
      guard labels.insert(operation.label).inserted else {
        throw ContractError(path: place + ".label", found: "there twice", allowed: "each label once")
      }
      if operation.needsConversation, !has(.start) {
        throw ContractError(
          path: place, found: "a use of {conversation.id}",
          allowed: "that only beside an operation start, which gives one")
      }
      if operation.authorization == .required, !has(.login) {
        throw ContractError(
          path: place + ".authorization", found: "\"required\"",
          allowed: "optional or never (a token may be given with LOAD_TOKEN), or add an operation login")
      }
      for field in operation.headers + headers where !operation.key.knows(all: field.value.placeholders) {
        throw ContractError(
          path: place, found: "called with the header \(field.name), which asks for what it has no value for",
          allowed: "headers with {uuid} and {run.testId} for all operations")
      }
    }
    if Set(phases.map(\.name)).count < phases.count {
      throw ContractError(path: place + ".phases", found: "a list with a name twice", allowed: "each phase once")
    }
  }

  /// As a file has it: what `--print-contract` prints.
  package var json: JSON {
    func object<Value>(_ values: [Value: JSON], _ name: (Value) -> String) -> JSON? {
      let members = values.map { (name($0.key), $0.value) }.sorted { $0.0 < $1.0 }
      return members.isEmpty ? nil : .object(members)
    }
    let hasUsualToken = token == TokenHeader()
    return .members(
      ("contract", .integer(Self.format)), ("name", .string(name)),
      ("headers", headers.isEmpty ? nil : .object(headers.map { ($0.name, .string($0.value.source)) })),
      ("token", hasUsualToken ? nil : ["header": .string(token.name), "scheme": .string(token.scheme)]),
      ("operations", .array(operations.map(\.json))), ("phases", .array(phases.map(\.json))),
      ("tiers", tiers.isEmpty ? nil : .array(tiers.map(JSON.string))), ("tierRule", tierRule?.json),
      (
        "roi",
        object(roiRanges.mapValues { .array([.number($0.lowerBound), .number($0.upperBound)]) }) {
          String($0.rawValue.dropFirst(4))
        }
      ), ("fallbackTexts", fallbackTexts.isEmpty ? nil : .array(fallbackTexts.map(JSON.string))),
      ("values", object(valueRules.mapValues(\.json), \.name)),
      ("signs", signs.isEmpty ? nil : .array(signs.map(\.json))))
  }
}

extension OperationKey {
  fileprivate func knows(all placeholders: [Placeholder]) -> Bool { placeholders.allSatisfy(knows) }
}

extension AgentContract.Phase {
  /// A name, or an object that says by which of the suite's texts a customer speaks.
  init(_ reader: JSONReader) throws(ContractError) {
    let known = AgentContract.textPhases
    if case .string = reader.value {
      name = try reader.name()
      texts = name
      guard known.contains(name) else {
        throw reader.refused(
          allowed: "\(known.joined(separator: ", ")), or an object with name and texts, which is one of these")
      }
    } else {
      let phase = try reader.object(["name", "texts"])
      name = try phase.required("name", allowed: "the phase as answers have it").name()
      texts = try phase.required("texts", allowed: known.joined(separator: ", ")).text(
        allowed: known.joined(separator: ", ")
      ) { known.contains($0) ? $0 : nil }
    }
  }

  var json: JSON { name == texts ? .string(name) : ["name": .string(name), "texts": .string(texts)] }
}
