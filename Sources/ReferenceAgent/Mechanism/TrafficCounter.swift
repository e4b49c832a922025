/// Counts what was answered, in all and over the last seconds.
struct TrafficCounter: Sendable {
  /// What the last ten seconds looked like.
  struct Recent: Sendable, Equatable {
    /// Milliseconds; 0 without a request.
    var averageResponseTime: Double
    /// The share of answers with status 500 and above, 0 to 1: what callers did wrong is no error of the agent.
    var errorRate: Double
    var requestsPerSecond: Double
  }

  private struct Second: Sendable {
    var number = -1
    var requests = 0
    var errors = 0
    var time = Duration.zero
  }

  private static let window = 10

  private let start: Duration
  private var seconds = [Second](repeating: Second(), count: window)
  /// Answered requests by route.
  private(set) var answered: [AgentRoute: Int] = [:]
  private(set) var errors = 0
  private(set) var cancelled = 0
  /// Requests that came in and are not answered yet, monitoring apart.
  private(set) var inFlight = 0

  init(start: Duration) { self.start = start }

  /// Answered requests that were not for monitoring.
  var total: Int { answered.reduce(0) { $1.key.isMonitoring ? $0 : $0 + $1.value } }

  mutating func begin(_ route: AgentRoute) {
    if !route.isMonitoring { inFlight += 1 }
  }

  mutating func end(_ route: AgentRoute, status: Int, began: Duration, at now: Duration) {
    answered[route, default: 0] += 1
    guard !route.isMonitoring else { return }
    inFlight -= 1
    if status >= 500 { errors += 1 }
    if status == AgentFailure.cancelled.status { cancelled += 1 }
    let number = second(of: now)
    let place = number % Self.window
    if seconds[place].number != number { seconds[place] = Second(number: number) }
    seconds[place].requests += 1
    seconds[place].errors += status >= 500 ? 1 : 0
    seconds[place].time += now - began
  }

  func recent(at now: Duration) -> Recent {
    let current = second(of: now)
    var sum = Second()
    for second in seconds where second.number >= 0 && second.number > current - Self.window {
      sum.requests += second.requests
      sum.errors += second.errors
      sum.time += second.time
    }
    // The running second is not over: the window is nine whole seconds and what has passed of this one.
    let elapsed = (now - start) / Duration.seconds(1)
    let span = max(1, min(elapsed, Double(Self.window - 1) + elapsed - Double(current)))
    let count = Double(max(1, sum.requests))
    return Recent(
      averageResponseTime: sum.time / Duration.milliseconds(1) / count, errorRate: Double(sum.errors) / count,
      requestsPerSecond: Double(sum.requests) / span)
  }

  private func second(of time: Duration) -> Int { Int((time - start).components.seconds) }
}
