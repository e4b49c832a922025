import AgentContracts
import LoadEngine

/// An operation of a contract, laid out once for a target and shared by all users of a run.
final class PreparedOperation: Sendable {
  let key: OperationKey
  let label: String
  /// Index into the run's request names.
  let number: UInt16
  let authorization: Operation.Authorization
  let needsConversation: Bool
  let statuses: [Int]
  let expectsTimeout: Bool
  /// For the whole call, connecting included.
  let timeout: Duration
  /// Path and query as the contract has them, for people.
  let path: String
  let head: RequestHead
  private let gap: Gap?
  private let sendsRequestID: Bool
  private let headers: [(name: String, value: PreparedTemplate)]
  private let body: PreparedTemplate?
  private let checks: [PreparedCheck]
  /// By ``AnswerValue/number``: several are asked of each answer.
  private let pointers: [JSONPointer?]
  /// Whether what the answer says is asked for by place.
  let readsJSON: Bool
  /// Whether the answer's body is looked at.
  let readsBody: Bool
  let metrics: [Metric]
  /// The figures of a projection that its answers have, by what they stand in.
  let figures: [(outer: JSONPointer, names: [String], figures: [Figure])]

  /// A figure of a projection.
  struct Figure: Sendable {
    /// As the record has it.
    let name: String
    /// What it can be, by the contract.
    let range: ClosedRange<Double>?
  }

  /// What varies in the path: one value, or several with fixed text between them.
  private struct Gap: Sendable {
    let placeholders: [Placeholder]
    let literals: [String]
  }

  /// - Parameters:
  ///   - number: Index into the run's request names.
  ///   - checkNumbers: Of all names of checks, as failures are counted by.
  /// - Throws: ``HTTPWriteError`` when method, path or a header cannot be sent.
  init(
    _ operation: Operation, number: UInt16, in contract: AgentContract, target: TargetURL, timeout: Duration,
    checkNumbers: [String: UInt16]
  ) throws(HTTPWriteError) {
    key = operation.key
    label = operation.label
    self.number = number
    authorization = operation.authorization
    needsConversation = operation.needsConversation
    statuses = operation.statuses
    expectsTimeout = operation.expectsTimeout
    self.timeout = operation.timeout ?? timeout
    path = operation.path.source
    checks = operation.checks.map { PreparedCheck($0.rule, number: checkNumbers[$0.name] ?? 0) }
    pointers = AnswerValue.allCases.map { operation.values[$0] }
    metrics = operation.metrics
    readsJSON =
      !operation.values.isEmpty
      || operation.checks.contains { if case .value = $0.rule { true } else { false } }
    readsBody =
      readsJSON || !operation.metrics.isEmpty
      || operation.checks.contains { if case .bodyContains = $0.rule { true } else { false } }
    figures = AnswerValue.roi.reduce(into: []) { groups, value in
      guard let pointer = operation.values[value] else { return }
      let figure = Figure(name: String(value.rawValue.dropFirst("roi.".count)), range: contract.roiRanges[value])
      if let group = groups.firstIndex(where: { $0.outer == pointer.outer }) {
        groups[group].names.append(pointer.name)
        groups[group].figures.append(figure)
      } else {
        groups.append((pointer.outer, [pointer.name], [figure]))
      }
    }
    let contentType: String?
    switch operation.body {
    case .none: (body, contentType) = (nil, nil)
    case .json(let json): (body, contentType) = (PreparedTemplate(json: json), "application/json")
    case .form(let fields):
      (body, contentType) = (PreparedTemplate(form: fields), "application/x-www-form-urlencoded")
    }
    var fields = operation.headers
    for field in contract.headers where !fields.contains(where: { $0.name.lowercased() == field.name.lowercased() }) {
      fields.append(field)
    }
    var fixed: [(String, String)] = []
    if let contentType, !fields.contains(where: { $0.name.lowercased() == "content-type" }) {
      fixed.append(("Content-Type", contentType))
    }
    var varying: [(name: String, value: PreparedTemplate)] = []
    var sendsRequestID = false
    for field in fields {
      let value = PreparedTemplate(header: field.value)
      if field.name.lowercased() == "x-request-id", field.value.only == .known(.uuid) {
        // As most contracts have it: written without a text of its own.
        sendsRequestID = true
      } else if value.isFixed {
        fixed.append((field.name, field.value.source))
      } else {
        varying.append((field.name, value))
      }
    }
    self.sendsRequestID = sendsRequestID
    headers = varying
    var literals: [String] = [""]
    var placeholders: [Placeholder] = []
    for part in operation.path.parts {
      switch part {
      case .text(let text): literals[literals.count - 1] += text
      case .placeholder(let placeholder):
        placeholders.append(placeholder)
        literals.append("")
      }
    }
    let first = target.path(literals[0])
    gap = placeholders.isEmpty ? nil : Gap(placeholders: placeholders, literals: Array(literals[1...].dropLast()))
    head = try RequestHead(
      method: operation.method, targetParts: placeholders.isEmpty ? [first] : [first, literals[literals.count - 1]],
      host: target.authority, headers: SuiteHeaders.completing(fixed))
  }

