import Testing

@testable import LoadFixtures

@Suite("Conversation plan")
struct ConversationPlanTests {
  @Test("Conversations have 8 to 15 messages, each length as likely")
  func lengths() {
    var random = SeededRandom(seed: 31, user: 0)
    var counts: [Int: Int] = [:]
    for _ in 0..<40_000 { counts[ConversationPlan.draw(using: &random).length, default: 0] += 1 }
    #expect(counts.keys.sorted() == Array(8...15))
    #expect(chiSquare(Array(counts.values), weights: [Int](repeating: 1, count: 8)) < 29.88)
  }

  @Test("A conversation ends with its last planned message, not before")
  func completion() {
    let plan = ConversationPlan(length: 9)
    #expect(!plan.isComplete(afterSending: 0))
    #expect(!plan.isComplete(afterSending: 8))
    #expect(plan.isComplete(afterSending: 9))
    #expect(plan.isComplete(afterSending: 10))
  }

  @Test("A length out of bounds is moved into them", arguments: [(-1, 8), (0, 8), (8, 8), (15, 15), (99, 15)])
  func bounds(length: Int, expected: Int) {
    #expect(ConversationPlan(length: length).length == expected)
  }
}
