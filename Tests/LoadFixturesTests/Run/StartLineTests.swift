import LoadEngine
import Testing

@testable import LoadFixtures

@Suite("A start line")
struct StartLineTests {
  @Test("All begin at one instant, after the last has come; who withdraws is not waited for")
  func together() async {
    let line = StartLine(for: 6, notice: .milliseconds(20))
    let users = await withTaskGroup(of: (arrival: MonotonicTime, start: MonotonicTime).self) { group in
      for number in 0..<5 {
        group.addTask {
          // Cancelled sleeps would only bring it there earlier.
          try? await Task.sleep(for: .milliseconds(10 * number))
          let arrival = MonotonicTime.now
          return (arrival, await line.arrive())
        }
      }
      // Later than all who come.
      try? await Task.sleep(for: .milliseconds(100))
      line.withdraw()
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(users.count == 5 && Set(users.map(\.start.nanoseconds)).count == 1)
    #expect(users.allSatisfy { $0.start > $0.arrival })
  }

  @Test("Who comes late begins with the others")
  func late() async {
    let line = StartLine(for: 1)
    let first = await line.arrive()
    #expect(await line.arrive() == first)
  }
}
