import Testing

@testable import LoadFixtures

@Suite("Weighted tasks")
struct WeightedTasksTests {
  private static let draws = 100_000

  /// Tasks that note their index in their user.
  private static func tasks(_ weights: [Int], without masked: Set<Int> = []) -> WeightedTasks<Int> {
    WeightedTasks(
      weights.enumerated().map { index, weight in
        WeightedTask(weight: weight, needs: masked.contains(index) ? .refresh : .message) { $0 = index }
      })
  }

  private static func draw(from tasks: WeightedTasks<Int>, using random: inout SeededRandom) async throws -> Int {
    var drawn = -1
    try await tasks.draw(offers: { $0 == .message }, using: &random)?.action(&drawn)
    return drawn
  }

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
  func proportions(weights: [Int], masked: Set<Int>) async throws {
    let tasks = Self.tasks(weights, without: masked)
    var random = SeededRandom(seed: 2024, user: weights.count)
    var counts = [Int](repeating: 0, count: weights.count)
    for _ in 0..<Self.draws { counts[try await Self.draw(from: tasks, using: &random)] += 1 }
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
  func allMasked() async throws {
    var random = SeededRandom(seed: 1, user: 1)
    let before = random
    #expect(Self.tasks([70, 30], without: [0, 1]).draw(offers: { $0 == .message }, using: &random)?.weight == nil)
    #expect(random == before)
  }

  @Test("The only task that can run is always drawn")
  func oneLeft() async throws {
    let tasks = Self.tasks([1_000, 1, 1_000], without: [0, 2])
    var random = SeededRandom(seed: 1, user: 1)
    for _ in 0..<1_000 { #expect(try await Self.draw(from: tasks, using: &random) == 1) }
  }

  @Test("Same seed and user, same tasks; another user, other tasks")
  func reproducible() async throws {
    let tasks = Self.tasks([70, 10, 10, 5, 5])
    func sequence(user: Int) async throws -> [Int] {
      var random = SeededRandom(seed: 99, user: user)
      var drawn: [Int] = []
      for _ in 0..<200 { drawn.append(try await Self.draw(from: tasks, using: &random)) }
      return drawn
    }
    let first = try await sequence(user: 3)
    #expect(try await sequence(user: 3) == first)
    #expect(try await sequence(user: 4) != first)
  }

  /// Neither `Sendable` nor plain: what a user keeps is its own affair.
  private final class Log {
    var lines: [String] = []
  }

  private struct User {
    let log = Log()
    var hasConversation = false
  }

  @Test("A task changes its user")
  func actionChangesUser() async throws {
    let tasks = WeightedTasks<User>([
      WeightedTask(weight: 30) { user in
        user.hasConversation = true
        await Task.yield()
        user.log.lines.append("start")
      },
      WeightedTask(weight: 70) { $0.log.lines.append($0.hasConversation ? "message" : "too early") },
    ])
    var user = User()
    var random = SeededRandom(seed: 4, user: 0)
    for _ in 0..<50 {
      let task = try #require(tasks.draw(offers: { _ in true }, using: &random))
      try await task.action(&user)
    }
    #expect(user.log.lines.drop { $0 == "too early" }.first == "start")
    #expect(!user.log.lines.drop { $0 == "too early" }.contains("too early"))
    #expect(user.log.lines.contains("message"))
  }

  @Test("A call that fails reaches the caller")
  func actionThrows() async throws {
    struct Refused: Error {}
    let tasks = WeightedTasks<User>([WeightedTask(weight: 1) { _ in throw Refused() }])
    var user = User()
    var random = SeededRandom(seed: 4, user: 0)
    let task = try #require(tasks.draw(offers: { _ in true }, using: &random))
    await #expect(throws: Refused.self) { try await task.action(&user) }
  }
}
