import Testing

@testable import LoadFixtures

@Suite("What breakers come to over a run")
struct BreakerTotalsTests {
  private static func changes(_ changes: [(TargetMetrics.CircuitChange.State, Double)]) -> [TargetMetrics.CircuitChange]
  {
    changes.map { TargetMetrics.CircuitChange(breaker: "llm", state: $0.0, second: $0.1) }
  }

  @Test("Openings count out of the closed state, and the time until closed goes over failed trials")
  func totals() {
    let totals = BreakerTotals(
      of: "llm",
      changes: Self.changes([
        (.open, 2), (.halfOpen, 5), (.open, 5.5), (.halfOpen, 9), (.closed, 10), (.open, 20), (.halfOpen, 23),
        (.closed, 24),
      ]), from: .closed)
    #expect(totals.openings == 2 && totals.closings == 2 && totals.probing == 3)
    #expect(totals.longestOpen == 8 && !totals.isLeftOpen)
  }

  @Test("One that was open before the run has no opening, and one that does not close has no time")
  func ends() {
    let before = BreakerTotals(of: "llm", changes: Self.changes([(.halfOpen, 3), (.closed, 4)]), from: .open)
    #expect(before.openings == 0 && before.closings == 1 && before.longestOpen == 4)
    let left = BreakerTotals(of: "llm", changes: Self.changes([(.open, 3)]), from: .closed)
    #expect(left.openings == 1 && left.longestOpen == nil && left.isLeftOpen)
  }

  @Test("Each breaker has its own, also one that did not change, and a target that tells none has none")
  func byName() {
    var metrics = TargetMetrics.notOffered
    #expect(metrics.summed().breakerTotals == nil)
    metrics.circuitChanges = Self.changes([(.open, 3)])
    metrics.circuitsBefore = ["db": .open]
    let totals = metrics.summed().breakerTotals
    #expect(totals?.map(\.breaker) == ["db", "llm"] && totals?.map(\.isLeftOpen) == [true, true])
  }
}
