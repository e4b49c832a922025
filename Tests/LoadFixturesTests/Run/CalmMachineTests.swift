import Testing

@testable import LoadFixtures

@Suite("Waiting for a calm machine")
struct CalmMachineTests {
  @Test("Calm readings must come in a row: a lull between two tests is no calm")
  func inARow() {
    var watch = CalmMachine.Watch(wanted: 3, patience: .seconds(20), ownPatience: .zero)
    let steps = [0.1, 0.2, 0.9, 0.1, 0.3, 0.31, 0.0, 0.0, 0.0].map {
      watch.take(all: $0, own: 0, over: .milliseconds(200))
    }
    #expect(steps == Array(repeating: .wait, count: 8) + [.calm])
    #expect(watch.waited == .milliseconds(1800) && watch.waitedForOwn == .zero)
  }

  /// Takes a second of each, until the wait is over.
  private func outcome(
    ownPatience: Duration = .seconds(300), _ readings: [(all: Double, own: Double)]
  ) -> (step: CalmMachine.Watch.Step, waited: Duration, forOwn: Duration, readings: Int) {
    var watch = CalmMachine.Watch(wanted: 2, patience: .seconds(20), ownPatience: ownPatience)
    for (index, reading) in readings.enumerated() {
      let step = watch.take(all: reading.all, own: reading.own, over: .seconds(1))
      if step != .wait { return (step, watch.waited, watch.waitedForOwn, index + 1) }
    }
    return (.wait, watch.waited, watch.waitedForOwn, readings.count)
  }

  @Test("Others are waited for 20 s at most")
  func others() {
    let found = outcome(Array(repeating: (0.9, 0.1), count: 400))
    #expect(found.step == .giveUp && found.waited == .seconds(20) && found.forOwn == .zero)
  }

  @Test("The process's own tests are waited for apart, and so long at most")
  func own() {
    let found = outcome(Array(repeating: (0.9, 0.8), count: 400))
    #expect(found.step == .giveUp && found.waited == .seconds(20) && found.forOwn == .seconds(300))
    let spent = outcome(ownPatience: .zero, Array(repeating: (0.9, 0.8), count: 400))
    #expect(spent.step == .giveUp && spent.readings == 20)
  }

  /// Before, any program was waited for up to 300 s once the process itself had been at work for a moment.
  @Test("Another program is not taken for the process's own tests because they were once at work")
  func ownOnce() {
    let found = outcome([(0.9, 0.8)] + Array(repeating: (0.9, 0.0), count: 400))
    #expect(found.step == .giveUp && found.waited == .seconds(20) && found.forOwn == .seconds(4))
  }
}
