/// One thing that can be asked of the API: how it is asked, what a good answer is, and what in it has a meaning.
package struct Operation: Sendable, Equatable {
  /// What the request's body is made of.
  package enum Body: Sendable, Equatable {
    /// No body and no content type.
    case none
    /// Its strings are templates; one that is nothing but a placeholder keeps the value's type.
    case json(JSON)
    /// `application/x-www-form-urlencoded`.
    case form([Field])
  }

  /// A form's field, or a header.
  package struct Field: Sendable, Equatable {
    package let name: String
    package let value: Template

    package init(_ name: String, _ value: Template) {
      self.name = name
      self.value = value
    }
  }

  /// Whether the request carries the user's token.
  package enum Authorization: String, CaseIterable, Sendable {
    case never
    /// Where there are credentials: the API answers without.
    case optional
    case required
  }

  package let key: OperationKey
  /// The name in reports.
  package let label: String
  package let method: String
  /// Begins with a slash; values are percent-encoded as segments.
  package let path: Template
  package let headers: [Field]
  package let body: Body
  package let authorization: Authorization
  /// For the whole call; `nil`: as long as any call may take.
  package let timeout: Duration?
  /// The statuses of a good answer.
  package let statuses: [Int]
  /// Whether no answer within the time-out is good as well.
  package let expectsTimeout: Bool
  package let checks: [Check]
  package let values: [AnswerValue: JSONPointer]
  package let metrics: [Metric]

  package init(
    _ key: OperationKey, label: String? = nil, _ method: String, _ path: Template, headers: [Field] = [],
    body: Body = .none, authorization: Authorization = .required, timeout: Duration? = nil, statuses: [Int] = [200],
    expectsTimeout: Bool = false, checks: [Check] = [], values: [AnswerValue: JSONPointer] = [:],
    metrics: [Metric] = []
  ) {
    self.key = key
    self.label = label ?? key.rawValue
    self.method = method
    self.path = path
    self.headers = headers
    self.body = body
    self.authorization = authorization
    self.timeout = timeout
    self.statuses = statuses
    self.expectsTimeout = expectsTimeout
    self.checks = checks
    self.values = values
    self.metrics = metrics
  }

  /// Whether the call is about a conversation that was opened.
  package var needsConversation: Bool { placeholders.contains(.known(.conversationID)) }

  /// All that its templates ask for.
  package var placeholders: [Placeholder] {
    let fields: [Field] = if case .form(let fields) = body { fields } else { [] }
    let json: [Placeholder] = if case .json(let json) = body { json.placeholders } else { [] }
    return path.placeholders + (headers + fields).flatMap(\.value.placeholders) + json
  }
}

extension JSON {
  /// What the strings of a body template ask for; those that are no templates ask for nothing.
  fileprivate var placeholders: [Placeholder] {
    switch self {
    case .string(let text): (try? Template.parse(text).get())?.placeholders ?? []
    case .array(let elements): elements.flatMap(\.placeholders)
    case .object(let members): members.flatMap(\.1.placeholders)
    default: []
    }
  }
}

// MARK: As JSON

extension Operation {
  private static let keys = [
    "key", "label", "method", "path", "headers", "body", "authorization", "timeout", "expect", "checks", "values",
    "metrics",
  ]

  init(_ reader: JSONReader) throws(ContractError) {
    let operation = try reader.object(Self.keys)
    let key: OperationKey = try operation.required(
      "key", allowed: OperationKey.allCases.map(\.rawValue).joined(separator: ", ")
    ).choice()
    let expected = try operation["expect"]?.object(["status", "timeout"])
    let path = try operation.required("path", allowed: "a path that begins with a slash").pathTemplate()
    let body = try operation["body"].map(Body.init) ?? .none
    let authorization: Authorization = try operation["authorization"]?.choice() ?? (key == .login ? .never : .required)
    if key == .login, authorization != .never {
      throw ContractError(
        path: reader.path + ".authorization", found: "\"\(authorization.rawValue)\"",
        allowed: "never: logging in is what gives the token")
    }
    var values: [AnswerValue: JSONPointer] = [:]
    for member in try operation["values"]?.members() ?? [] {
      guard let value = AnswerValue(rawValue: member.name) else {
        throw ContractError(
          path: member.value.path, found: "an unknown value",
          allowed: AnswerValue.allCases.map(\.rawValue).joined(separator: ", "))
      }
      values[value] = try member.value.pointer()
    }
    var timeout: Duration?
    if let seconds = operation["timeout"] {
      timeout = .seconds(try seconds.number(in: 0.001...86_400, unit: "seconds, "))
    }
    self.init(
      key, label: try operation["label"]?.name(),
      try operation.required("method", allowed: "an HTTP method such as GET or POST").text(
        allowed: "an HTTP method such as GET or POST"
      ) { $0.isHTTPToken ? $0 : nil },
      path, headers: try operation["headers"]?.headerFields() ?? [], body: body,
      authorization: authorization,
      timeout: timeout,
      statuses: try expected?["status"]?.statuses() ?? [200],
      expectsTimeout: try expected?["timeout"]?.bool() ?? false,
      checks: try operation["checks"]?.elements(most: 50).map(Check.init) ?? [], values: values,
      metrics: try operation["metrics"]?.elements(most: 50).map(Metric.init) ?? [])
    try check(operation, at: reader.path)
  }

