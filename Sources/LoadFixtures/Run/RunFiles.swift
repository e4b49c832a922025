import AgentContracts

/// The files that a run takes accounts and values from, opened once for all scenarios of a process.
package struct RunFiles: Sendable {
  let accounts: Accounts?
  let rows: DataRows?

  static let none = RunFiles(accounts: nil, rows: nil)

  private init(accounts: Accounts?, rows: DataRows?) {
    self.accounts = accounts
    self.rows = rows
  }

  /// Opens and checks them.
  ///
  /// - Throws: ``ConfigurationError`` for a file that cannot be used.
  package init(_ environment: TargetEnvironment) throws(ConfigurationError) {
    if let path = environment.accounts?.path { accounts = try Accounts.load(path) } else { accounts = nil }
    if let data = environment.data { rows = try DataRows(path: data.path) } else { rows = nil }
  }

  /// Which row a conversation gets in a run of so many users; `nil` without a file.
  func assignment(_ environment: TargetEnvironment, users: Int) throws(ConfigurationError) -> DataAssignment? {
    guard let rows, let data = environment.data else { return nil }
    return try DataAssignment(
      order: DataAssignment.Order(rawValue: data.order) ?? .ordered,
      end: DataAssignment.End(rawValue: data.end) ?? .restart, rows: rows.count, users: max(1, users),
      seed: environment.seed)
  }

  /// Refuses a contract that asks for values that no file has, and accounts that are too few.
  func check(_ contract: AgentContract, _ environment: TargetEnvironment, users: Int) throws(ConfigurationError) {
    if let accounts = environment.accounts { try self.accounts?.check(users: users, shared: accounts.shared) }
    let columns = contract.operations.flatMap(\.placeholders).compactMap {
      if case .data(let column) = $0 { column } else { nil }
    }
    guard let missing = columns.first(where: { !(rows?.columns.contains($0) ?? false) }) else { return }
    throw ConfigurationError(
      .data, value: rows?.path,
      reason: "the contract \(contract.name) asks for {data.\(missing)}"
        + (rows.map { ", and the file has \($0.columns.prefix(20).joined(separator: ", "))" } ?? ""),
      allowed: "a file with the column \(missing)")
  }
}

extension LoadProfile {
  /// How many numbers users of a run may have, from 0: on several loops one may start more of them than another.
  func userNumbers(loops: Int) -> Int {
    switch self {
    case .open(let profile): profile.maxInFlight
    case .closed(let profile): profile.userNumbers(loops: loops)
    }
  }
}
