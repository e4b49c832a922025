import Foundation
import Testing

@testable import LoadFixtures

@Suite struct AccountsTests {
  private func load(_ text: String) throws -> Accounts {
    let folder = try ScratchDirectory()
    return try Accounts.load(folder.file("accounts.csv", text.utf8))
  }

  @Test func usersAreSpreadOverTheAccountsByTheirNumbers() throws {
    let accounts = try load("\u{FEFF}note,password,email\r\nx,\"p,1\",a@b.es\r\n\r\ny,\"p\"\"2\",c@d.es\r\n")
    #expect(accounts.count == 2)
    #expect((0..<5).map { accounts.account(of: $0).email } == ["a@b.es", "c@d.es", "a@b.es", "c@d.es", "a@b.es"])
    #expect((0..<2).map { accounts.account(of: $0).password } == ["p,1", "p\"2"])
  }

  @Test func aUserNameOrATokenWillDo() throws {
    #expect(try load("username,password\nana,x\n").account(of: 0).email == "ana")
    #expect(try load("username,email,password\nana,a@b,x\n").account(of: 0).email == "a@b")
    #expect(try load("token\nabc.def\n").account(of: 0).token == "abc.def")
    let both = try load("email,password,token\na@b,,t1\n,,t2\n")
    #expect((0..<2).map { both.account(of: $0).token } == ["t1", "t2"] && both.account(of: 0).email == nil)
    #expect(try load("email,password,token\na@b,x,\n").account(of: 0).password == "x")
  }

  @Test func tooFewAccountsAreRefusedUnlessShared() throws {
    let folder = try ScratchDirectory()
    let path = try folder.file("accounts.csv", "email,password\na@b,x\nc@d,y\n".utf8)
    let accounts = try Accounts.load(path)
    #expect(throws: Never.self) { try accounts.check(users: 2, shared: false) }
    #expect(throws: Never.self) { try accounts.check(users: 3, shared: true) }
    let error = #expect(throws: ConfigurationError.self) { try accounts.check(users: 3, shared: false) }
    #expect(error?.variable == "LOAD_ACCOUNTS" && error?.value == path)
    #expect(error?.reason?.hasPrefix("the file has 2 accounts for 3 users") == true)
    #expect(error?.allowed == "a file of at least 3 accounts, or LOAD_ACCOUNTS_SHARED=1 to let users share them")
  }

  @Test(
    "What is wrong is named by line and column, and no value is shown",
    arguments: [
      ("", "the file is empty"), ("email,password\n", "the file has a header and no account"),
      ("s3cr3t@a.es,s3cr3t\ns3cr3t2@a.es,s3cr3t\n", "line 1 names neither a column email nor a column password"),
      ("email,passwrod\ns3cr3t@a.es,s3cr3t\n", "line 1 names no column password"),
      ("mail,password\ns3cr3t@a.es,s3cr3t\n", "line 1 names no column email"),
      ("email,token\ns3cr3t@a.es,s3cr3t\n", "line 1 names no column password"),
      ("email;password\ns3cr3t@a.es;s3cr3t\n", "line 1 names columns that are not separated by commas"),
      ("email,s3cr3t,s3cr3t\n", "line 1 gives column 3 the name of column 2"),
      ("email,password\na@b,x\ns3cr3t@a.es\n", "line 3 has 1 field and the header 2"),
      ("email,password\ns3cr3t@a.es,s3cr3t,s3cr3t\n", "line 2 has 3 fields and the header 2"),
      ("email,password\ns3cr3t@a.es,s3\"cr3t\n", "line 2 has a quotation mark in a field that does not begin with one"),
      ("email,password\ns3cr3t@a.es,\n", "line 2 has nothing in column 2"),
      ("password,email\ns3cr3t,\n", "line 2 has nothing in column 2"),
      ("email,password\n\" s3cr3t@a\",s3cr3t\n", "line 2 has a control character, or a blank at an end, in column 1"),
      ("email,password\n\"s3cr3t\n@a\",s3cr3t\n", "line 2 has a control character, or a blank at an end, in column 1"),
      ("email,password\ns3cr3t@a,s3cr3t\nx,y\ns3cr3t@a,z\n", "line 4 has the account of line 2 again"),
      ("token\n\"s3cr3t\r\nX: 1\"\n", "line 2 has something else than a token in column 1"),
      ("token\n\"\"\n", "line 2 has nothing in column 1"),
      ("email,password,token\ns3cr3t@a,s3cr3t,s3cr3t\n", "line 2 has a token beside a password in column 3"),
      ("email,password,token\na@b,x,\ns3cr3t@a,,s3cr3t\n", "line 3 has a token and the first account none"),
    ])
  func refusals(text: String, reason: String) throws {
    let folder = try ScratchDirectory()
    let path = try folder.file("accounts.csv", text.utf8)
    let error = #expect(throws: ConfigurationError.self) { try Accounts.load(path) }
    #expect(error?.variable == "LOAD_ACCOUNTS" && error?.value == path)
    #expect(error?.reason?.hasPrefix(reason) == true, "\(error?.reason ?? "none")")
    for rendering in renderings(of: error as Any) { #expect(!rendering.contains("cr3t")) }
  }

  @Test func noRenderingShowsAnAccount() throws {
    let accounts = try load("email,password\ns3cr3t@a.es,s3cr3t\nother@a.es,s3cr3t2\n")
    for rendering in renderings(of: accounts) {
      #expect(!rendering.contains("s3cr3t") && !rendering.contains("other@"))
    }
  }

  @Test func allThatTheFileHoldsIsKeptFromView() throws {
    let accounts = try load("email,password,name\nana@a.es,\"pass, word\",Ana\nluis@a.es,hunter22,Luis\n")
    #expect(accounts.allSecrets == ["ana@a.es", "pass, word", "luis@a.es", "hunter22"])
    let secrets = Secrets(accounts)
    #expect(
      secrets.redacted("ANA@A.ES: pass, word; Luis <luis@a.es>")
        == "<redacted>: <redacted>; Luis <<redacted>>")
    // A token that was cut is known by its beginning.
    #expect(Secrets(try load("token\nabcdefgh.ijkl\n")).redacted("t=abcdefgh.i, no") == "t=<redacted>, no")
  }

  @Test func aPasswordThatEndsInABlankGetsAWarningWithoutIt() throws {
    let accounts = try load("email,password\na@b,x\nc@d,\"s3cr3t \"\ne@f,\"s3cr3t\t\"\n")
    #expect(accounts.warnings.count == 1)
    #expect(accounts.warnings.first?.contains("2 passwords end in a blank, the first on line 3") == true)
    #expect(!accounts.warnings.joined().contains("s3cr3t"))
    #expect(try load("email,password\na@b,x y\n").warnings.isEmpty)
  }
}
