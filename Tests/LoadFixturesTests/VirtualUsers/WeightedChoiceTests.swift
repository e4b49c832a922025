import Testing

@testable import LoadFixtures

@Suite("Weighted choice")
struct WeightedChoiceTests {
  private static let draws = 100_000

  /// The SalesUser's weights, whole and with tasks that its contract lacks.
  @Test(
    "Weights hold over what is actually sent",
    arguments: [
      ([70, 10, 10, 5, 5], []),
      ([70, 10, 10, 5, 5], [1, 2]),
      ([70, 10, 10, 5, 5], [0]),
      ([70, 10, 10, 5, 5], [0, 4]),
      ([80, 10, 5, 5], []),
      ([40, 40, 20], [1]),
      ([1, 1_000], []),
    ] as [([Int], Set<Int>)])
  func proportions(weights: [Int], masked: Set<Int>) throws {
    let choice = try WeightedChoice(weights: weights)
    var random = SeededRandom(seed: 2024, user: weights.count)
    var counts = [Int](repeating: 0, count: weights.count)
    for _ in 0..<Self.draws {
      let index = try #require(choice.draw(using: &random) { !masked.contains($0) })
      counts[index] += 1
    }
    for index in masked { #expect(counts[index] == 0) }
    let open = weights.indices.filter { !masked.contains($0) }
    let limit = try #require(chiSquareLimits[open.count - 1])
    #expect(chiSquare(open.map { counts[$0] }, weights: open.map { weights[$0] }) < limit)
    let sum = Double(open.reduce(0) { $0 + weights[$1] })
    for index in open {
      let share = Double(weights[index]) / sum
      let sigma = (Double(Self.draws) * share * (1 - share)).squareRoot()
      #expect(abs(Double(counts[index]) - Double(Self.draws) * share) <= 4 * sigma)
    }
  }

  @Test("Nothing is drawn when nothing can run, and the stream is left where it was")
  func allMasked() throws {
    let choice = try WeightedChoice(weights: [70, 30])
    var random = SeededRandom(seed: 1, user: 1)
    let before = random
    #expect(choice.draw(using: &random) { _ in false } == nil)
    #expect(random == before)
  }

  @Test("The only task that can run is always drawn")
  func oneLeft() throws {
    let choice = try WeightedChoice(weights: [1_000, 1, 1_000])
    var random = SeededRandom(seed: 1, user: 1)
    #expect((0..<1_000).allSatisfy { _ in choice.draw(using: &random) { $0 == 1 } == 1 })
  }

  @Test("Same seed and user, same tasks; another user, other tasks")
  func reproducible() throws {
    let choice = try WeightedChoice(weights: [70, 10, 10, 5, 5])
    func sequence(user: Int) -> [Int?] {
      var random = SeededRandom(seed: 99, user: user)
      return (0..<200).map { _ in choice.draw(using: &random) }
    }
    #expect(sequence(user: 3) == sequence(user: 3))
    #expect(sequence(user: 3) != sequence(user: 4))
  }

  @Test(
    "Weights that cannot be drawn from are refused",
    arguments: [
      ([], .empty),
      ([70, 0], .notPositive(task: "number 2", weight: 0)),
      ([-5, 10], .notPositive(task: "number 1", weight: -5)),
      ([.max, 1], .sumTooLarge),
    ] as [([Int], InvalidWeights)])
  func refused(weights: [Int], expected: InvalidWeights) {
    #expect(throws: expected) { try WeightedChoice(weights: weights) }
  }
}

@Suite("Weighted tasks")
struct WeightedTasksTests {
  /// Neither `Sendable` nor plain: what a user keeps is its own affair.
  private final class Log {
    var lines: [String] = []
  }

  private struct User {
    let log = Log()
    var hasConversation = false
  }

  private static func tasks() throws -> WeightedTasks<User> {
    try WeightedTasks([
      WeightedTask("start", weight: 30) { user in
        user.hasConversation = true
        await Task.yield()
        user.log.lines.append("start")
      },
      WeightedTask("message", weight: 70, canRun: { $0.hasConversation }) { user in
        user.log.lines.append("message")
      },
    ])
  }

  @Test("A task changes its user, and what it changed decides what can run")
  func actionChangesUser() async throws {
    let tasks = try Self.tasks()
    var user = User()
    var random = SeededRandom(seed: 4, user: 0)
    for _ in 0..<50 {
      let task = try #require(tasks.draw(for: user, using: &random))
      try await task.action(&user)
    }
    #expect(user.log.lines.first == "start")
    #expect(user.log.lines.contains("message"))
  }

  @Test("A call that fails reaches the caller")
  func actionThrows() async throws {
    struct Refused: Error {}
    let tasks = try WeightedTasks<User>([WeightedTask("end", weight: 1) { _ in throw Refused() }])
    var user = User()
    var random = SeededRandom(seed: 4, user: 0)
    let task = try #require(tasks.draw(for: user, using: &random))
    await #expect(throws: Refused.self) { try await task.action(&user) }
  }

  @Test("No task is drawn for a user that can do nothing")
  func nothingToDo() throws {
    let tasks = try WeightedTasks<User>([WeightedTask("end", weight: 1, canRun: { $0.hasConversation }) { _ in }])
    var random = SeededRandom(seed: 4, user: 0)
    #expect(tasks.draw(for: User(), using: &random)?.name == nil)
  }

  @Test("A bad task is refused by its name")
  func refusedByName() {
    #expect(throws: InvalidWeights.empty) { try WeightedTasks<User>([]) }
    #expect(throws: InvalidWeights.notPositive(task: "tier", weight: -1)) {
      try WeightedTasks<User>([WeightedTask("tier", weight: -1) { _ in }])
    }
    #expect(throws: InvalidWeights.duplicate(task: "tier")) {
      try WeightedTasks<User>([WeightedTask("tier", weight: 1) { _ in }, WeightedTask("tier", weight: 2) { _ in }])
    }
    #expect(
      InvalidWeights.notPositive(task: "tier", weight: 0).description
        == "task tier has weight 0: a weight is a whole number of at least 1; leave the task out to never run it")
  }
}