  /// Where the answer has a value; `nil` when it has none.
  func pointer(_ value: AnswerValue) -> JSONPointer? { pointers[value.number] }

  /// The request of one call.
  ///
  /// - Parameter authorization: This user's; left out where the operation takes none.
  func request(
    with values: CallValues, authorization: HeaderLines?, bodyLimit: Int
  ) throws(HTTPWriteError) -> OutgoingRequest {
    var lines = self.authorization == .never ? HeaderLines() : authorization ?? HeaderLines()
    for header in headers {
      try lines.append(header.name, String(decoding: header.value.filled(with: values), as: UTF8.self))
    }
    return OutgoingRequest(
      head: head, segment: segment(with: values), id: sendsRequestID ? values.user.nextRequestID() : nil,
      trace: values.user.nextTrace(), headers: lines, body: body?.filled(with: values),
      bodyLimit: readsBody ? bodyLimit : min(bodyLimit, Self.exampleBytes))
  }

  /// Kept of an answer that is not looked at, to show what it was when it fails.
  static let exampleBytes = 2048

  private func segment(with values: CallValues) -> PathSegment? {
    guard let gap else { return nil }
    if gap.placeholders.count == 1 { return segment(of: gap.placeholders[0], with: values) }
    return PathSegment(
      joining: gap.placeholders.map { segment(of: $0, with: values) }, with: gap.literals)
  }

  private func segment(of placeholder: Placeholder, with values: CallValues) -> PathSegment {
    // Encoded once, when the target gave it.
    if placeholder == .known(.conversationID), let id = values.conversation?.id { return id }
    return PathSegment(values.value(of: placeholder).text)
  }

  // MARK: The answer

  /// The first check that an answer of an expected status fails.
  ///
  /// - Parameter document: `nil` when the body is not JSON.
  func failedCheck(_ response: HTTPResponse, _ document: JSONDocument?) -> FailureKind? {
    checks.first { !$0.passes(response, document) }.map { .check(named: $0.number) }
  }
}

/// A check of a contract. A class: each answer is held against several, whose parts would be counted each time.
private final class PreparedCheck: Sendable {
  private let rule: Check.Rule
  /// Of its name.
  let number: UInt16

  init(_ rule: Check.Rule, number: UInt16) {
    self.rule = rule
    self.number = number
  }

  func passes(_ response: HTTPResponse, _ document: JSONDocument?) -> Bool {
    switch rule {
    case .status(let statuses): statuses.contains(response.status)
    case .header(let name, let text):
      response.headers[name].map { text == nil || $0.lowercased().contains(text?.lowercased() ?? "") } ?? false
    case .value(let pointer, let condition): document?.fulfils(condition, at: pointer) ?? false
    case .bodyContains(let text): String(decoding: response.body, as: UTF8.self).contains(text)
    }
  }
}
