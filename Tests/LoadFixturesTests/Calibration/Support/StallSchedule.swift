import Foundation
import LoadEngine
import Synchronization

/// Makes a server stand still for S every P, by blocking its only thread, and keeps the true lengths.
final class StallSchedule: Sendable {
  let length: Duration
  let period: Duration
  private let stalls = Mutex<[Double]>([])

  init(length: Duration, every period: Duration) {
    self.length = length
    self.period = period
  }

  /// Seconds of each stall so far, as the server's thread measured them.
  var lengths: [Double] { stalls.withLock { $0 } }

  /// Stalls `count` times while `body` runs, the first time half a period from now.
  func run<R: Sendable>(
    on loop: EventLoop, count: Int, _ body: () async throws -> R
  ) async throws -> R {
    let start = MonotonicTime.now + period / 2
    let stalling = Task(executorPreference: loop) {
      for number in 0..<count {
        try await loop.sleep(until: start + self.period * number)
        self.stall()
      }
    }
    defer { stalling.cancel() }
    return try await body()
  }

  private func stall() {
    let start = MonotonicTime.now
    usleep(UInt32(length / .microseconds(1)))
    let seconds = Double(MonotonicTime.now - start) / 1e9
    stalls.withLock { $0.append(seconds) }
  }

  /// The response time, milliseconds, that a share of all calls does not exceed, for calls that are due at an even rate
  /// (a second): a call that is due x into a stall of length S is answered at its end, after S - x, and all others at
  /// once. For equal stalls p_q = S - (1 - q) P.
  func responseTime(atQuantile quantile: Double, rate: Double, calls: Int) -> Double {
    let slower = (1 - quantile) * Double(calls)
    var (low, high) = (0.0, lengths.max() ?? 0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      let count = lengths.reduce(0) { $0 + max(0, $1 - middle) * rate }
      if count > slower { low = middle } else { high = middle }
    }
    return high * 1000
  }
}
