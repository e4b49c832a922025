extension CustomerProfile {
  /// Writes the members of `customer_data`.
  func write(to json: inout JSONWriter) {
    json.member("name", name)
    json.member("email", email)
    json.member("phone", phone)
    json.member("age", age)
    json.member("occupation", occupation)
    writeGoals(to: &json)
    json.member("budget", budget.rawValue)
    json.member("urgency", urgency.rawValue)
  }

  /// Writes the member `goals`.
  func writeGoals(to json: inout JSONWriter) {
    json.member("goals") {
      $0.member("primary", primaryGoal)
      $0.member("secondary", secondaryGoals)
    }
  }
}
