import Testing

@testable import AgentContracts

/// A schema, the body that is made of it, and what is said to be missing.
struct BodyCase: Sendable, CustomTestStringConvertible {
  var name: String
  var schema: String
  var body: String
  var missing: [String] = []

  var testDescription: String { name }
}

@Suite("Bodies made of schemas")
struct BodyTemplateTests {
  private static let unsaid = "an example, a default or a list of values"

  static let cases = [
    // References, parts and branches.
    BodyCase(
      name: "a reference to nothing", schema: ##"{"$ref": "#/components/schemas/Missing"}"##, body: "null",
      missing: ["what #/components/schemas/Missing refers to"]),
    BodyCase(
      name: "a reference elsewhere", schema: ##"{"$ref": "other.json#/Say"}"##, body: "null",
      missing: ["what other.json#/Say refers to"]),
    BodyCase(
      name: "all of",
      schema: #"""
        {"allOf": [
          {"properties": {"text": {"type": "string"}}}, {"required": ["n"], "properties": {"n": {"const": 3}}}
        ]}
        """#, body: #"{"text": "{message.text}", "n": 3}"#),
    BodyCase(
      name: "parts with a part in common",
      schema: ##"""
        {"allOf": [{"$ref": "#/components/schemas/Small"}, {"allOf": [{"$ref": "#/components/schemas/Small"}]}]}
        """##, body: #"{"text": "{message.text}"}"#),
    BodyCase(
      name: "one of",
      schema: #"{"oneOf": [{"type": "null"}, {"properties": {"text": {}}}, {"properties": {"content": {}}}]}"#,
      body: #"{"text": "{message.text}"}"#, missing: ["which of its 2 forms to send"]),
    BodyCase(
      name: "a value or null, in 3.0 and 3.1",
      schema: #"""
        {"properties": {"text": {"anyOf": [{"type": "string"}, {"type": "null"}]}, "age": {"type": ["null", "integer"]}}}
        """#, body: #"{"text": "{message.text}", "age": "{customer.age}"}"#),
    BodyCase(
      name: "a part of itself that may be left out",
      schema: ##"{"properties": {"text": {}, "parent": {"$ref": "#/components/schemas/Say"}}}"##,
      body: #"{"text": "{message.text}"}"#),
    BodyCase(
      name: "a part of itself that may not",
      schema:
        ##"{"required": ["parent"], "properties": {"text": {}, "parent": {"$ref": "#/components/schemas/Say"}}}"##,
      body: #"{"text": "{message.text}", "parent": null}"#,
      missing: ["an end of the schema #/components/schemas/Say, which is a part of itself"]),
    // Values that the document gives.
    BodyCase(
      name: "example, default, list",
      schema: #"""
        {"required": ["a", "b", "c", "d"], "properties": {
          "a": {"example": "{x}"}, "b": {"default": 5}, "c": {"enum": [7, 8]}, "d": {"examples": [[1]]}
        }}
        """#, body: #"{"a": "{{x}}", "b": 5, "c": 7, "d": [1]}"#),
    BodyCase(
      name: "the example of the whole",
      schema: #"""
        {"example": {"text": "Hola", "mode": "fast", "more": {"age": 3}}, "properties": {"text": {}, "mode": {}, "x": {}}}
        """#, body: #"{"text": "{message.text}", "mode": "fast", "more": {"age": "{customer.age}"}}"#,
      missing: ["values of the suite for x"]),
    // Values of a type.
    BodyCase(
      name: "a number above a limit",
      schema: #"{"required": ["i"], "properties": {"i": {"type": "integer", "exclusiveMinimum": 4}}}"#,
      body: #"{"i": 5}"#, missing: [unsaid]),
    BodyCase(
      name: "a number below zero",
      schema: #"{"required": ["i"], "properties": {"i": {"type": "number", "maximum": -0.5}}}"#,
      body: #"{"i": -0.5}"#, missing: [unsaid]),
    BodyCase(
      name: "a short text", schema: #"{"required": ["s"], "properties": {"s": {"type": "string", "maxLength": 4}}}"#,
      body: #"{"s": "load"}"#, missing: [unsaid]),
    BodyCase(
      name: "a long text", schema: #"{"required": ["s"], "properties": {"s": {"type": "string", "minLength": 11}}}"#,
      body: #"{"s": "load-testxx"}"#, missing: [unsaid]),
    BodyCase(
      name: "an id", schema: #"{"required": ["s"], "properties": {"s": {"type": "string", "format": "uuid"}}}"#,
      body: #"{"s": "{uuid}"}"#),
    BodyCase(
      name: "a list of so many",
      schema: #"{"required": ["s"], "properties": {"s": {"type": "array", "minItems": 2, "items": {"enum": ["a"]}}}}"#,
      body: #"{"s": ["a", "a"]}"#),
    BodyCase(
      name: "messages as language models have them",
      schema: #"""
        {"required": ["messages"], "properties": {"messages": {"type": "array", "items": {
          "required": ["role"], "properties": {"role": {"enum": ["system", "user"]}, "content": {"type": "string"}}
        }}}}
        """#, body: #"{"messages": [{"role": "user", "content": "{message.text}"}]}"#),
    // What is sent at all.
    BodyCase(
      name: "what only answers have",
      schema: #"{"required": ["id"], "properties": {"id": {"readOnly": true, "type": "string"}, "text": {}}}"#,
      body: #"{"text": "{message.text}"}"#),
    BodyCase(
      name: "what may be left out",
      schema: #"{"properties": {"text": {}, "color": {"type": "string"}, "size": {}}}"#,
      body: #"{"text": "{message.text}"}"#, missing: ["values of the suite for color, size"]),
    BodyCase(
      name: "what is asked for and not described", schema: #"{"required": ["text", "kind"]}"#,
      body: #"{"kind": "load-test", "text": "{message.text}"}"#, missing: [unsaid]),
    // The suite's values only of the type and from the list that is asked for.
    BodyCase(
      name: "a list that lacks one of the programs",
      schema: #"{"required": ["program_type"], "properties": {"program_type": {"enum": ["GOLD", "PRIME"]}}}"#,
      body: #"{"program_type": "GOLD"}"#),
    BodyCase(
      name: "a list with all programs",
      schema: #"{"required": ["program"], "properties": {"program": {"enum": ["GOLD", "PRIME", "LONGEVITY"]}}}"#,
      body: #"{"program": "{customer.program}"}"#),
    BodyCase(
      name: "an example that is none of the programs",
      schema: #"{"required": ["program"], "properties": {"program": {"type": "string", "example": "GOLD"}}}"#,
      body: #"{"program": "GOLD"}"#),
    BodyCase(
      name: "an age as text",
      schema: #"{"required": ["age"], "properties": {"age": {"type": "string", "default": "30"}}}"#,
      body: #"{"age": "30"}"#),
    BodyCase(
      name: "goals as text", schema: #"{"properties": {"goals": {"type": "string"}}}"#,
      body: #"{"goals": "{customer.goals.primary}"}"#),
    BodyCase(
      name: "goals as a list", schema: #"{"properties": {"goals": {"type": "array"}}}"#,
      body: #"{"goals": "{customer.goals.all}"}"#),
    BodyCase(
      name: "goals as an object", schema: #"{"properties": {"goals": {"type": "object"}}}"#,
      body: #"{"goals": "{customer.goals}"}"#),
    BodyCase(
      name: "the name of what is no customer",
      schema: #"{"properties": {"product": {"properties": {"name": {}}}, "text": {}}}"#,
      body: #"{"text": "{message.text}"}"#, missing: ["values of the suite for product"]),
  ]

  @Test(arguments: cases) func aBodyIsMadeOfItsSchema(given: BodyCase) throws {
    let document = try JSON(text: smallDocument)
      .replacing("/components/schemas/Say", with: try JSON(text: given.schema))
      .replacing("/components/schemas/Small", with: ["properties": ["text": ["type": "string"]]])
    let (contract, gaps) = try OpenAPIImport(document: document).result
    guard case .json(let body)? = contract[.message]?.body else {
      Issue.record("no body in JSON")
      return
    }
    #expect(body == (try JSON(text: given.body)), "\(body.pretty)")
    let said = gaps.filter { $0.operation == "message" && $0.place.hasPrefix("body") }
    #expect(said.map(\.missing) == given.missing)
  }

  @Test func whatASchemaSaysOfATextIsARule() throws {
    let schema = #"""
      {"properties": {
        "name": {"type": "string", "pattern": "^[\\w .'-]{2,}$", "maxLength": 30},
        "phone": {"type": "string", "pattern": "^\\+\\d+$"}, "text": {"maxLength": 100000}
      }}
      """#
    let document = try JSON(text: smallDocument).replacing("/components/schemas/Say", with: try JSON(text: schema))
    let (contract, gaps) = try OpenAPIImport(document: document).result
    #expect(
      contract.valueRules == [
        .known(.customerName): ValueRule(alphabet: "a-zA-Z0-9_ .'-", length: 2...30),
        .known(.messageText): ValueRule(length: 1...10_000),
      ])
    #expect(gaps.contains { $0.place == "body /phone" && $0.missing == #"what the pattern ^\+\d+$ allows"# })
  }
}
