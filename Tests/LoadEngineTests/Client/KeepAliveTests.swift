import Testing

@testable import LoadEngine

/// How long a target keeps idle connections, as it is learnt.
struct KeepAliveTests {
  private static let millisecond: Int64 = 1_000_000
  private static let second = 1000 * millisecond

  @Test func `nothing known, nothing forbidden`() {
    let keepAlive = KeepAlive()
    #expect(keepAlive.allows(idle: 3600 * Self.second))
    #expect(keepAlive.learnt == nil && !keepAlive.isOff)
  }

  @Test func `nine tenths of the shorter of two times that closed a connection are allowed`() {
    let keepAlive = KeepAlive()
    keepAlive.closed(afterIdle: 5200 * Self.millisecond)
    #expect(keepAlive.learnt == nil)
    for tenths in [50, 58] as [Int64] { keepAlive.closed(afterIdle: tenths * Self.second / 10) }
    #expect(keepAlive.allows(idle: 4499 * Self.millisecond))
    #expect(!keepAlive.allows(idle: 4500 * Self.millisecond))
    #expect(keepAlive.learnt == .seconds(5))
  }

  @Test func `what is announced counts as what is seen`() {
    let keepAlive = KeepAlive()
    keepAlive.announced(seconds: 5)
    #expect(!keepAlive.allows(idle: 4500 * Self.millisecond))
    keepAlive.announced(seconds: .max)
    #expect(keepAlive.learnt == .seconds(5))
    for _ in 1...2 { keepAlive.closed(afterIdle: 2 * Self.second) }
    #expect(keepAlive.learnt == .seconds(2))
    let other = KeepAlive()
    other.announced(seconds: 0)
    #expect(other.isOff && !other.allows(idle: 0))
  }

  /// Before, each close of more than half of that was learnt, and never forgotten: connections that the target would
  /// have kept were opened anew for each call.
  @Test func `a close below what others lived through is no time-out`() {
    let keepAlive = KeepAlive()
    keepAlive.survived(idle: 4 * Self.second)
    for _ in 1...3 { keepAlive.closed(afterIdle: 3 * Self.second) }
    #expect(keepAlive.learnt == nil)
    // Its own clock may be a little behind ours.
    for _ in 1...2 { keepAlive.closed(afterIdle: 3900 * Self.millisecond) }
    #expect(keepAlive.learnt == .milliseconds(3900))
  }

  @Test func `closes that do not agree are no time-out`() {
    let keepAlive = KeepAlive()
    for seconds in [1, 9, 3, 27, 5] as [Int64] { keepAlive.closed(afterIdle: seconds * Self.second) }
    #expect(keepAlive.learnt == nil)
    keepAlive.closed(afterIdle: 6 * Self.second)
    #expect(keepAlive.learnt == .seconds(5))
  }

  @Test func `who closes at once keeps nothing`() {
    let keepAlive = KeepAlive()
    for _ in 1...2 { keepAlive.closed(afterIdle: Self.millisecond) }
    #expect(keepAlive.isOff && !keepAlive.allows(idle: 0))
    #expect(keepAlive.learnt == .zero)
  }

  @Test func `a target that was gone is learnt anew`() {
    let keepAlive = KeepAlive()
    keepAlive.survived(idle: 4 * Self.second)
    for _ in 1...2 { keepAlive.closed(afterIdle: 4 * Self.second) }
    keepAlive.forget()
    #expect(keepAlive.learnt == nil)
    keepAlive.closed(afterIdle: Self.second)
    #expect(keepAlive.learnt == nil)
    keepAlive.closed(afterIdle: Self.second)
    #expect(keepAlive.learnt == .seconds(1))
  }

  @Test(arguments: [0, 60] as [Int64])
  func `what is given stays`(seconds: Int64) {
    let keepAlive = KeepAlive(.seconds(seconds))
    for _ in 1...2 { keepAlive.closed(afterIdle: 2 * Self.second) }
    keepAlive.announced(seconds: 1)
    keepAlive.forget()
    #expect(keepAlive.allows(idle: 59 * Self.second) == (seconds == 60))
    #expect(!keepAlive.allows(idle: 60 * Self.second))
    #expect(keepAlive.isOff == (seconds == 0))
    #expect(keepAlive.learnt == nil)
  }
}
