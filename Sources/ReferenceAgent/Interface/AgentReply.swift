/// The agent's answer to one request; the body is always JSON.
public struct AgentReply: Sendable {
  public var status: Int
  /// Headers besides those of framing, which the transport adds.
  public var headers: [(String, String)]
  public var body: [UInt8]

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
