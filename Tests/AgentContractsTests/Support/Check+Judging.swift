@testable import AgentContracts

extension Check {
  /// Whether an answer passes, as the words of the format have it: the tests' own reading, not that of the load.
  func isMet(by body: JSON, status: Int) -> Bool {
    switch rule {
    case .status(let statuses): statuses.contains(status)
    case .header: false
    case .bodyContains(let text): String(decoding: body.bytes, as: UTF8.self).contains(text)
    case .value(let pointer, let condition): body[pointer].map(condition.isMet) ?? false
    }
  }
}

extension Check.Condition {
  fileprivate func isMet(by value: JSON) -> Bool {
    switch (self, value) {
    case (.equals(let other), _): value == other
    case (.oneOf(let others), _): others.contains(value)
    case (.type(let type), _): value.typeName == type.rawValue || (type == .number && value.typeName == "integer")
    case (.longerThan(let count), .string(let text)): text.count > count
    case (.longerThan(let count), .array(let elements)): elements.count > count
    case (.longerThan, _): false
    }
  }
}
