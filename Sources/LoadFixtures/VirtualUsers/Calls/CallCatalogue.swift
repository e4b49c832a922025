import AgentContracts
import LoadEngine

/// A contract laid out once for a target, with what a run sends besides, shared by all its users.
final class CallCatalogue: Sendable {
  /// What a run is to its templates.
  struct Run: Sendable {
    var scenario = ""
    var seed: UInt64 = 0
    var locale = CustomerLocale.mixed
    var texts = TextVariety.varied

    /// Marks this run's conversations in the agent's data.
    var testID: String { "\(scenario)-\(seed)" }
  }

  let contract: AgentContract
  let run: Run
  /// `nil` when the contract has no rule for tiers.
  let tierJudge: TierJudge?
  let phases: PhaseOrder
  /// Beginnings of answers that are makeshifts.
  let fallbackTexts: [String]
  /// What customers are drawn from.
  let content: ContentRules
  /// The credentials and what log-ins are answered with.
  let secrets: Secrets
  /// Whether users log in before anything else.
  let logsIn: Bool
  /// Most body bytes that are kept of an answer that is judged by them.
  let bodyLimit: Int
  /// Those of all users, where there is no file of accounts.
  private let credentials: Credentials
  private let accounts: Accounts?
  private let rows: DataRows?
  private let assignment: DataAssignment?
  private let givenToken: UserToken?
  /// The request name of a summary that is read after a change; `nil` where the contract has no such thing.
  let summaryAfterUpdate: UInt16?
  /// By ``OperationKey/number``.
  private let operations: [PreparedOperation?]

  /// - Throws: ``HTTPWriteError`` when an operation cannot be sent, or a token would end its header early.
  init(
    contract: AgentContract, target: TargetURL, credentials: Credentials?, timeout: Duration, bodyLimit: Int, run: Run,
    accounts: Accounts? = nil, rows: DataRows? = nil, assignment: DataAssignment? = nil
  ) throws(HTTPWriteError) {
    self.contract = contract
    self.run = run
    tierJudge = contract.tierRule.map { TierJudge($0) }
    phases = PhaseOrder(contract.phases)
    fallbackTexts = contract.fallbackTexts
    content = ContentRules(contract.valueRules)
    self.credentials = credentials ?? Credentials(email: "", password: "")
    (self.accounts, self.rows, self.assignment) = (accounts, rows, assignment)
    secrets = accounts.map { Secrets($0) } ?? Secrets(self.credentials)
    self.bodyLimit = bodyLimit
    var givenToken: UserToken?
    if let token = credentials?.token {
      givenToken = UserToken(header: try Self.header(of: token, as: contract.token), isGiven: true)
    }
    self.givenToken = givenToken
    // Where the API answers without, only who has an account logs in.
    logsIn =
      givenToken == nil && contract.has(.login)
      && (contract.needsLogIn
        || (credentials != nil || accounts != nil) && contract.operations.contains { $0.authorization == .optional })
      && accounts?.account(of: 0).token == nil
    let checkNumbers = Dictionary(
      uniqueKeysWithValues: contract.checkNames.enumerated().map { ($1, UInt16($0)) })
    var operations = [PreparedOperation?](repeating: nil, count: OperationKey.allCases.count)
    for (number, operation) in contract.operations.enumerated() {
      operations[operation.key.number] = try PreparedOperation(
        operation, number: UInt16(number), in: contract, target: target, timeout: timeout, checkNumbers: checkNumbers)
    }
    self.operations = operations
    summaryAfterUpdate = contract.tellsStale ? UInt16(contract.operations.count) : nil
  }

  /// `nil` when the contract lacks the operation.
  subscript(key: OperationKey) -> PreparedOperation? { operations[key.number] }

  /// What a user logs in with.
  func credentials(of user: Int) -> Credentials { accounts?.account(of: user) ?? credentials }

  /// A token that was given from outside, in place of a log-in.
  func givenToken(of user: Int) -> UserToken? {
    guard let token = accounts?.account(of: user).token else { return givenToken }
    return header(answered: token).map { UserToken(header: $0, isGiven: true) }
  }

  /// The values of a conversation, counted from 1 for each user; `nil` without a file.
  ///
  /// - Throws: ``UserEnded`` when the file has no row left for it, ``UserCodeError`` when it cannot be read any more.
  func row(user: Int, conversation: Int) throws -> DataRow? {
    guard let rows, let assignment else { return nil }
    guard let row = assignment.row(user: user, conversation: conversation - 1) else { throw UserEnded() }
    do {
      return try rows[row]
    } catch {
      throw UserCodeError("\(error)")
    }
  }

  /// - Throws: ``HTTPWriteError`` for a token that would end its header early.
  private static func header(of token: String, as form: AgentContract.TokenHeader) throws(HTTPWriteError) -> HeaderLines
  {
    var lines = HeaderLines()
    try lines.append(form.name, form.scheme.isEmpty ? token : "\(form.scheme) \(token)")
    return lines
  }

  /// The header of a token that the agent gave; `nil` when it is empty or would end its header early.
  func header(answered token: String) -> HeaderLines? {
    do {
      return token.isEmpty ? nil : try Self.header(of: token, as: contract.token)
    } catch {
      return nil
    }
  }
}

extension AgentContract {
  /// The names of all checks, each once, in the order of operations: failures are counted by their place here.
  var checkNames: [String] {
    operations.flatMap(\.checks).reduce(into: []) { names, check in
      if !names.contains(check.name) { names.append(check.name) }
    }
  }

  /// The labels of all operations, for the recorder: by ``PreparedOperation/number``.
  var labels: [String] {
    operations.map(\.label) + (tellsStale ? ["\(label(of: .summary)) after \(label(of: .update))"] : [])
  }

  /// Whether a summary can be read after a change: that read is a request of its own in reports, since no cache has it.
  var tellsStale: Bool { has(.summary) && has(.update) }

  private func label(of key: OperationKey) -> String { self[key]?.label ?? key.rawValue }
}
