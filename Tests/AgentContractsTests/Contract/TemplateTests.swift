import Testing

@testable import AgentContracts

@Suite("Templates")
struct TemplateTests {
  @Test func aStringThatIsNothingButAPlaceholderKeepsTheValuesType() {
    let age: Template = "{customer.age}"
    #expect(age.only == .known(.customerAge))
    #expect(Template("{data.Código postal}").only == .data(column: "Código postal"))
    for text: Template in [" {customer.age}", "{customer.age}{uuid}", "{{customer.age}}", "", "age"] {
      #expect(text.only == nil, "\(text.source)")
    }
  }

  @Test(
    arguments: [
      ("", []), ("Hola", [.text("Hola")]), ("{{}}", [.text("{}")]), ("{{uuid}}", [.text("{uuid}")]),
      ("{{{uuid}}}", [.text("{"), .placeholder(.known(.uuid)), .text("}")]),
      ("{uuid}{tier}", [.placeholder(.known(.uuid)), .placeholder(.known(.tier))]),
      (
        "Soy {customer.name}, {{ {customer.age} años }}",
        [
          .text("Soy "), .placeholder(.known(.customerName)), .text(", { "), .placeholder(.known(.customerAge)),
          .text(" años }"),
        ]
      ),
      ("{message.text}\u{301}", [.placeholder(.known(.messageText)), .text("\u{301}")]),
      ("a\r\n{{\u{308}", [.text("a\r\n{\u{308}")]),
    ] as [(String, [Template.Part])])
  func doubledBracesAreTextAndSingleOnesArePlaces(source: String, parts: [Template.Part]) throws {
    let template = try Template.parse(source).get()
    #expect(template.parts == parts)
    #expect(template.source == source)
  }

  @Test(arguments: ["{", "}", "a } b", "{uuid", "{{uuid}", "{uuid}}", "{{{", "}{"])
  func aLoneBraceIsRefused(source: String) {
    #expect(
      Template.parse(source)
        == .failure(Template.Refusal("braces in pairs; one that stands for itself is written twice, {{ or }}")))
  }

  @Test(arguments: ["{}", "{customer}", "{customer.nombre}", "{ uuid }", "{UUID}", "{data.}", "{{{data}", "{a{uuid}"])
  func anUnknownPlaceholderIsRefusedWithAllThatThereAre(source: String) throws {
    let refusal = #expect(throws: Template.Refusal.self) { try Template.parse(source).get() }
    let allowed = try #require(refusal?.allowed)
    #expect(allowed.hasPrefix("{customer.name}, {customer.givenName}, "))
    #expect(allowed.hasSuffix("{uuid}, {data.COLUMN}; a brace that stands for itself is written twice"))
  }

  @Test(arguments: Placeholder.Known.allCases) func everyPlaceholderIsReadByItsName(known: Placeholder.Known) {
    #expect(Placeholder(known.rawValue) == .known(known))
    #expect(Placeholder.known(known).name == known.rawValue)
  }

  /// Which values there are, by what an operation is: all of a conversation's in it, none of them before.
  @Test func aPlaceholderHasAValueOnlyWhereThereCanBeOne() {
    func operations(_ known: Placeholder.Known) -> Set<OperationKey> {
      Set(OperationKey.allCases.filter { $0.knows(.known(known)) })
    }
    let all = Set(OperationKey.allCases)
    let outside: Set<OperationKey> = [.health, .metrics, .connections, .breakers, .cacheStats]
    let inConversation = all.subtracting(outside).subtracting([.login, .refresh, .start])
    #expect(operations(.uuid) == all)
    #expect(operations(.accountPassword) == [.login, .refresh])
    #expect(operations(.refreshToken) == [.refresh])
    #expect(operations(.customerName) == inConversation.union([.start]))
    #expect(operations(.messageText) == inConversation)
    #expect(operations(.conversationID) == inConversation)
    #expect(operations(.unknownID) == [.unknownConversation])
    #expect(Set(all.filter { $0.knows(.data(column: "x")) }) == inConversation.union([.start]))
  }
}
