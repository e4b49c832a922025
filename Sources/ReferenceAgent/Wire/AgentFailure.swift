import LoadEngine

/// A request that cannot be answered with what it asked for: a status, a stable code and a sentence that says why.
struct AgentFailure: Error {
  var status: Int
  var code: String
  var message: String
  var details: [(String, JSON)] = []
  var headers: [(String, String)] = []

  static func malformed(_ reason: String) -> AgentFailure {
    AgentFailure(status: 400, code: "MALFORMED_BODY", message: reason)
  }

  static func unauthorized(_ reason: String) -> AgentFailure {
    AgentFailure(
      status: 401, code: "UNAUTHORIZED", message: reason, headers: [("WWW-Authenticate", "Bearer")])
  }

  static func invalid(_ field: String, _ rule: String) -> AgentFailure {
    AgentFailure(
      status: 422, code: "VALIDATION_ERROR", message: "\(field) \(rule).", details: [("field", .string(field))])
  }

  static func unknownConversation(_ id: String) -> AgentFailure {
    AgentFailure(
      status: 404, code: "CONVERSATION_NOT_FOUND",
      message: "No such conversation; it may have expired. Start a new one.",
      // What came in goes out only in part: the id is the caller's text and may be of any length.
      details: [("conversation_id", .string(String(id.prefix(64))))])
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

extension HTTPServerReply {
  init(_ json: JSON, status: Int = 200, headers: [(String, String)] = []) {
    self.init(status: status, headers: [("Content-Type", "application/json")] + headers, body: json.bytes)
  }

  init(_ failure: AgentFailure) {
    self.init(
      [
        "success": false,
        "error": [
          "code": .string(failure.code), "message": .string(failure.message), "details": .object(failure.details),
        ],
      ], status: failure.status, headers: failure.headers)
  }
}
