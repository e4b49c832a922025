import Synchronization
import Testing

@testable import LoadFixtures

/// Counts who is inside at the same time.
private final class Visitors: Sendable {
  private let state = Mutex((now: 0, most: 0, total: 0))

  var most: Int { state.withLock { $0.most } }
  var total: Int { state.withLock { $0.total } }

  func enter() {
    state.withLock { state in
      state.now += 1
      state.most = max(state.most, state.now)
      state.total += 1
    }
  }

  func leave() {
    state.withLock { $0.now -= 1 }
  }
}

@Suite("The serializer")
struct SerializerTests {
  @Test("One at a time, and the next also after an error")
  func oneAtATime() async throws {
    struct Expected: Error {}
    let serializer = Serializer()
    let visitors = Visitors()
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<50 {
        group.addTask {
          do {
            try await serializer.run {
              visitors.enter()
              await Task.yield()
              visitors.leave()
              if number.isMultiple(of: 7) { throw Expected() }
            }
          } catch {
            #expect(error is Expected)
          }
        }
      }
    }
    #expect(visitors.most == 1)
    #expect(visitors.total == 50)
  }
}
