extension Schema {
  /// A value of the type, within the limits that a schema can say.
  func filler(for key: OperationKey) -> JSON {
    if type == nil, problem != nil { return .null }
    switch type {
    case "integer", "number": return number
    case "boolean": return false
    case "array": return []
    case "object": return .object([])
    case "null": return .null
    default: break
    }
    switch self["format"]?.text {
    case "uuid": return "{uuid}"
    case "email": return key.knows(.known(.customerEmail)) ? "{customer.email}" : "load@example.com"
    case "date-time": return "2026-01-01T00:00:00Z"
    case "date": return "2026-01-01"
    case "uri", "url": return "https://example.com/"
    default:
      let least = Int(min(max(self["minLength"]?.double ?? 0, 0), 10_000))
      let most = Int(min(max(self["maxLength"]?.double ?? 10_000, 0), 10_000))
      let text = "load-test"
      let padded = text + String(repeating: "x", count: max(0, least - text.count))
      return .string(String(padded.prefix(max(least, most))))
    }
  }

  private var number: JSON {
    // In 3.0 the exclusive ones are flags, in 3.1 the limits themselves.
    let least =
      self["minimum"]?.double.map { $0 + (self["exclusiveMinimum"]?.flag == true ? 1 : 0) }
      ?? self["exclusiveMinimum"]?.double.map { $0 + 1 }
    let most =
      self["maximum"]?.double.map { $0 - (self["exclusiveMaximum"]?.flag == true ? 1 : 0) }
      ?? self["exclusiveMaximum"]?.double.map { $0 - 1 }
    var value = max(least ?? 1, 1)
    if let most, value > most { value = least.map { $0 <= most ? $0 : most } ?? most }
    if type == "integer" || value == value.rounded() {
      return Int(exactly: value.rounded(.up)).map(JSON.integer) ?? .number(value)
    }
    return .number(value)
  }
}
