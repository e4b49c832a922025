import LoadEngine
import LoadFixtures
import Testing

@Suite("Pacing")
struct PacingTests {
  @Test("A uniform think time stays within its bounds, fills them evenly and repeats with its seed")
  func uniform() {
    let pacing = Pacing.uniform(.seconds(2) ... .seconds(5))
    var random = SeededRandom(seed: 7, user: 0)
    let draws = (0..<10_000).map { _ in pacing.draw(using: &random) / .seconds(1) }
    #expect(draws.allSatisfy { (2...5).contains($0) })
    // The mean of 10,000 draws has a standard error of 3 / sqrt(12 x 10,000) = 0.0087 s; this is four of them.
    #expect(abs(draws.reduce(0, +) / 10_000 - 3.5) < 0.035)
    #expect(draws.min()! < 2.01 && draws.max()! > 4.99)
    var again = SeededRandom(seed: 7, user: 0)
    #expect(draws == (0..<10_000).map { _ in pacing.draw(using: &again) / .seconds(1) })
  }

  @Test("A seed gives these think times in each release of Swift: the draw is the random's own")
  func draws() {
    var random = SeededRandom(seed: 7, user: 0)
    let pacing = Pacing.uniform(.seconds(2) ... .seconds(5))
    #expect(
      (0..<4).map { _ in pacing.draw(using: &random).wholeNanoseconds } == [
        4_621_735_890, 3_673_542_021, 2_458_333_161, 4_093_380_244,
      ])
    var same = SeededRandom(seed: 7, user: 0)
    #expect(
      (0..<4).map { _ in 2_000_000_000 + Int64(same.below(3_000_000_001)) } == [
        4_621_735_890, 3_673_542_021, 2_458_333_161, 4_093_380_244,
      ])
  }

  @Test("Fixed pauses take no random number")
  func fixed() {
    var random = SeededRandom(seed: 1, user: 0)
    #expect(Pacing.none.draw(using: &random) == .zero)
    #expect(Pacing.constant(.seconds(3)).draw(using: &random) == .seconds(3))
    #expect(Pacing.constantPacing(every: .seconds(1)).draw(using: &random) == .seconds(1))
    #expect(Pacing.constant(.seconds(-3)).draw(using: &random) == .zero)
    #expect(random == SeededRandom(seed: 1, user: 0))
  }

  @Test("A think time follows the end of an iteration; a constant pacing keeps its beat behind a slow target")
  func nextStart() {
    var random = SeededRandom(seed: 1, user: 0)
    let think = Pacing.constant(.seconds(2))
    #expect(think.nextStart(lastDue: .seconds(10), ended: .seconds(13), using: &random) == .seconds(15))
    #expect(!think.hasIntendedStart)
    let beat = Pacing.constantPacing(every: .seconds(1))
    #expect(beat.nextStart(lastDue: .seconds(10), ended: .seconds(10.2), using: &random) == .seconds(11))
    #expect(beat.nextStart(lastDue: .seconds(10), ended: .seconds(13), using: &random) == .seconds(11))
    #expect(beat.hasIntendedStart)
  }

  @Test("The think-time scale reaches every kind")
  func scaled() {
    #expect(Pacing.none.scaled(by: 0.1) == .none)
    #expect(Pacing.constant(.seconds(3)).scaled(by: 0.1) == .constant(.milliseconds(300)))
    #expect(
      Pacing.uniform(.seconds(2) ... .seconds(5)).scaled(by: 0.1)
        == .uniform(.milliseconds(200) ... .milliseconds(500)))
    #expect(Pacing.constantPacing(every: .seconds(1)).scaled(by: 0.1) == .constantPacing(every: .milliseconds(100)))
    #expect(Pacing.uniform(.seconds(2) ... .seconds(5)).scaled(by: 0) == .none)
  }

  @Test("Negative pauses and periods of nothing are refused")
  func refusals() throws {
    let impossible: [Pacing] = [
      .constant(.seconds(-1)), .uniform(.seconds(-1) ... .seconds(1)), .constantPacing(every: .zero),
      .constantPacing(every: .seconds(-1)),
    ]
    for pacing in impossible {
      let error = try #require(throws: PlanError.self) { try pacing.validated() }
      #expect(error.code == .pause)
    }
    for pacing in [Pacing.none, .constant(.zero), .uniform(.zero ... .seconds(1)), .constantPacing(every: .seconds(1))]
    {
      #expect(try pacing.validated() == pacing)
    }
  }
}
