import LoadEngine
import TestSupport
import Testing

@testable import AgentContracts

@Suite("Import of OpenAPI documents")
struct OpenAPIImportTests {
  private static let say: JSONPointer = "/components/schemas/Say"
  private static let message: JSONPointer = "/paths/~1chats~1{chatId}~1messages/post"

  @Test func aNameForReportsIsOneLine() throws {
    #expect(try OpenAPIImport(document: try JSON(text: smallDocument)).result.contract.name == "Small [31m one")
    #expect(try OpenAPIImport(document: try JSON(text: smallDocument), name: "mine").result.contract.name == "mine")
  }

  @Test(arguments: [
    ("[]", "it is no object"), ("{}", "it has no member openapi"),
    (#"{"swagger": "2.0"}"#, "it is Swagger 2.0; convert it to OpenAPI 3"),
    (#"{"openapi": "4.0.0"}"#, "it is of version 4.0.0"),
    (#"{"openapi": "3.0.0"}"#, "it has no paths"), (#"{"openapi": "3.1.0", "paths": {}}"#, "it has no paths"),
  ])
  func anotherDocumentIsRefused(text: String, found: String) throws {
    #expect(throws: ImportError.noOpenAPI(found)) { try OpenAPIImport(document: try JSON(text: text)).result }
  }

  @Test func aDocumentWithoutConversationsIsRefusedWithItsPaths() throws {
    let document = try JSON(
      text: #"{"openapi": "3.0.0", "paths": {"/pets": {"get": {}, "post": {}}, "/pets/{id}": {"get": {}}}}"#)
    let error = #expect(throws: ImportError.self) { try OpenAPIImport(document: document).result }
    #expect(error == .nothingFits([.start, .message], routes: ["GET /pets", "POST /pets", "GET /pets/{id}"]))
    #expect(error?.description.contains("fits start or message") == true)
    #expect(error?.description.hasSuffix("has:\n  GET /pets\n  POST /pets\n  GET /pets/{id}") == true)

    let silent = try JSON(text: smallDocument).replacing(Self.message, with: nil)
    #expect(throws: ImportError.nothingFits([.message], routes: ["POST /chats"])) {
      try OpenAPIImport(document: silent).result
    }
  }

  @Test func schemasWithoutEndComeToOne() throws {
    // Each property of each schema is each of the schemas: 12 to the power of any depth.
    let names = (0..<12).map { "S\($0)" }
    let properties = names.map { ##""\##($0)": {"$ref": "#/components/schemas/\##($0)"}"## }.joined(separator: ",")
    var document = try JSON(text: smallDocument)
    for name in names {
      document = document.replacing(
        JSONPointer(tokens: ["components", "schemas", name]),
        with: try JSON(text: #"{"required": \#(names), "properties": {\#(properties), "text": {}}}"#))
    }
    document = document.replacing(Self.say, with: try JSON(text: ##"{"$ref": "#/components/schemas/S0"}"##))
    let start = ContinuousClock.now
    let (contract, gaps) = try OpenAPIImport(document: document).result
    #expect(ContinuousClock.now - start < .seconds(20))
    #expect(contract[.message]?.body != AgentContracts.Operation.Body.none)
    #expect(
      gaps.contains { $0.missing == "an end of its values within values" || $0.missing.contains("a part of itself") })
  }

  @Test func parametersAreSentWhereTheyStand() throws {
    let parameters = #"""
      [
        {"name": "chatId", "in": "path", "required": true, "schema": {"type": "string"}},
        {"name": "lang", "in": "query", "required": true, "schema": {"enum": ["en", "es"]}},
        {"name": "a b", "in": "query", "required": true, "example": "ñ/{}"},
        {"name": "later", "in": "query", "schema": {"type": "string"}},
        {"name": "X-Tenant", "in": "header", "required": true, "schema": {"default": "t1"}},
        {"name": "x-request-id", "in": "header", "schema": {"type": "string"}},
        {"name": "Authorization", "in": "header", "required": true},
        {"name": "seen", "in": "cookie", "required": true, "schema": {"default": 1}}
      ]
      """#
    let document = try JSON(text: smallDocument)
      .replacing(JSONPointer(tokens: Self.message.tokens + ["parameters"]), with: try JSON(text: parameters))
    let (contract, gaps) = try OpenAPIImport(document: document).result
    let message = try #require(contract[.message])
    #expect(message.path == "/chats/{conversation.id}/messages?lang=es&a%20b=%C3%B1%2F%7B%7D")
    #expect(message.headers == [.init("X-Tenant", "t1"), .init("x-request-id", "{uuid}")])
    #expect(
      gaps.map(\.description).contains(
        "message, cookie seen: missing: a way to send it. Instead: it is left out although it is required."))
  }

  @Test func serversSayWhatComesBeforeAllPaths() throws {
    let servers =
      #"[{"url": "https://{host}/base/{v}/", "variables": {"host": {"default": "a.example"}, "v": {"default": "v3"}}}]"#
    let document = try JSON(text: smallDocument).replacing("/servers", with: try JSON(text: servers))
    let (contract, gaps) = try OpenAPIImport(document: document).result
    #expect(contract[.start]?.path == "/base/v3/chats")
    #expect(gaps.contains { $0.operation == "contract" && $0.place == "paths" && $0.missing.hasSuffix("/base/v3") })
  }

  @Test(arguments: [
    // A password with each call, a cookie: nothing that a contract sends.
    (#"{"s": {"type": "http", "scheme": "basic"}}"#, #"[{"s": []}]"#, Operation.Authorization.never, true),
    (#"{"s": {"type": "apiKey", "in": "cookie", "name": "sid"}}"#, #"[{"s": []}]"#, .never, true),
    // Nothing logs in: a token may be given.
    (#"{"s": {"type": "http", "scheme": "Bearer"}}"#, #"[{"s": []}]"#, .optional, true),
    (#"{"s": {"type": "oauth2", "flows": {}}}"#, #"[{}, {"s": []}]"#, .optional, false),
    (#"{"s": {"type": "oauth2", "flows": {}}}"#, "[]", .never, false),
  ])
  func authorizationFollowsTheDocument(
    schemes: String, security: String, authorization: AgentContracts.Operation.Authorization, isGap: Bool
  ) throws {
    let document = try JSON(text: smallDocument)
      .replacing("/components/securitySchemes", with: try JSON(text: schemes))
      .replacing("/security", with: try JSON(text: security))
    let (contract, gaps) = try OpenAPIImport(document: document).result
    #expect(contract[.message]?.authorization == authorization)
    #expect(gaps.contains { $0.operation == "message" && $0.place == "authorization" } == isGap)
  }

  /// Whatever a document holds: a contract that can be read again, or an error that says why there is none.
  @Test func brokenDocumentsGiveReadableContractsOrErrors() throws {
    let documents = [try Fixture.json("v0.9-openapi.json"), try JSON(text: smallDocument)]
    let places = documents.map(\.places)
    let junk: [JSON] = [
      .null, true, -1, .number(1e300), "", "{customer.name}", "}", "a\n\u{1B}", [], .object([]), [1], "#", "^[a-z-_]+$",
      "#/components/schemas/StartConversationRequest", "^[\\w-.]{2,9999999999999999999999}$",
    ]
    let keywords = [
      "$ref", "properties", "required", "items", "allOf", "anyOf", "enum", "example", "default", "type", "minItems",
      "maxLength", "pattern", "minimum", "in", "name", "security", "parameters", "requestBody", "content",
    ]
    var random = SplitMix64(seed: 3)
    var contracts = 0
    for _ in 0..<120 {
      let index = Int.random(in: 0..<documents.count, using: &random)
      var document = documents[index]
      for _ in 0..<Int.random(in: 1...10, using: &random) {
        guard var place = places[index].randomElement(using: &random) else { continue }
        if Bool.random(using: &random), let keyword = keywords.randomElement(using: &random) { place.append(keyword) }
        let other = places[index].randomElement(using: &random) ?? []
        let values = [nil, junk.randomElement(using: &random), documents[index][JSONPointer(tokens: other)]]
        document = document.replacing(JSONPointer(tokens: place), with: values.randomElement(using: &random) ?? nil)
      }
      do {
        let (contract, _) = try OpenAPIImport(document: document).result
        contracts += 1
        #expect(contract.has(.start) && contract.has(.message))
      } catch ImportError.unreadable(let error) {
        Issue.record("\(error)")
      } catch {
        // No document, or none with conversations, any more.
      }
    }
    #expect(contracts > 60)
  }
}

extension JSON {
  /// The tokens of the pointers to all that is in it.
  fileprivate var places: [[String]] {
    let parts = members.map { ($0.name, $0.value) } + elements.enumerated().map { ("\($0)", $1) }
    return [[]] + parts.flatMap { name, value in value.places.map { [name] + $0 } }
  }
}
