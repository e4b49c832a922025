import Testing

@testable import LoadFixtures

@Suite("Waiting for a calm machine")
struct CalmMachineTests {
  @Test("Calm readings must come in a row: a lull between two tests is no calm")
  func inARow() {
    var watch = CalmMachine.Watch(wanted: 3)
    let answers = [0.1, 0.2, 0.9, 0.1, 0.3, 0.31, 0.0, 0.0, 0.0].map { watch.isCalm(after: $0) }
    #expect(answers == [false, false, false, false, false, false, false, false, true])
  }
}
