import AgentContracts
import Foundation
import Testing

@testable import LoadFixtures

@Suite("LOAD_CONTRACT")
struct ContractChoiceTests {
  private static let remote = ["LOAD_TARGET_HOST": "http://127.0.0.1:1"]

  /// Writes the text to a file of its own, hands over its path, and removes it.
  private func withFile<Result>(_ data: Data, _ body: (String) throws -> Result) throws -> Result {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("contract-\(UUID().uuidString).json")
    try data.write(to: url)
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: url) } }
    return try body(url.path)
  }

  private func contract(named name: String) -> Data {
    Data(
      #"""
      {"contract": 1, "name": "\#(name)",
       "operations": [{"key": "health", "method": "GET", "path": "/h", "authorization": "never"}]}
      """#.utf8)
  }

  @Test func aRemoteTargetTellsItsOwnAndTheEmbeddedAgentIsDocumented() throws {
    #expect(try TargetEnvironment(environment: Self.remote).contract == .automatic)
    #expect(try TargetEnvironment(environment: [:]).contract == .fixed(.documented))
    #expect(try TargetEnvironment(environment: ["LOAD_CONTRACT": "auto"]).contract == .fixed(.documented))
    #expect(try TargetEnvironment(environment: ["LOAD_CONTRACT": "v0.9"]).contract == .fixed(.v09))
    #expect(
      try TargetEnvironment(environment: Self.remote.merging(["LOAD_CONTRACT": "documented"]) { $1 }).contract
        == .fixed(.documented))
  }

  @Test func aFileIsReadAndItsFaultsAreNamedWithTheirPlace() throws {
    let choice = try withFile(contract(named: "mine")) { try ContractChoice($0) }
    #expect(choice.contract?.name == "mine" && choice.contract?.operations.map(\.label) == ["health"])
    try withFile(Data(#"{"contract": 1, "name": "mine", "operations": [{"key": "helth"}]}"#.utf8)) { path in
      let error = #expect(throws: ConfigurationError.self) { try ContractChoice(path) }
      #expect(error?.variable == "LOAD_CONTRACT" && error?.value == path)
      #expect(error?.reason?.contains(#"$.operations[0].key is "helth""#) == true, "\(String(describing: error))")
    }
  }

  @Test(arguments: ["documented", "v0.9", "auto"])
  func aNameThatMeansAnotherContractIsRefused(name: String) throws {
    try withFile(contract(named: name)) { path in
      let error = #expect(throws: ConfigurationError.self) { try ContractChoice(path) }
      #expect(error?.reason?.contains("belongs to a built-in contract") == true)
    }
  }

  @Test func aFileThatCannotBeReadIsNamed() throws {
    for (path, expected) in [
      ("documentd", "no file"), ("/dev/null/contract.json", "cannot be opened (Not a directory)"),
      ("/nowhere/contract.json", "no file"),
      (FileManager.default.temporaryDirectory.path, "cannot be read"),
    ] {
      let error = #expect(throws: ConfigurationError.self) { try ContractChoice(path) }
      #expect(error?.value == path)
      #expect(error?.reason?.contains(expected) == true, "\(String(describing: error))")
    }
    for (size, expected) in [(0, "is empty"), ((1 << 20) + 1, "larger than 1 MiB")] {
      try withFile(Data(repeating: 0x20, count: size)) { path in
        let error = #expect(throws: ConfigurationError.self) { try ContractChoice(path) }
        #expect(error?.reason?.contains(expected) == true)
      }
    }
  }
}
