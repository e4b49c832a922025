import LoadEngine

extension CallCatalogue {
  /// The call that shows whether the agent is well, where the contract has one.
  var healthCall: Preflight.Call? {
    guard let form = contract.calls[.health], let entry = self[.health] else { return nil }
    return Preflight.Call(
      request: OutgoingRequest(head: entry.head, bodyLimit: bodyLimit), path: form.path, success: form.success)
  }
}

extension CallCatalogue {
  /// The calls of an environment's contract to a target that is there.
  convenience init(_ environment: TargetEnvironment, to target: PreparedTarget, testID: String) throws {
    try self.init(
      contract: environment.contract, target: target.url, credentials: target.credentials,
      timeout: environment.requestTimeout, bodyLimit: environment.bodyLimit, testID: testID)
  }
}

extension Preflight {
  /// Asks whether load could be sent at all, without sending any.
  ///
  /// - Returns: Why not, in one sentence; `nil` when it could, and for the embedded agent, which is not started for it.
  package static func refusal(of environment: TargetEnvironment) async throws -> String? {
    guard case .remote = environment.target else { return nil }
    let target = try await PreparedTarget(environment)
    let loop = try EventLoop(name: "pre-flight")
    var refusal: String?
    do {
      let catalogue = try CallCatalogue(environment, to: target, testID: "")
      _ = try await Preflight(target.url, environment, secrets: catalogue.secrets)
        .check(peakConnections: 0, call: catalogue.healthCall, on: loop)
    } catch let error as Refusal {
      refusal = error.description
    }
    await loop.shutDown()
    return refusal
  }
}
