import Foundation
import LoadEngine
import Testing

@testable import LoadFixtures

@Suite("Requests to end a process")
struct EndRequestsTests {
  private func taken(_ signals: [(Int32, Int64)]) -> [EndRequests.Request?] {
    var requests = EndRequests()
    let start = MonotonicTime.now
    return signals.map { requests.take($0, at: start + .milliseconds($1)) }
  }

  /// Before, timeout(1) and a closed terminal, which signal a process and its group, ended a run without its record.
  @Test("A signal that comes twice at once is one request; later a second one ends at once")
  func echo() {
    #expect(taken([(SIGTERM, 0), (SIGTERM, 1), (SIGTERM, 249)]) == [.first, nil, nil])
    #expect(taken([(SIGINT, 0), (SIGINT, 250)]) == [.first, .second])
    var requests = EndRequests()
    #expect(requests.last == nil)
    for (milliseconds, last) in [(0, EndRequests.Request.first), (100, .first), (300, .second), (310, .second)] {
      _ = requests.take(SIGINT, at: MonotonicTime(nanoseconds: Int64(milliseconds) * 1_000_000))
      #expect(requests.last == last)
    }
    #expect(taken([(SIGHUP, 0), (SIGTERM, 900), (SIGTERM, 901)]) == [.first, .second, .second])
  }

  @Test("A hang-up is never the second: a terminal is closed once, and tells each of its processes twice")
  func hangUp() {
    #expect(taken([(SIGHUP, 0), (SIGHUP, 3000)]) == [.first, nil])
    #expect(taken([(SIGINT, 0), (SIGHUP, 3000), (SIGINT, 3001)]) == [.first, nil, .second])
  }
}
