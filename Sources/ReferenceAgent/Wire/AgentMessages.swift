/// A request as the agent sees it: the transport has already framed it.
package struct AgentRequest: Sendable {
  /// The method in capitals, for example `POST`.
  package var method: String
  /// The path, with or without a query; a query is ignored.
  package var path: String
  /// The value of the `Authorization` header.
  package var authorization: String?
  /// The value of the `X-Request-ID` header, echoed in the reply.
  package var requestID: String?
  package var body: [UInt8]

  package init(
    method: String, path: String, authorization: String? = nil, requestID: String? = nil, body: [UInt8] = []
  ) {
    self.method = method
    self.path = path
    self.authorization = authorization
    self.requestID = requestID
    self.body = body
  }
}

/// The agent's answer to one request; the body is always JSON.
package struct AgentReply: Sendable {
  package var status: Int
  /// Headers besides those of framing, which the transport adds.
  package var headers: [(String, String)]
  package var body: [UInt8]

  init(_ status: Int = 200, _ json: JSON, headers: [(String, String)] = []) {
    self.status = status
    self.headers = [("Content-Type", "application/json")] + headers
    self.body = json.bytes
  }

  init(_ failure: AgentFailure) {
    self.init(
      failure.status,
      [
        "success": false,
        "error": [
          "code": .string(failure.code), "message": .string(failure.message), "details": .object(failure.details),
        ],
      ],
      headers: failure.headers)
  }
}
