import TestSupport
import Testing

@testable import AgentContracts

/// One thing that is wrong with a contract that is right but for it.
struct BadContract: Sendable, CustomTestStringConvertible {
  /// Where the made-up contract is changed, and to what: `nil` takes it away.
  var place: JSONPointer
  var value: JSON?
  /// What the error says.
  var path: String
  var found: String?
  var allowed: String
  /// Whether a schema can say it.
  var isForSchema = true

  var testDescription: String {
    "\(place.text) \(value.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "missing")"
  }
}

@Suite("Contracts that are refused")
struct BadContractTests {
  private static let keys =
    "login, refresh, start, message, tier, roi, analytics, health, end, summary, update, unknownConversation, "
    + "failingDependency, fallback, metrics, connections, breakers, cacheStats"
  private static let phases =
    "greeting, exploration, presentation, objection_handling, negotiation, closing, follow_up, completed"
  private static let path =
    "a path that begins with a slash, in visible ASCII, everything else percent-encoded or a placeholder"
  private static let line = "a text of 1 to 200 characters on one line"

  static let table = [
    BadContract(
      place: "/contract", value: 2, path: "$.contract", found: "2", allowed: "a whole number from 1 to 1"),
    BadContract(place: "/contract", path: "$.contract", allowed: "the format's version, 1"),
    BadContract(place: "/name", value: "a\nb", path: "$.name", found: #""a\nb""#, allowed: line),
    BadContract(place: "/name", value: "", path: "$.name", found: #""""#, allowed: line),
    BadContract(
      place: "/operation", value: [], path: "$.operation", found: "an unknown key",
      allowed: "contract, name, headers, token, operations, phases, tiers, tierRule, roi, fallbackTexts, values, signs"),
    BadContract(
      place: "/operations", value: [], path: "$.operations", found: "[]", allowed: "a list of 1 to 100 elements"),
    BadContract(
      place: "/operations/2/key", value: "say", path: "$.operations[2].key", found: #""say""#, allowed: keys),
    BadContract(place: "/operations/2/key", path: "$.operations[2].key", allowed: keys),
    BadContract(
      place: "/operations/3/key", value: "metrics", path: "$.operations[3]", found: "a use of {conversation.id}",
      allowed: "placeholders that metrics has a value for"),
    BadContract(
      place: "/operations/2/key", value: "end", path: "$.operations[3].key", found: "there twice",
      allowed: "each key once"),
    BadContract(
      place: "/operations/2/label", value: "open", path: "$.operations[2].label", found: "there twice",
      allowed: "each label once", isForSchema: false),
    BadContract(
      place: "/operations/1/method", value: "PO ST", path: "$.operations[1].method", found: #""PO ST""#,
      allowed: "an HTTP method such as GET or POST"),
    BadContract(
      place: "/operations/1/path", value: "v2/talks", path: "$.operations[1].path", found: #""v2/talks""#, allowed: path
    ),
    BadContract(
      place: "/operations/1/path", value: "/año", path: "$.operations[1].path", found: #""/año""#, allowed: path),
    BadContract(
      place: "/operations/1/path", value: "/50%", path: "$.operations[1].path", found: #""/50%""#, allowed: path),
    BadContract(
      place: "/operations/2/body/json", value: ["a": ["{message.txt"]], path: "$.operations[2].body.json.a[0]",
      found: #""{message.txt""#, allowed: "braces in pairs; one that stands for itself is written twice, {{ or }}"),
    BadContract(
      place: "/operations/1/body/json", value: ["a": "{message.text}"], path: "$.operations[1]",
      found: "a use of {message.text}", allowed: "placeholders that start has a value for", isForSchema: false),
    BadContract(
      place: "/operations/2/body/form", value: .object([]), path: "$.operations[2].body",
      found: #"{"json":"{message.text}","form":{}}"#,
      allowed: #"exactly one of json and form; no body at all is without "body""#),
    BadContract(
      place: "/operations/0/authorization", value: "optional", path: "$.operations[0].authorization",
      found: #""optional""#, allowed: "never: logging in is what gives the token"),
    BadContract(
      place: "/operations/0", path: "$.operations[0].authorization", found: #""required""#,
      allowed: "optional or never (a token may be given with LOAD_TOKEN), or add an operation login"),
    BadContract(
      place: "/operations/1", path: "$.operations[1]", found: "a use of {conversation.id}",
      allowed: "that only beside an operation start, which gives one", isForSchema: false),
    BadContract(
      place: "/operations/0/values", value: ["token.refresh": "/r"], path: "$.operations[0].values['token']",
      found: nil,
      allowed: "where the answer to login has it"),
    BadContract(
      place: "/operations/1/values/conversation.id", path: "$.operations[1].values['conversation.id']", found: nil,
      allowed: "where the answer to start has it"),
    BadContract(
      place: "/operations/2/values/roi", value: "/roi", path: "$.operations[2].values.roi", found: "an unknown value",
      allowed:
        "conversation.id, answer.text, phase, tier, tier.basis, token, token.refresh, token.expiresIn, fallback, "
        + "roi.percentage, roi.annualValue, roi.netBenefit, roi.paybackMonths, roi.confidence, health.status, version"),
    BadContract(
      place: "/operations/2/values/phase", value: "phase", path: "$.operations[2].values.phase", found: #""phase""#,
      allowed: "a JSON pointer (RFC 6901) such as /data/access_token"),
    BadContract(
      place: "/operations/1/timeout", value: 0, path: "$.operations[1].timeout", found: "0",
      allowed: "seconds, a number from 0.001 to 86400"),
    BadContract(
      place: "/operations/1/expect/status", value: [201, 201], path: "$.operations[1].expect.status",
      found: "[201,201]",
      allowed: "a list of different statuses from 200 to 599"),
    BadContract(
      place: "/operations/1/checks/0/pointer", value: "", path: "$.operations[1].checks[0]",
      found: #"{"name":"created","status":[201],"pointer":""}"#,
      allowed: "exactly one of status, header, pointer and bodyContains in a check"),
    BadContract(
      place: "/operations/1/checks/3/contains", value: "x", path: "$.operations[1].checks[3].contains", found: #""x""#,
      allowed: "no contains beside bodyContains"),
    BadContract(
      place: "/operations/1/checks/6/type", value: "int", path: "$.operations[1].checks[6].type", found: #""int""#,
      allowed: "string, number, integer, boolean, object, array, null"),
    BadContract(
      place: "/operations/1/checks/7/longerThan", value: .number(1.5), path: "$.operations[1].checks[7].longerThan",
      found: "1.5", allowed: "a whole number from 0 to 1000000"),
    BadContract(
      place: "/operations/1/checks/7/equals", value: 1, path: "$.operations[1].checks[7]",
      found: #"{"name":"long","pointer":"/talk/key","longerThan":0,"equals":1}"#,
      allowed: "exactly one of equals, oneOf, type and longerThan beside pointer"),
    BadContract(
      place: "/operations/4/metrics/2/unit", value: "ms", path: "$.operations[4].metrics[2].unit", found: #""ms""#,
      allowed: "count"),
    BadContract(
      place: "/operations/4/metrics/2/series", value: "keys", path: "$.operations[4].metrics[2]",
      found: #"{"name":"cacheKeys","pointer":"","series":"keys"}"#,
      allowed: "exactly one of pointer and series in a metric"),
    BadContract(
      place: "/headers/Content-Length", value: "0", path: "$.headers['Content-Length']",
      found: "no header of a contract",
      allowed: "names of letters, digits and -, but host, content-length, transfer-encoding, connection"),
    BadContract(
      place: "/headers/X-Customer", value: "{customer.name}", path: "$.operations[0]",
      found: "called with the header X-Customer, which asks for what it has no value for",
      allowed: "headers with {uuid} and {run.testId} for all operations", isForSchema: false),
    BadContract(
      place: "/token/scheme", value: "Bearer ", path: "$.token.scheme", found: #""Bearer ""#,
      allowed: "a word, or an empty text"),
    BadContract(
      place: "/phases/2", value: "end", path: "$.phases[2]", found: #""end""#,
      allowed: phases + ", or an object with name and texts, which is one of these"),
    BadContract(
      place: "/phases/1/name", value: "closing", path: "$.phases", found: "a list with a name twice",
      allowed: "each phase once", isForSchema: false),
    BadContract(
      place: "/tierRule/upper", value: "gold", path: "$.tierRule.upper", found: #""gold""#,
      allowed: "one of the contract's tiers: base, plus", isForSchema: false),
    BadContract(
      place: "/roi/profit", value: [0, 1], path: "$.roi.profit", found: "an unknown figure",
      allowed: "percentage, annualValue, netBenefit, paybackMonths, confidence"),
    BadContract(
      place: "/roi/percentage", value: [10, 5], path: "$.roi.percentage[1]", found: "5",
      allowed: "a number from 10 to 1000000000000000", isForSchema: false),
    BadContract(
      place: "/values/customer.nombre", value: ["length": [1, 2]], path: "$.values['customer.nombre']",
      found: "an unknown value", allowed: "names of placeholders, such as customer.name"),
    BadContract(
      place: "/values/customer.name/length", value: [5, 4], path: "$.values['customer.name'].length[1]", found: "4",
      allowed: "a whole number from 5 to 1000000", isForSchema: false),
    BadContract(
      place: "/signs/1/equals", value: 1, path: "$.signs[1].equals", found: "1", allowed: "equals beside a pointer only"
    ),
  ]

  @Test(arguments: table) func isRefusedWithItsPlaceWhatWasFoundAndWhatIsAllowed(bad: BadContract) throws {
    let error = #expect(throws: ContractError.self) { try AgentContract(parsing: try bad.document.bytes) }
    #expect(error == ContractError(path: bad.path, found: bad.found, allowed: bad.allowed))
  }

  @Test(.enabled { await PythonOracle.mayAsk("jsonschema") }) func theSchemaRefusesWhatASchemaCan() async throws {
    let refusals = try await SchemaOracle.refusals(of: Self.table.map { try $0.document })
    for (bad, refusal) in zip(Self.table, refusals) {
      #expect((refusal != nil) == bad.isForSchema, "\(bad.testDescription): \(refusal ?? "taken")")
    }
  }

  @Test func aNameThatIsThereTwiceIsRefused() throws {
    for (text, path) in [
      (#"{"contract": 1, "name": "a", "name": "b", "operations": []}"#, "$.name"),
      (
        #"{"contract": 1, "name": "a", "operations": [{"key": "end", "method": "A", "body": {"json": {"x": {"a b": 1, "a b": 2}}}, "path": "/"}]}"#,
        "$.operations[0].body.json.x['a b']"
      ),
    ] {
      let error = #expect(throws: ContractError.self) { try AgentContract(parsing: Array(text.utf8)) }
      #expect(error == ContractError(path: path, found: "there twice", allowed: "each name once"))
    }
  }

  @Test func whatIsNoJSONIsRefusedWithLineAndColumn() {
    let error = #expect(throws: ContractError.self) {
      try AgentContract(parsing: Array("{\n  \"contract\": 1,\n}".utf8))
    }
    #expect(
      error?.description
        == "$ is no JSON (line 3, column 1: a member's name in quotation marks should stand here). Allowed: JSON in UTF-8."
    )
  }

  @Test func aLongValueIsCutInTheMessage() throws {
    let text = #"{"contract": "\#(String(repeating: "1", count: 200))"}"#
    let error = #expect(throws: ContractError.self) { try AgentContract(parsing: Array(text.utf8)) }
    #expect(error?.found == "\"" + String(repeating: "1", count: 78) + "…")
  }
}

extension BadContract {
  /// The contract with the mistake in it.
  var document: JSON {
    get throws { try JSON(text: madeUpContract).replacing(place, with: value) }
  }
}
