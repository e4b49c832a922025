/// What an answer must show beyond an expected status; its name is the kind under which the answer fails: `check: NAME`.
package struct Check: Sendable, Equatable {
  package enum Rule: Sendable, Equatable {
    case status([Int])
    /// A header is there and, where a text is given, contains it, in whatever case.
    case header(String, contains: String?)
    case value(JSONPointer, Condition)
    case bodyContains(String)
  }

  package enum Condition: Sendable, Equatable {
    case equals(JSON)
    case oneOf([JSON])
    case type(ValueType)
    /// A text of more characters, or a list of more elements.
    case longerThan(Int)
  }

  package enum ValueType: String, CaseIterable, Sendable {
    case string, number, integer, boolean, object, array, null
  }

  package let name: String
  package let rule: Rule

  package init(_ name: String, _ rule: Rule) {
    self.name = name
    self.rule = rule
  }

  static func value(_ name: String, at pointer: JSONPointer, _ condition: Condition) -> Check {
    Check(name, .value(pointer, condition))
  }
}

extension Check {
  init(_ reader: JSONReader) throws(ContractError) {
    let keys = [
      "name", "status", "header", "contains", "pointer", "bodyContains", "equals", "oneOf", "type", "longerThan",
    ]
    let check = try reader.object(keys)
    name = try check.required("name", allowed: "the kind that such a failure is counted under").name()
    let kinds = ["status", "header", "pointer", "bodyContains"].filter { check[$0] != nil }
    guard kinds.count == 1 else {
      throw reader.refused(allowed: "exactly one of status, header, pointer and bodyContains in a check")
    }
    func allows(_ others: [String]) throws(ContractError) {
      for key in keys.dropFirst() where key != kinds[0] && !others.contains(key) {
        if let stranger = check[key] { throw stranger.refused(allowed: "no \(key) beside \(kinds[0])") }
      }
    }
    if let statuses = check["status"] {
      try allows([])
      rule = .status(try statuses.statuses())
    } else if let header = check["header"] {
      try allows(["contains"])
      rule = .header(try header.headerName(), contains: try check["contains"]?.name())
    } else if let text = check["bodyContains"] {
      try allows([])
      rule = .bodyContains(try text.text(allowed: "a text that is not empty") { $0.isEmpty ? nil : $0 })
    } else {
      let pointer = try check.required("pointer", allowed: "a JSON pointer")
      let conditions = ["equals", "oneOf", "type", "longerThan"]
      try allows(conditions)
      guard conditions.filter({ check[$0] != nil }).count == 1 else {
        throw reader.refused(allowed: "exactly one of equals, oneOf, type and longerThan beside pointer")
      }
      rule = .value(try pointer.pointer(), try Condition(check))
    }
  }

  var json: JSON {
    switch rule {
    case .status(let statuses): ["name": .string(name), "status": .array(statuses.map(JSON.integer))]
    case .header(let header, let text):
      .members(("name", .string(name)), ("header", .string(header)), ("contains", text.map(JSON.string)))
    case .bodyContains(let text): ["name": .string(name), "bodyContains": .string(text)]
    case .value(let pointer, let condition):
      .object([("name", .string(name)), ("pointer", .string(pointer.text)), condition.member])
    }
  }
}

extension Check.Condition {
  init(_ check: JSONObjectReader) throws(ContractError) {
    if let value = check["equals"] {
      self = .equals(value.value)
    } else if let values = check["oneOf"] {
      self = .oneOf(try values.elements(atLeast: 1).map(\.value))
    } else if let type = check["type"] {
      self = .type(try type.choice())
    } else {
      self = .longerThan(
        try check.required("longerThan", allowed: "a whole number").integer(in: 0...1_000_000))
    }
  }

  var member: (String, JSON) {
    switch self {
    case .equals(let value): ("equals", value)
    case .oneOf(let values): ("oneOf", .array(values))
    case .type(let type): ("type", .string(type.rawValue))
    case .longerThan(let count): ("longerThan", .integer(count))
    }
  }
}

extension JSONReader {
  /// A set of HTTP statuses.
  func statuses() throws(ContractError) -> [Int] {
    let allowed = "a list of different statuses from 200 to 599"
    guard case .array(let elements) = value, !elements.isEmpty else { throw refused(allowed: allowed) }
    var statuses: [Int] = []
    for element in elements {
      guard let status = element.whole, (200...599).contains(status), !statuses.contains(status) else {
        throw refused(allowed: allowed)
      }
      statuses.append(status)
    }
    return statuses
  }

  /// RFC 9110, 5.1.
  func headerName() throws(ContractError) -> String {
    try text(allowed: "the name of a header: letters, digits and -") { $0.isHTTPToken ? $0 : nil }
  }
}

extension String {
  /// RFC 9110, 5.6.2.
  var isHTTPToken: Bool {
    !isEmpty && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "!#$%&'*+-.^_`|~".contains($0)) }
  }
}
