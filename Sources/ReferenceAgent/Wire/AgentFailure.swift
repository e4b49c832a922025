import AgentContracts

/// A request that cannot be answered with what it asked for: a status, a stable code and a sentence that says why.
struct AgentFailure: Error {
  /// The part of the body that was refused.
  struct Refused {
    /// Names joined by dots; empty for the body as a whole.
    var field: String
    /// What is wrong, to be read after the field's name.
    var rule: String
    var isMissing = false
  }

  var status: Int
  var code: String
  var message: String
  var details: [(String, JSON)] = []
  var headers: [(String, String)] = []
  var refused: Refused?
  /// Whether the deployed agent puts an empty `data` beside the error, as its routes of log-in do.
  var hasData = false

  static func malformed(_ reason: String) -> AgentFailure {
    AgentFailure(
      status: 400, code: "MALFORMED_BODY", message: reason, refused: Refused(field: "", rule: reason))
  }

  static func unauthorized(_ reason: String) -> AgentFailure {
    AgentFailure(
      status: 401, code: "UNAUTHORIZED", message: reason, headers: [("WWW-Authenticate", "Bearer")])
  }

  static func invalid(_ field: String, _ rule: String) -> AgentFailure {
    AgentFailure(
      status: 422, code: "VALIDATION_ERROR", message: "\(field) \(rule).", details: [("field", .string(field))],
      refused: Refused(field: field, rule: rule))
  }

  static func missing(_ field: String) -> AgentFailure {
    var failure = invalid(field, "is missing")
    failure.refused?.isMissing = true
    return failure
  }

  static func unknownConversation(_ id: String) -> AgentFailure {
    AgentFailure(
      status: 404, code: "CONVERSATION_NOT_FOUND",
      message: "No such conversation; it may have expired. Start a new one.",
      // What came in goes out only in part: the id is the caller's text and may be of any length.
      details: [("conversation_id", .string(String(id.prefix(64))))])
  }

  static let unknownRoute = AgentFailure(status: 404, code: "NOT_FOUND", message: "There is no such route.")

  static func wrongMethod(allowed: String) -> AgentFailure {
    AgentFailure(
      status: 405, code: "METHOD_NOT_ALLOWED", message: "This route only answers \(allowed).",
      headers: [("Allow", allowed)])
  }

  static let ended = AgentFailure(
    status: 409, code: "CONVERSATION_ENDED", message: "The conversation has ended. Start a new one.")

  static let overloaded = AgentFailure(
    status: 503, code: "OVERLOADED", message: "Too many requests are waiting. Try again later.",
    headers: [("Retry-After", "1")])

  static let databaseUnavailable = AgentFailure(
    status: 503, code: "DATABASE_UNAVAILABLE", message: "The database does not answer. Try again later.",
    headers: [("Retry-After", "5")])

  /// 499 is nginx's number for a caller that hung up before its answer was ready.
  static let cancelled = AgentFailure(
    status: 499, code: "CANCELLED", message: "The request was cancelled before it was answered.")
}

/// Failures that only the deployed agent has.
extension AgentFailure {
  /// What it answers where it does not say what is wrong; over the rate limit as well.
  static let unknownError = AgentFailure(
    status: 500, code: "UNKNOWN_ERROR", message: "Ha ocurrido un error inesperado.")

  /// An exception in a GET.
  static let internalError = AgentFailure(
    status: 500, code: "INTERNAL_SERVER_ERROR", message: "Error interno del servidor")

  static func notFound(_ message: String) -> AgentFailure {
    AgentFailure(status: 404, code: "NOT_FOUND", message: message)
  }

  static let wrongCredentials: AgentFailure = {
    var failure = unauthorized("Credenciales inválidas")
    failure.hasData = true
    return failure
  }()
}
