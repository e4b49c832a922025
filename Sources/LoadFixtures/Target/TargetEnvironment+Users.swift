extension TargetEnvironment.UserClass {
  /// The virtual user that the name stands for.
  var type: any AgentUser.Type {
    switch self {
    case .salesUser: SalesUser.self
    case .stressUser: StressUser.self
    }
  }
}

extension TargetEnvironment {
  /// Refuses a remote target that wants a log-in when there is nothing to log in with.
  public func checkCredentials() throws(ConfigurationError) {
    guard case .remote = target, contract.has(.login), credentials == nil else { return }
    throw ConfigurationError(
      variable: EnvironmentVariable.email.rawValue, value: nil,
      reason: "the contract \(contract.name) has a log-in and there are no credentials for it",
      allowed: "LOAD_EMAIL with LOAD_PASSWORD, or LOAD_TOKEN")
  }
}