  /// What the parts mean to each other.
  private func check(_ operation: JSONObjectReader, at place: String) throws(ContractError) {
    for placeholder in placeholders where !key.knows(placeholder) {
      throw ContractError(
        path: place, found: "a use of {\(placeholder.name)}",
        allowed: "placeholders that \(key.rawValue) has a value for")
    }
    let needs: AnswerValue? =
      switch key {
      case .login, .refresh: .token
      case .start: .conversationID
      default: nil
      }
    if let needs, values[needs] == nil {
      throw ContractError(
        path: place + ".values['\(needs.rawValue)']", found: nil, allowed: "where the answer to \(key.rawValue) has it")
    }
  }

  package var json: JSON {
    .members(
      ("key", .string(key.rawValue)), ("label", label == key.rawValue ? nil : .string(label)),
      ("method", .string(method)), ("path", .string(path.source)),
      ("headers", headers.isEmpty ? nil : .object(headers.map { ($0.name, .string($0.value.source)) })),
      ("body", body.json), ("authorization", .string(authorization.rawValue)),
      ("timeout", timeout.map { .number($0 / .seconds(1)) }),
      (
        "expect",
        .members(
          ("status", .array(statuses.map(JSON.integer))), ("timeout", expectsTimeout ? true : nil))
      ), ("checks", checks.isEmpty ? nil : .array(checks.map(\.json))),
      (
        "values",
        values.isEmpty
          ? nil
          : .object(
            AnswerValue.allCases.compactMap { value in values[value].map { (value.rawValue, .string($0.text)) } })
      ), ("metrics", metrics.isEmpty ? nil : .array(metrics.map(\.json))))
  }
}

extension Operation.Body {
  init(_ reader: JSONReader) throws(ContractError) {
    let body = try reader.object(["json", "form"])
    switch (body["json"], body["form"]) {
    case (let json?, nil):
      try json.checkTemplates()
      self = .json(json.value)
    case (nil, let form?):
      var fields: [Operation.Field] = []
      for member in try form.members() { fields.append(Operation.Field(member.name, try member.value.template())) }
      self = .form(fields)
    default: throw reader.refused(allowed: "exactly one of json and form; no body at all is without \"body\"")
    }
  }

  var json: JSON? {
    switch self {
    case .none: nil
    case .json(let json): ["json": json]
    case .form(let fields): ["form": .object(fields.map { ($0.name, .string($0.value.source)) })]
    }
  }
}

extension JSONReader {
  /// Refuses a string, however deep, that is no template.
  fileprivate func checkTemplates() throws(ContractError) {
    switch value {
    case .string: _ = try template()
    case .array: for element in try elements(most: 100_000) { try element.checkTemplates() }
    case .object: for member in try members() { try member.value.checkTemplates() }
    default: break
    }
  }

  fileprivate func pathTemplate() throws(ContractError) -> Template {
    let template = try template()
    let allowed = "a path that begins with a slash, in visible ASCII, everything else percent-encoded or a placeholder"
    let text = template.parts.map { if case .text(let text) = $0 { text } else { "x" } }.joined()
    guard text.hasPrefix("/"), case .text? = template.parts.first, text.utf8.allSatisfy(Self.isPathByte) else {
      throw refused(allowed: allowed)
    }
    let encoded = text.split(separator: "%", omittingEmptySubsequences: false).dropFirst()
    guard encoded.allSatisfy({ $0.count >= 2 && $0.prefix(2).allSatisfy(\.isHexDigit) }) else {
      throw refused(allowed: allowed)
    }
    return template
  }

  /// RFC 3986, 3.3 and 3.4: what may stand in a path and a query.
  private static func isPathByte(_ byte: UInt8) -> Bool {
    let character = Character(Unicode.Scalar(byte))
    return byte < 0x80 && (character.isLetter || character.isNumber || "-._~!$&'()*+,;=:@/?%".contains(character))
  }

  func headerFields() throws(ContractError) -> [Operation.Field] {
    var fields: [Operation.Field] = []
    for member in try members() {
      let reserved = ["host", "content-length", "transfer-encoding", "connection"]
      guard member.name.isHTTPToken, !reserved.contains(member.name.lowercased()) else {
        throw ContractError(
          path: member.value.path, found: "no header of a contract",
          allowed: "names of letters, digits and -, but \(reserved.joined(separator: ", "))")
      }
      let value = try member.value.template()
      guard value.source.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
        throw member.value.refused(allowed: "a value without control characters")
      }
      fields.append(Operation.Field(member.name, value))
    }
    return fields
  }
}
