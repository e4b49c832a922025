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
