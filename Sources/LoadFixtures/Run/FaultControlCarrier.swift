import LoadEngine

/// The switches of a reference agent in another process, which listens for them (`reference-agent --fault-control`).
package struct FaultControlCarrier: FaultCarrier {
  package let name = "switches of the reference agent (LOAD_FAULT_CONTROL)"
  private let url: TargetURL
  private let token: String

  /// - Parameter url: Of the loopback address.
  init(_ url: TargetURL, token: String) {
    self.url = url
    self.token = token
  }

  /// That of the settings; `nil` where they name none.
  package init?(_ environment: TargetEnvironment) {
    guard let control = environment.faultControl else { return nil }
    self.init(control.url, token: control.token)
  }

  package func carries(_ kind: Fault.Kind) -> Bool { kind.agentSwitch != nil }

  package func begin(_ kind: Fault.Kind) async throws -> SideCommandOutcome? {
    try await call("PUT", kind)
    return nil
  }

  package func end(_ kind: Fault.Kind) async throws -> SideCommandOutcome? {
    try await call("DELETE", kind)
    return nil
  }

  private struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private func call(_ method: String, _ kind: Fault.Kind) async throws {
    guard let name = kind.agentSwitch else { return }
    let path = "/faults/\(name)"
    let request = OutgoingRequest(
      head: try RequestHead(
        method: method, target: path, host: url.authority,
        headers: SuiteHeaders.completing([("Authorization", "Bearer \(token)")])), bodyLimit: 0)
    let addresses = try await Resolver.resolve(host: url.host, port: url.port)
    // A loop of its own: a call that hangs holds up no user.
    let loop = try EventLoop(name: "faults")
    let outcome = await Task(executorPreference: loop) {
      let transport = SocketTransport(to: AddressBook(addresses), on: loop)
      defer { transport.close() }
      return await transport.send(request, timeout: .seconds(5))
    }.value
    await loop.shutDown()
    switch outcome.result {
    case .success(let response) where response.status == 204: return
    case .success(let response):
      let reason = response.status == 401 ? " (LOAD_FAULT_TOKEN is not the agent's)" : ""
      throw Failure(description: "\(method) \(url)\(path) was answered \(response.status)\(reason)")
    case .failure(let error):
      throw Failure(description: "\(method) \(url)\(path): \(FailureKind(error).label)")
    }
  }
}
