import Foundation

/// A way in which a run is given its credentials.
enum Credential: CaseIterable, Sendable {
  case login, token, accounts

  // Eight characters in a row are nowhere else, and there is something in between that JSON, paths and forms write in
  // ways of their own.
  private static let email = "kQ7vPxWzT4@mR2nLb8Y.test"
  private static let password = "Wq9xTk3mZr \"é\\+Vb8nLp5sHc"
  private static let otherEmail = "hJ5tXc9wQs@yF3kGd7N.test"
  private static let otherPassword = "Rm4vZp8bTx, \"ñ\" Kc2wLq6yFj"

  /// What must never be shown.
  var secrets: [String] {
    switch self {
    case .login: [Self.email, Self.password]
    case .token: ["tG6yJd1fXk9.Ue4sRw2hQa7_Bn5mCv8z"]
    case .accounts: [Self.email, Self.password, Self.otherEmail, Self.otherPassword]
    }
  }

  /// The variables that say so; a file of accounts is written to the folder.
  func settings(in folder: URL) throws -> [String: String] {
    switch self {
    case .login: return ["LOAD_EMAIL": Self.email, "LOAD_PASSWORD": Self.password]
    case .token: return ["LOAD_TOKEN": secrets[0]]
    case .accounts:
      let rows = [("email", "password"), (Self.email, Self.password), (Self.otherEmail, Self.otherPassword)]
      let text = rows.map { "\($0),\"\($1.replacing("\"", with: "\"\""))\"\n" }.joined()
      let file = folder.appendingPathComponent("accounts.csv")
      try Data(text.utf8).write(to: file)
      return ["LOAD_ACCOUNTS": file.path, "LOAD_ACCOUNTS_SHARED": "1"]
    }
  }

  /// Variables of ``Program`` that would go before these.
  var missing: Set<String> { self == .token ? [] : ["LOAD_TOKEN"] }
}
