import AgentContracts
import LoadEngine
import Synchronization

/// Sends each operation of a contract once, in the order of a conversation, and says which answers fit.
package struct ContractCheck: Sendable {
  /// What became of one operation.
  package struct Row: Sendable {
    package var operation: String
    /// Method and path, as sent where it was.
    package var request: String
    /// The answer's status; `nil` when there was none.
    package var status: Int?
    /// Of the whole call; `nil` when it was not made.
    package var milliseconds: Double?
    /// How it differs from the contract, without secrets; `nil` when it fits.
    package var difference: String?
  }

  package let contract: String
  /// How the contract was told; `nil` where it was named.
  package let reason: String?
  package let rows: [Row]

  package var fits: Bool { rows.allSatisfy { $0.difference == nil } }

  /// The order of a conversation; what ends it comes last.
  private static let order: [OperationKey] = [
    .health, .login, .refresh, .start, .message, .tier, .roi, .analytics, .summary, .update, .unknownConversation,
    .fallback, .failingDependency, .metrics, .connections, .breakers, .cacheStats, .end,
  ]

  /// Checks the environment's target; the embedded agent when none is named.
  ///
  /// - Throws: ``ConfigurationError`` when the contract cannot be told, lacks credentials or cannot be sent;
  ///   ``Preflight/Refusal`` when the target cannot be called.
  package init(_ environment: TargetEnvironment) async throws {
    let target = try await PreparedTarget(environment)
    let result = await Result {
      try await OpenTarget.with(environment, target) { open in
        (open.catalogue.contract.name, open.reason, try await Self.rows(open))
      }
    }
    await target.release()
    (contract, reason, rows) = try result.get()
  }

  private static func rows(_ open: OpenTarget) async throws -> [Row] {
    let last = LastCall()
    return try await open.converse(telling: { last.take($0, $1) }) { caller in
      var conversation = try caller.newConversation()
      var isOpen = false
      var rows: [Row] = []
      for key in order {
        guard let operation = caller.catalogue[key] else { continue }
        var row = Row(operation: operation.label, request: operation.requestLine)
        if operation.needsConversation, !isOpen {
          row.difference = "not tried: there is no conversation"
          rows.append(row)
          continue
        }
        if key == .refresh, caller.agent.user.token?.refresh == nil {
          row.difference = caller.catalogue.logsIn ? "not tried: the log-in gave nothing to renew" : nil
          if row.difference != nil { rows.append(row) }
          continue
        }
        if [.login, .refresh].contains(key), !caller.catalogue.logsIn { continue }
        do {
          switch key {
          case .login, .refresh: try await caller.logIn(key)
          case .start:
            try await caller.open(conversation, operation)
            isOpen = true
          default: _ = try await caller.call(operation, conversation)
          }
        } catch let misfit as Trial.Misfit {
          row.difference = misfit.difference
        }
        last.fill(&row, hiding: open.catalogue.secrets)
        rows.append(row)
        if key == .start, !isOpen { conversation = try caller.newConversation() }
      }
      return rows
    }
  }
}

/// The call that was made last.
private final class LastCall: Sendable {
  private let call = Mutex<(target: String, method: String, status: Int?, milliseconds: Double)?>(nil)

  func take(_ request: OutgoingRequest, _ outcome: CallOutcome) {
    let status: Int? = if case .success(let response) = outcome.result { response.status } else { nil }
    let elapsed = Double(outcome.timings.end - outcome.timings.start) / 1e6
    call.withLock { $0 = (request.target, request.head.method, status, elapsed) }
  }

  func fill(_ row: inout ContractCheck.Row, hiding secrets: Secrets) {
    guard let call = call.withLock({ $0 }) else { return }
    row.request = "\(call.method) \(secrets.redacted(call.target))"
    (row.status, row.milliseconds) = (call.status, call.milliseconds)
  }
}
