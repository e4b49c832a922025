extension TargetEnvironment {
  /// What whoever starts a run has to know before it, a sentence each.
  public var warnings: [String] {
    var warnings = unknownVariables.map { "\($0) is set and is no variable of this suite: see the table in the README" }
    if let password = credentials?.password, password.last?.isWhitespace ?? false {
      warnings.append(
        "LOAD_PASSWORD ends in a blank or a carriage return, which is sent with it: take it out if it came in by mistake"
      )
    }
    if transport == .urlsession, let warning = URLSessionTransport.warning { warnings.append(warning) }
    if case .remote(let url) = target, isUnverified(url) {
      warnings.append(
        "LOAD_TLS_INSECURE=1: TLS certificates are not verified, whoever answers is taken for \(url.host)")
    }
    return warnings
  }
}
