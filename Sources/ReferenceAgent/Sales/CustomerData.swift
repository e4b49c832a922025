/// What a customer says about himself when a conversation starts.
struct CustomerData: Decodable, Sendable {
  var name: String
  var email: String
  private var statedAge: WholeNumber
  var phone: String?
  var occupation: String?
  var goals: CustomerGoals?
  var budget: String?
  var urgency: String?

  private enum CodingKeys: String, CodingKey {
    case name, email, phone, occupation, goals, budget, urgency
    case statedAge = "age"
  }

  /// What the deployed agent keeps.
  init(name: String, email: String, age: Int) {
    self.name = name
    self.email = email
    statedAge = WholeNumber(age)
  }

  /// Years.
  var age: Int { statedAge.value }

  /// Checks what decoding cannot, naming the field after its place in the request.
  func validate(in field: String) throws(AgentFailure) {
    try FieldRule.name(name, "\(field).name")
    try FieldRule.email(email, "\(field).email")
    try FieldRule.age(age, "\(field).age")
    for (value, key) in [(phone, "phone"), (occupation, "occupation")] {
      if let value { try FieldRule.short(value, "\(field).\(key)") }
    }
    try goals?.validate(in: "\(field).goals")
    try FieldRule.oneOf(["low", "medium", "high"], budget, "\(field).budget")
    try FieldRule.oneOf(["immediate", "this_month", "exploring"], urgency, "\(field).urgency")
  }
}

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

/// The two health programs that are sold.
enum AgentProgram: String, Sendable {
  /// For people of 25 to 45 years.
  case prime = "PRIME"
  /// For people of 45 to 70 years.
  case longevity = "LONGEVITY"

  /// The ages that the program is made for, in years.
  var ages: ClosedRange<Int> {
    switch self {
    case .prime: 25...45
    case .longevity: 45...70
    }
  }
}
