import AgentContracts
import LoadEngine

/// Tells by a target's routes which of the built-in contracts is its.
struct ContractSearch {
  /// A contract that fits, and why; a sentence.
  struct Found: Sendable {
    let contract: AgentContract
    let reason: String
  }

  /// What the target's routes are known by.
  private enum Routes {
    /// `/openapi.json` lists them.
    case document([String: [String]])
    /// Each is asked for by a method that it has not: 405 where there is such a path.
    case asked([String: Int])
  }

  private let preflight: Preflight
  private let endpoint: Endpoint
  /// Calls made.
  private(set) var calls = 0

  init(by preflight: Preflight, at endpoint: Endpoint) {
    self.preflight = preflight
    self.endpoint = endpoint
  }

  private var url: TargetURL { preflight.url }

  /// The one contract whose opening of a conversation the target has.
  ///
  /// - Throws: ``ConfigurationError`` when none fits or more than one does.
  mutating func find(on loop: EventLoop) async throws -> Found {
    let fitting = await fitting(on: loop)
    if fitting.count == 1 { return fitting[0] }
    let names = AgentContract.builtIn.map { "\($0.name) (\(Self.opening(of: $0)))" }.joined(separator: " and ")
    throw ConfigurationError(
      .contract, value: ContractChoice.automaticName,
      reason: fitting.isEmpty
        ? "\(url) has the routes of neither \(names)" : "\(url) has the routes of both \(names)",
      allowed:
        "the name of the contract, or the path of one of your own; --print-contract documented shows how it looks")
  }

  /// Makes a call whose answer may be anything.
  ///
  /// - Throws: ``Preflight/Refusal`` when there is none.
  mutating func checkThere(on loop: EventLoop) async throws {
    calls += 1
    let path = "/health"
    let head = try RequestHead(
      method: "GET", target: url.path(path), host: url.authority, headers: SuiteHeaders.completing([]))
    _ = try await preflight.make(
      Preflight.Call(request: OutgoingRequest(head: head, bodyLimit: 0), path: path, success: nil), to: endpoint,
      on: loop)
  }

  /// The contracts whose opening of a conversation the target has; none where it does not answer.
  mutating func fitting(on loop: EventLoop) async -> [Found] {
    guard let routes = await routes(on: loop) else { return [] }
    return AgentContract.builtIn.compactMap { contract in
      guard let start = contract[.start] else { return nil }
      let path = start.path.source
      switch routes {
      case .document(let paths):
        guard paths[path]?.contains(start.method.lowercased()) ?? false else { return nil }
        return Found(contract: contract, reason: "\(url)/openapi.json lists \(start.method) \(path)")
      case .asked(let statuses):
        guard statuses[path] == 405 else { return nil }
        return Found(contract: contract, reason: "\(url) has \(path): another method than \(start.method) gets 405")
      }
    }
  }

  private static func opening(of contract: AgentContract) -> String {
    contract[.start].map { "\($0.method) \($0.path.source)" } ?? ""
  }

  private mutating func routes(on loop: EventLoop) async -> Routes? {
    if let response = await ask("GET", "/openapi.json", on: loop), response.status == 200,
      let paths = Self.paths(in: response.body)
    {
      return .document(paths)
    }
    var statuses: [String: Int] = [:]
    for contract in AgentContract.builtIn {
      guard let path = contract[.start]?.path.source else { continue }
      // No contract has it, and without a body it changes nothing where a target has it all the same.
      if let response = await ask("PUT", path, on: loop) { statuses[path] = response.status }
    }
    return statuses.isEmpty ? nil : .asked(statuses)
  }

  /// Paths with their methods.
  private static func paths(in body: [UInt8]) -> [String: [String]]? {
    guard case .object(let paths)?? = (try? JSONReader(parsing: body).value).map({ $0["paths"] }) else { return nil }
    return Dictionary(
      paths.map { path, item in
        if case .object(let methods) = item { (path, methods.map { $0.0.lowercased() }) } else { (path, []) }
      }
    ) { $1 }
  }

  private mutating func ask(_ method: String, _ path: String, on loop: EventLoop) async -> HTTPResponse? {
    guard
      let head = try? RequestHead(
        method: method, target: url.path(path), host: url.authority, headers: SuiteHeaders.completing([]))
    else { return nil }
    calls += 1
    let (endpoint, timeout) = (endpoint, preflight.requestTimeout)
    let outcome = await Task(executorPreference: loop) {
      let transport = endpoint.transport(on: loop)
      defer { transport.close() }
      return await transport.send(OutgoingRequest(head: head, bodyLimit: 8 << 20), timeout: timeout)
    }.value
    return try? outcome.result.get()
  }
}
