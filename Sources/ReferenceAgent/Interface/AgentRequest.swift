/// A request as the agent sees it: the transport has already framed it.
public struct AgentRequest: Sendable {
  /// The method in capitals, for example `POST`.
  public var method: String
  /// The path, with or without a query; a query is ignored.
  public var path: String
  /// The value of the `Authorization` header.
  public var authorization: String?
  /// The value of the `X-Request-ID` header, echoed in the reply.
  public var requestID: String?
  public var body: [UInt8]

  public init(
    method: String, path: String, authorization: String? = nil, requestID: String? = nil, body: [UInt8] = []
  ) {
    self.method = method
    self.path = path
    self.authorization = authorization
    self.requestID = requestID
    self.body = body
  }
}
