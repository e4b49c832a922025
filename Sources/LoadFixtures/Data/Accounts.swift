/// A file of accounts (`LOAD_ACCOUNTS`): CSV with a header, whose columns `email` (or `username`) and `password` are a
/// log-in, or whose column `token` makes one unnecessary. Other columns are not looked at.
///
/// No value of the file is ever shown, nor a name of its header: without a header, that is an account.
package struct Accounts: Sendable {
  package let path: String
  private let accounts: [Credentials]
  /// Passwords that end in a blank, and the line of the first.
  private var blankEnds: (count: Int, line: Int)?

  /// Accounts, at least one.
  package var count: Int { accounts.count }

  private static let variable = "LOAD_ACCOUNTS"
  /// Bytes; all accounts are kept in memory.
  private static let fileLimit = 64 << 20

  /// Reads all accounts of a file.
  ///
  /// - Throws: ``ConfigurationError`` with file, line and column, and what is allowed.
  package static func load(_ path: String) throws(ConfigurationError) -> Accounts {
    do throws(DataFlaw) {
      return try Accounts(path)
    } catch {
      throw error.refusal(of: path, variable: variable)
    }
  }

  private init(_ path: String) throws(DataFlaw) {
    let file = try RowFile(path)
    guard file.size <= Self.fileLimit else {
      throw DataFlaw("the file is larger than 64 MiB", allowed: "a file of at most 64 MiB")
    }
    var bytes = FileBytes(file, pieces: 1 << 16)
    try bytes.skipByteOrderMark()
    var records = CSVRecords()
    guard try records.next(from: &bytes) else {
      throw DataFlaw("the file is empty", allowed: AccountColumns.allowed)
    }
    let header = try records.columns()
    let columns = try AccountColumns(header, line: records.line)
    var accounts: [Credentials] = []
    var lines: [String: Int] = [:]
    while try records.next(from: &bytes) {
      try records.check(header)
      let account = try columns.account(in: records)
      if let twin = lines.updateValue(records.line, forKey: account.email ?? account.token ?? "") {
        throw DataFlaw(
          line: records.line, "has the account of line \(twin) again",
          allowed: "each account once; LOAD_ACCOUNTS_SHARED=1 lets users share them")
      }
      if account.password?.last?.isWhitespace ?? false {
        blankEnds = ((blankEnds?.count ?? 0) + 1, blankEnds?.line ?? records.line)
      }
      if let first = accounts.first, (first.token == nil) != (account.token == nil) {
        throw DataFlaw(
          line: records.line, "has a \(account.token == nil ? "password" : "token") and the first account none",
          allowed: "passwords for all accounts of a file, or tokens for all")
      }
      accounts.append(account)
    }
    guard !accounts.isEmpty else {
      throw DataFlaw("the file has a header and no account", allowed: "a file with at least one account")
    }
    try file.checkUnchanged()
    self.path = path
    self.accounts = accounts
  }

  /// The account of a user, whose number is 0 or more; users share them when there are more users than accounts.
  package func account(of user: Int) -> Credentials { accounts[user % accounts.count] }

  /// Refuses accounts that are too few for each user to have its own.
  ///
  /// - Parameters:
  ///   - users: How many the run may have.
  ///   - shared: Whether users may share accounts (`LOAD_ACCOUNTS_SHARED=1`).
  package func check(users: Int, shared: Bool) throws(ConfigurationError) {
    guard !shared, count < users else { return }
    throw ConfigurationError(
      variable: Self.variable, value: path,
      reason:
        "the file has \(count) account\(count == 1 ? "" : "s") for \(users) users, and the target may limit the rate "
        + "of each",
      allowed: "a file of at least \(users) accounts, or LOAD_ACCOUNTS_SHARED=1 to let users share them")
  }

  /// What must never be shown.
  package var allSecrets: [String] {
    accounts.flatMap { [$0.email, $0.password, $0.token].compactMap(\.self) }
  }

  /// What whoever starts a run has to know before it, a sentence each.
  package var warnings: [String] {
    guard let (count, line) = blankEnds else { return [] }
    return [
      "\(Self.variable): \(count == 1 ? "a password ends" : "\(count) passwords end") in a blank, the first on line "
        + "\(line), which is sent with it: take it out if it came in by mistake"
    ]
  }
}

/// Where in a file of accounts their parts stand.
private struct AccountColumns {
  private let login: Int?
  private let password: Int?
  private let token: Int?

  static let allowed = "CSV with a header that has email (or username) and password, or token"

  init(_ columns: DataColumns, line: Int) throws(DataFlaw) {
    login = columns.place(of: "email") ?? columns.place(of: "username")
    password = columns.place(of: "password")
    token = columns.place(of: "token")
    if login != nil, password != nil { return }
    guard login == nil, password == nil, token != nil else {
      let missing =
        switch (login, password) {
        case (nil, nil): "neither a column email nor a column password"
        case (nil, _): "no column email"
        default: "no column password"
        }
      throw DataFlaw(line: line, "names \(missing)", allowed: Self.allowed)
    }
  }

  func account(in record: CSVRecords) throws(DataFlaw) -> Credentials {
    let (login, password, token) = (text(login, record), text(password, record), text(token, record))
    func refused(_ column: Int?, _ reason: String, allowed: String) -> DataFlaw {
      DataFlaw(line: record.line, "\(reason) in column \((column ?? 0) + 1)", allowed: allowed)
    }
    if !token.isEmpty {
      guard login.isEmpty || password.isEmpty else {
        throw refused(
          self.token, "has a token beside a password", allowed: "one of the two for all accounts, the other left empty")
      }
      // It goes into a header: anything else could break out of it.
      guard token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        throw refused(self.token, "has something else than a token", allowed: "a token of visible ASCII characters")
      }
      return Credentials(token: token)
    }
    guard !login.isEmpty else {
      throw refused(self.login ?? self.token, "has nothing", allowed: "a log-in or a token for each account")
    }
    guard login.neutralised == login, login.first?.isWhitespace == false, login.last?.isWhitespace == false else {
      throw refused(
        self.login, "has a control character, or a blank at an end,", allowed: "an e-mail address or a user's name")
    }
    guard !password.isEmpty else {
      throw refused(self.password, "has nothing", allowed: "a password that is not empty")
    }
    return Credentials(email: login, password: password)
  }

  private func text(_ column: Int?, _ record: CSVRecords) -> String { column.map { record[$0] } ?? "" }
}

extension Secrets {
  /// All that a file of accounts holds; of tokens the beginning as well, as for one of `LOAD_TOKEN`.
  convenience init(_ accounts: Accounts) {
    self.init(accounts.allSecrets)
    for user in 0..<accounts.count {
      if let token = accounts.account(of: user).token { learn(token) }
    }
  }
}
