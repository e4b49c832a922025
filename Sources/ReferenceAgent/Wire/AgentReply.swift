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
