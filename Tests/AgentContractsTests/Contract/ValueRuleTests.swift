import Testing

@testable import AgentContracts

@Suite("What values may be made of")
struct ValueRuleTests {
  @Test(arguments: [
    ("a-zA-ZñÑ .-", "azmAZñÑ .-", "éü0'á_"), ("-a", "-a", "b"), ("a-", "a-", "b"), ("+--", "+,-", "*."),
    ("abc", "abc", "-d"),
    ("0-9a", "059a", "b/:"), ("á-ú", "áéíóúñ", "aü"), ("😀-😂", "😀😁😂", "😃"), ("--a", "-.0Aa", "b,"), ("]-^", "]^", "[_"),
  ])
  func anAlphabetIsCharactersAndRangesOfThem(alphabet: String, inside: String, outside: String) {
    let rule = ValueRule(alphabet: alphabet, length: 1...10)
    for scalar in inside.unicodeScalars { #expect(rule.allows(scalar), "\(scalar)") }
    for scalar in outside.unicodeScalars { #expect(!rule.allows(scalar), "\(scalar)") }
  }

  @Test func withoutAnAlphabetAnythingGoes() {
    let rule = ValueRule(length: 1...10)
    #expect(rule.allows("ü") && rule.allows("'") && rule.allows("\n"))
  }

  @Test(arguments: ["z-a", "a-zZ-A", "_-."]) func aRangeFromTheHigherToTheLowerIsRefused(alphabet: String) throws {
    let json: JSON = ["alphabet": .string(alphabet), "length": [1, 10]]
    let error = #expect(throws: ContractError.self) { try ValueRule(JSONReader(json)) }
    #expect(error?.path == "$.alphabet")
    #expect(error?.allowed == "characters and ranges of them from the lower to the higher, such as a-zA-Zñ .-")
  }

  /// The names that made 3 % of starts and conversations fail on the deployed agent.
  @Test func theDeployedAgentsNamesHaveNeitherApostropheNorDiaeresis() throws {
    let rule = try #require(AgentContract.v09.valueRules[.known(.customerName)])
    #expect(rule.length == 2...100)
    for scalar in "áéíóúÁÉÍÓÚñÑ abcxyzABCXYZ.-".unicodeScalars { #expect(rule.allows(scalar), "\(scalar)") }
    for scalar in "üÜ'’ç0_".unicodeScalars { #expect(!rule.allows(scalar), "\(scalar)") }
  }
}
