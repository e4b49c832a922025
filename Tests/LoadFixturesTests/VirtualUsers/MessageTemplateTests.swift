import Testing

@testable import LoadFixtures

@Suite("Templates of messages")
struct MessageTemplateTests {
  private static let customer = CustomerProfile.drawn(1)[0]

  @Test("A customer speaks of their own name, age, goals and work")
  func slots() {
    let template: MessageTemplate = "\(.name), \(.age): \(.goal), \(.secondGoal). \(.occupation)"
    let customer = Self.customer
    #expect(
      template.text(for: customer)
        == "\(customer.givenName), \(customer.age): \(customer.primaryGoal), \(customer.secondaryGoals[0])."
        + " \(customer.occupation)")
  }

  @Test("Of a bracket one alternative is said, which may be empty, hold a place or another bracket")
  func alternatives() {
    let template: MessageTemplate = "[Hola|Buenas|], [soy \(.name)|aquí [ando|sigo]]. ¿Qué [|tal]?"
    let name = Self.customer.givenName
    var said: Set<String> = []
    var random = SeededRandom(seed: 9, user: 0)
    for _ in 0..<2_000 { said.insert(template.text(for: Self.customer) { random.integer(in: 0...$0 - 1) }) }
    var expected: Set<String> = []
    for first in ["Hola", "Buenas", ""] {
      for second in ["soy \(name)", "aquí ando", "aquí sigo"] {
        for third in ["", "tal"] { expected.insert("\(first), \(second). ¿Qué \(third)?") }
      }
    }
    #expect(said == expected)
  }

  @Test("What is chosen is asked for each bracket that is said, with its number of alternatives")
  func choices() {
    let template: MessageTemplate = "[a|b [c|d|e]|f] [g|h]"
    var asked: [Int] = []
    let text = template.text(for: Self.customer) { count in
      asked.append(count)
      return 1
    }
    #expect(text == "b d h")
    #expect(asked == [3, 3, 2])
  }

  @Test(
    "A template knows whether it begins with a question, whatever is chosen",
    arguments: [
      ("¿Qué tal?", true), ("[¿Cómo|¿Qué] tal?", true), ("[¿Cómo|Qué] tal?", false), ("Y si no, ¿qué?", false),
      ("", false),
      ("[|¿]Qué?", false),
    ] as [(MessageTemplate, Bool)])
  func questions(template: MessageTemplate, isQuestion: Bool) {
    #expect(template.isQuestion == isQuestion)
  }

  @Test("A list has a template a line, and an indented line goes on with the one before")
  func lists() {
    let templates: MessageTemplates = """
      Hola, soy [yo|\(.name)
        de siempre].
      \(.age) años
          \(.goal)
      Adiós.
      """
    let customer = Self.customer
    #expect(
      templates.all.map { $0.text(for: customer) } == [
        "Hola, soy yo.", "\(customer.age) años \(customer.primaryGoal)", "Adiós.",
      ])
    #expect(templates.all[0].text(for: customer) { _ in 1 } == "Hola, soy \(customer.givenName) de siempre.")
  }
}
