/// A customer's goals: a list, or an object with a primary and secondary ones, or a single one.
struct CustomerGoals: Decodable, Sendable {
  private enum Key: String, CodingKey { case primary, secondary }

  var all: [String]

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    // Each attempt only asks for the shape; the last one reports what is wrong.
    if let one = try? value.decode(String.self) {
      all = [one]
    } else if let object = try? decoder.container(keyedBy: Key.self) {
      let primary = try object.decodeIfPresent(String.self, forKey: .primary)
      all = [primary].compactMap(\.self) + (try object.decodeIfPresent([String].self, forKey: .secondary) ?? [])
    } else {
      all = try value.decode([String].self)
    }
  }

  func validate(in field: String) throws(AgentFailure) {
    guard all.count <= 10 else { throw .invalid(field, "must have at most 10 entries, got \(all.count)") }
    for goal in all { try FieldRule.short(goal, field) }
  }
}
