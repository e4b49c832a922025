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
