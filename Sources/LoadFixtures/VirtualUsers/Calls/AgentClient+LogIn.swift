import AgentContracts
import LoadEngine

/// How a user comes by its token, and keeps it.
extension AgentClient {
  /// Takes a token that was given from outside.
  func takeGivenToken() {
    user.token = catalogue.givenToken(of: user.number)
  }

  /// Whether ``authorize()`` must come before any other call.
  var mustAuthorize: Bool { catalogue.logsIn && user.token?.needsRenewal ?? true }

  /// Logs in or renews the token.
  ///
  /// - Returns: What follows.
  func authorize() async throws -> Pause {
    if user.token?.refresh != nil, offers(.refresh) {
      do {
        try await logIn(.refresh)
        return Pause.none
      } catch let failure as CallFailure {
        // Renewing is for once: with it refused, the account is what is left.
        user.token = nil
        throw failure
      }
    }
    return try await logInOrWait()
  }

  private func logInOrWait() async throws -> Pause {
    do {
      try await logIn(.login)
    } catch is CallFailure {
      return .backOff(user.logInFailed())
    }
    // A token that was refused before it had been accepted once: the next will hardly do better at once.
    return user.refusals > 0 ? .backOff(UserHandle.backOff(after: user.refusals)) : .none
  }

  /// Gets a token by one of the two calls that give one.
  func logIn(_ key: OperationKey) async throws {
    try take(try await call(key))
  }

  private func take(_ answer: Answer) throws {
    guard let token = answer.text(.token), let header = catalogue.header(answered: token) else {
      throw UserCodeError("a token that was judged good cannot be sent")
    }
    catalogue.secrets.learn(token)
    let refresh = answer.text(.refreshToken)
    if let refresh { catalogue.secrets.learn(refresh) }
    var renewal: MonotonicTime?
    if let lifetime = answer.number(.tokenLifetime), lifetime > 0, lifetime < 1e9 {
      // Drawn by each user for itself: all that logged in within a second would renew within one.
      renewal = .now + .seconds(lifetime * (0.75 + 0.15 * user.jitter()))
    }
    user.token = UserToken(header: header, refresh: refresh, renewal: renewal)
    user.note(.loggedIn)
  }
}
