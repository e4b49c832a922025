import AgentContracts
import LoadEngine

extension CallCatalogue {
  /// The call that shows whether the agent is well, where the contract has one.
  var healthCall: Preflight.Call? {
    guard let health = self[.health] else { return nil }
    return Preflight.Call(
      request: OutgoingRequest(head: health.head, bodyLimit: bodyLimit), path: health.path, success: health.statuses)
  }

  /// The requests that a cache is judged by; `nil` where the contract has none.
  var readNames: Evidence.ReadNames? {
    guard let summary = self[.summary], let cold = summaryAfterUpdate else { return nil }
    return Evidence.ReadNames(
      warm: summary.label, cold: contract.labels[Int(cold)],
      tellsVersion: summary.pointer(.version) != nil && self[.update]?.pointer(.version) != nil)
  }

  /// The calls of a contract to a target that is there.
  convenience init(
    _ contract: AgentContract, _ environment: TargetEnvironment, to target: PreparedTarget, run: Run = Run(),
    files: RunFiles = .none, assignment: DataAssignment? = nil
  ) throws {
    try self.init(
      contract: contract, target: target.url, credentials: target.credentials, timeout: environment.requestTimeout,
      bodyLimit: environment.bodyLimit, run: run, accounts: files.accounts, rows: files.rows, assignment: assignment)
  }
}

extension CallCatalogue.Run {
  init(scenario: String, _ environment: TargetEnvironment) {
    self.init(
      scenario: scenario, seed: environment.seed, locale: CustomerLocale(rawValue: environment.locale) ?? .mixed,
      texts: TextVariety(rawValue: environment.texts) ?? .varied)
  }
}

extension Preflight {
  /// Tries the contract once, before any load.
  ///
  /// - Returns: The labels of the operations that were called.
  /// - Throws: ``Refusal`` with the first answer that does not fit.
  func attempt(_ catalogue: CallCatalogue, at endpoint: Endpoint, on loop: EventLoop) async throws -> [String] {
    try await withoutSecrets {
      do {
        return try await Trial(catalogue: catalogue, endpoint: endpoint).run(on: loop)
      } catch let misfit as Trial.Misfit {
        let hint = await hint(on: misfit, catalogue, endpoint, loop)
        throw Refusal(misfit.sentence + hint)
      } catch is CancellationError {
        throw Refusal("the trial before the load was cancelled")
      }
    }
  }

  /// Which contract would fit a target that lacks the path.
  private func hint(
    on misfit: Trial.Misfit, _ catalogue: CallCatalogue, _ endpoint: Endpoint, _ loop: EventLoop
  ) async -> String {
    guard [404, 405].contains(misfit.kind.status) else { return "" }
    var search = ContractSearch(by: self, at: endpoint)
    guard let other = await search.fitting(on: loop).first(where: { $0.contract.name != catalogue.contract.name })
    else {
      return ""
    }
    return ". The target has \(other.contract[.start]?.path.source ?? "another API"); try LOAD_CONTRACT="
      + other.contract.name
  }

  /// Finds out which contract a target has.
  ///
  /// - Returns: The contract, and why it is this one where that was found out.
  /// - Throws: ``Refusal`` when the target cannot be asked, ``ConfigurationError`` when it does not tell.
  static func contract(
    of environment: TargetEnvironment, at target: PreparedTarget
  ) async throws -> (contract: AgentContract, reason: String?, calls: Int) {
    if let contract = environment.contract.contract { return (contract, nil, 0) }
    let loop = try EventLoop(name: "contract")
    let preflight = Preflight(target.url, environment, secrets: target.credentials.map(Secrets.init) ?? .none)
    let result = await Result {
      let clearance = try await preflight.check(peakConnections: 0, call: nil, on: loop)
      var search = ContractSearch(by: preflight, at: clearance.endpoint)
      try await search.checkThere(on: loop)
      let found = try await search.find(on: loop)
      return (found.contract, found.reason as String?, search.calls)
    }
    await loop.shutDown()
    return try result.get()
  }

  /// Asks whether load could be sent at all, without sending any.
  ///
  /// - Returns: Why not, in one sentence; `nil` when it could, and for the embedded agent, which is not started for it.
  /// - Throws: ``ConfigurationError`` when the contract cannot be told or lacks credentials.
  package static func refusal(of environment: TargetEnvironment) async throws -> String? {
    guard case .remote = environment.target else { return nil }
    let target = try await PreparedTarget(environment)
    let loop = try EventLoop(name: "pre-flight")
    var refusal: String?
    let result = await Result {
      let (contract, _, _) = try await contract(of: environment, at: target)
      try environment.checkCredentials(for: contract)
      let catalogue = try CallCatalogue(contract, environment, to: target)
      _ = try await Preflight(target.url, environment, secrets: catalogue.secrets)
        .check(peakConnections: 0, call: catalogue.healthCall, on: loop)
    }
    await loop.shutDown()
    do {
      try result.get()
    } catch let error as Refusal {
      refusal = error.description
    }
    return refusal
  }
}
