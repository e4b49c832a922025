import Foundation
import LoadFixtures
import Testing

@Suite struct AgentContractFileTests {
  static let health = #""health": {"method": "GET", "path": "/h", "success": [200], "authorized": false}"#
  static let start = #""start": {"method": "POST", "path": "/s", "success": [201], "authorized": true}"#

  /// Writes the text to a file of its own, hands over its path, and removes it.
  private func withFile<Result>(_ data: Data, _ body: (String) throws -> Result) throws -> Result {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("contract-\(UUID().uuidString).json")
    try data.write(to: url)
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: url) } }
    return try body(url.path)
  }

  private func calls(_ rows: String) -> String {
    #"{"name": "mine", "calls": {\#(rows)}}"#
  }

  private func row(_ name: String, method: String = "GET", path: String, success: String = "[200]") -> String {
    calls(#""\#(name)": {"method": "\#(method)", "path": "\#(path)", "success": \#(success), "authorized": false}"#)
  }

  @Test func aFileIsLoadedWithDefaultsForWhatItLeavesOut() throws {
    let message = #""message": {"method": "POST", "path": "/s/{id}?a=1", "success": [200], "authorized": true}"#
    let text = calls([Self.health, Self.start, message].joined(separator: ","))
    let contract = try withFile(Data(text.utf8)) { path in
      try TargetEnvironment(environment: ["LOAD_CONTRACT": path]).contract
    }
    #expect(contract.name == "mine")
    #expect(Set(contract.calls.keys) == [.health, .start, .message])
    #expect(contract.calls[.start]?.success == [201])
    #expect(contract.path(for: .message, conversation: "7") == "/s/7?a=1")
    #expect(contract.fields == .init())
    #expect(contract.tiers == AgentContract.documented.tiers)
  }

  @Test func fieldsAndTiersCanDiffer() throws {
    let text = #"{"name": "m", "calls": {\#(Self.health)}, "fields": {"answer": "message"}, "tiers": ["pro"]}"#
    let contract = try withFile(Data(text.utf8)) { try AgentContract.named($0) }
    #expect(contract.fields == .init(answer: "message"))
    #expect(contract.tiers == ["pro"])
  }

  @Test func whatIsWrongIsNamedWithFileAndKey() throws {
    let cases: [(String, String)] =
      [
        ("", "empty"), ("{", "not valid JSON"), ("null", "wrong type"), ("[]", "wrong type"),
        (#"{"calls": {\#(Self.health)}}"#, "name is missing"),
        (#"{"name": "", "calls": {\#(Self.health)}}"#, "name is empty"),
        (#"{"name": "a\nb", "calls": {\#(Self.health)}}"#, "name is empty or holds a control"),
        (#"{"name": 1, "calls": {\#(Self.health)}}"#, "name has a value of the wrong type"),
        (#"{"name": "m"}"#, "calls is missing"), (calls(""), "calls has no call"),
        (#"{"name": "m", "calls": {\#(Self.health)}, "call": 1}"#, "call is unknown (known are name, calls"),
        (#"{"name": "m", "calls": {\#(Self.health)}, "tiers": []}"#, "tiers has no tier"),
        (#"{"name": "m", "calls": {\#(Self.health)}, "tiers": [""]}"#, "tiers has no tier"),
        (#"{"name": "m", "calls": {\#(Self.health)}, "fields": {"answer": ""}}"#, "fields.answer is empty"),
        (#"{"name": "m", "calls": {\#(Self.health)}, "fields": {"anser": "x"}}"#, "fields.anser is unknown"),
        (#"{"name": "documented", "calls": {\#(Self.health)}}"#, "belongs to a built-in"),
        (#"{"name": "v0.9", "calls": {\#(Self.health)}}"#, "belongs to a built-in"),
        (row("helth", path: "/h"), "calls.helth is not a call (calls are login, start, message"),
        (row("health", path: "h"), "calls.health.path does not begin with a slash"),
        (row("health", path: ""), "calls.health.path does not begin with a slash"),
        (row("health", path: "/h h"), "calls.health.path holds a character"),
        (row("health", path: #"/h\r\nX: 1"#), "calls.health.path holds a character"),
        (row("health", path: #"/h\n"#), "calls.health.path holds a character"),
        (row("health", path: "/h#f"), "calls.health.path holds a character"),
        (row("health", path: "/h%2"), "calls.health.path holds a character"),
        (row("health", path: "/ñ"), "calls.health.path holds a character"),
        (
          row("health", path: "/{name}"),
          "calls.health.path holds a character that has to be percent-encoded, or another"
        ),
        (row("health", path: "/{id}"), "calls.health.path has {id}, but"),
        (row("health", method: "", path: "/h"), "calls.health.method is not an HTTP method"),
        (row("health", method: "GE T", path: "/h"), "calls.health.method is not an HTTP method"),
        (row("health", method: #"GET\r\n"#, path: "/h"), "calls.health.method is not an HTTP method"),
        (row("health", path: "/h", success: "[]"), "calls.health.success is not a list"),
        (row("health", path: "/h", success: "[100]"), "calls.health.success is not a list"),
        (row("health", path: "/h", success: "[600]"), "calls.health.success is not a list"),
        (row("health", path: "/h", success: "[200, 200]"), "calls.health.success is not a list"),
        (row("health", path: "/h", success: "200"), "calls.health.success has a value of the wrong type"),
        (row("unknown conversation", path: "/m"), "calls.unknown conversation.path lacks {id}"),
        (row("tier", path: "/t/{id}"), #"calls.tier needs a conversation, but there is no call "start""#),
        (calls(#""health": {"method": "GET", "path": "/h", "success": [200]}"#), "calls.health.authorized is missing"),
        (
          calls(#""health": {"method": "GET", "path": "/h", "success": [200], "authorized": 1}"#),
          "calls.health.authorized has a value of the wrong type"
        ),
        (
          calls(#""health": {"method": "GET", "path": "/h", "success": [200], "authorized": true, "x": 1}"#),
          "calls.health.x is unknown"
        ),
        (
          calls(#""login": {"method": "POST", "path": "/l", "success": [200], "authorized": true}"#),
          "calls.login.authorized must be false"
        ),
      ]
      + ["message", "tier", "analytics", "end", "summary", "update"].map { name in
        (row(name, path: "/x"), "calls.\(name).path lacks {id}")
      }
    for (text, expected) in cases {
      try withFile(Data(text.utf8)) { path in
        let error = #expect(throws: ConfigurationError.self, "\(text)") {
          try TargetEnvironment(environment: ["LOAD_CONTRACT": path])
        }
        #expect(error?.variable == "LOAD_CONTRACT")
        #expect(error?.value == path)
        #expect(error?.reason?.contains(expected) == true, "\(error?.reason ?? "none"), not \(expected)")
        #expect(error?.description.contains("\n") == false)
      }
    }
  }

  @Test func aFileThatCannotBeReadIsNamed() throws {
    for (path, expected) in [
      ("documentd", "no file"), ("/dev/null/contract.json", "cannot be opened (Not a directory)"),
      ("/nowhere/contract.json", "no file"),
      (FileManager.default.temporaryDirectory.path, "cannot be read"),
    ] {
      let error = #expect(throws: ConfigurationError.self) { try AgentContract.named(path) }
      #expect(error?.value == path)
      #expect(error?.reason?.contains(expected) == true, "\(String(describing: error))")
    }
    try withFile(Data(repeating: 0x20, count: (1 << 20) + 1)) { path in
      let error = #expect(throws: ConfigurationError.self) { try AgentContract.named(path) }
      #expect(error?.reason?.contains("larger than 1 MiB") == true)
    }
  }

  @Test func theDeployedContractIsRefusedByNameForNow() {
    let error = #expect(throws: ConfigurationError.self) {
      try TargetEnvironment(environment: ["LOAD_CONTRACT": "v0.9"])
    }
    #expect(error?.description.contains("v0.9 is not supported by this version") == true)
    #expect(error?.allowed == "documented, or the path of a JSON contract")
  }
}
