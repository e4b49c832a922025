import AgentContracts
import Foundation
import LoadEngine

/// Who may do what: log-ins, their tokens and their renewal.
extension ReferenceAgent {
  /// Refuses a request whose token is none; one without is let through where the operation leaves it open.
  func authorize(_ request: HTTPRequest, for endpoint: RouteTable.Endpoint) throws(AgentFailure) {
    guard endpoint.authorization != .never else { return }
    guard let header = request.headers["Authorization"] else {
      if endpoint.authorization == .optional { return }
      throw .unauthorized("The Authorization header is missing.")
    }
    guard let token = Self.token(in: header) else {
      throw .unauthorized("The Authorization header must be \"Bearer\" and a token.")
    }
    let now = clock.now()
    guard tokens.withLock({ $0.value(for: token, at: now) }) != nil else {
      throw .unauthorized("The token is unknown or has expired. Log in again.")
    }
  }

  /// The log-in that a request is made with; `nil` without a token that is known.
  func login(of request: HTTPRequest) -> UInt64? {
    guard let header = request.headers["Authorization"], let token = Self.token(in: header) else { return nil }
    let now = clock.now()
    return tokens.withLock { $0.value(for: token, at: now) }
  }

  private static func token(in header: String) -> String? {
    let parts = header.split(separator: " ", maxSplits: 1)
    return parts.count == 2 && parts[0].lowercased() == "bearer" ? String(parts[1]) : nil
  }

  // MARK: As documented

  func logIn(_ body: [UInt8]) throws -> JSON {
    let login = try RequestBody.decode(Bodies.Login.self, from: body)
    guard login.email == configuration.credentials.email, login.password == configuration.credentials.password else {
      throw AgentFailure.unauthorized("E-mail or password is wrong.")
    }
    return [
      "access_token": .string(issueToken(for: nextLogin())), "token_type": "bearer",
      "expires_in": .integer(tokenSeconds),
    ]
  }

  // MARK: As deployed

  func logInAsDeployed(_ request: HTTPRequest) throws -> JSON {
    let fields = FormBody.fields(of: request.body, contentType: request.headers["Content-Type"]) ?? [:]
    guard let email = fields["username"] else { throw AgentFailure.missing("username") }
    guard let password = fields["password"] else { throw AgentFailure.missing("password") }
    let account = configuration.credentials
    guard email == account.email, password == account.password else { throw AgentFailure.wrongCredentials }
    let user: JSON = ["id": "user-1", "email": .string(account.email), "role": "admin", "permissions": []]
    return grant(to: nextLogin(), more: [("user", user)])
  }

  func refresh(_ body: [UInt8]) throws -> JSON {
    let token = try RequestBody.decode(Bodies.Refresh.self, from: body).token
    let now = clock.now()
    let login = refreshTokens.withLock { tokens in
      let login = tokens.value(for: token, at: now)
      // Good once.
      tokens.remove(token)
      return login
    }
    guard let login else { throw AgentFailure.wrongCredentials }
    return grant(to: login, more: [])
  }

  private func grant(to login: UInt64, more: [(String, JSON)]) -> JSON {
    let refreshToken = UUID().uuidString.lowercased()
    let now = clock.now()
    refreshTokens.withLock { $0.set(login, for: refreshToken, at: now) }
    let members: [(String, JSON)] = [
      ("access_token", .string(issueToken(for: login))), ("refresh_token", .string(refreshToken)),
      ("token_type", "bearer"), ("expires_in", .integer(tokenSeconds)),
    ]
    return ["success": true, "data": .object(members + more), "error": .null]
  }

  private var tokenSeconds: Int { Int(configuration.tokenLifetime.components.seconds) }

  private func issueToken(for login: UInt64) -> String {
    let token = UUID().uuidString.lowercased()
    let now = clock.now()
    tokens.withLock { $0.set(login, for: token, at: now) }
    return token
  }
}
