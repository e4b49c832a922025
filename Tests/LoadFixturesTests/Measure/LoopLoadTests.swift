import LoadEngine
import Testing

@testable import LoadFixtures

@Suite("The worst five seconds of an event loop")
struct LoopLoadTests {
  /// Readings at these seconds of a thread that ran and waited for these shares of the time up to each.
  private func load(
    measured: ClosedRange<Double>, at seconds: [Double], running: [Double], waiting: [Double]? = nil
  ) -> LoopHealth {
    var load = LoopLoad(measured: measured)
    var (ran, waited, last) = (0.0, 0.0, 0.0)
    for (index, second) in seconds.enumerated() {
      ran += running[index] * (second - last) * 1e9
      waited += (waiting?[index] ?? 0) * (second - last) * 1e9
      last = second
      _ = load.take(
        ThreadTime(running: Int64(ran.rounded()), waiting: waiting.map { _ in Int64(waited.rounded()) }), at: second)
    }
    return load.health
  }

  private func near(_ window: LoopHealth.Window?, _ share: Double, _ from: Double, _ to: Double) -> Bool {
    guard let window else { return false }
    return abs(window.share - share) < 1e-6 && window.from == from && window.to == to
  }

  @Test("Any five seconds are looked at, not those from a fixed beginning")
  func sliding() {
    let seconds = (0...20).map(Double.init)
    // A second of waiting is in each of five windows; half a second in the next one makes one of them the worst.
    let waiting = seconds.map { $0 == 9 ? 0.4 : $0 == 13 ? 0.2 : 0 }
    let running = seconds.map { (15...19).contains($0) ? 0.95 : 0.3 }
    let health = load(measured: 0...20, at: seconds, running: running, waiting: waiting)
    #expect(near(health.waiting, 0.12, 8, 13), "\(health)")
    #expect(near(health.running, 0.95, 14, 19), "\(health)")
  }

  @Test("Readings that are late by milliseconds still make five seconds")
  func jitter() {
    let seconds = (0...10).map { Double($0) + ($0 % 2 == 0 ? 0.004 : 0.001) }
    let running = seconds.map { $0 > 3 && $0 < 8.5 ? 0.8 : 0 }
    let window = load(measured: 0...10, at: seconds, running: running).running
    #expect(window.map { abs($0.to - $0.from - 5) < 0.01 && $0.share > 0.79 } == true, "\(String(describing: window))")
  }

  @Test("What is outside the measured part does not count, and the first reading after its end closes it")
  func measuredPart() {
    let seconds = [0, 1, 1.5, 2, 3, 4, 5, 6, 7, 7.003, 8, 9]
    let running = seconds.map { $0 <= 1.5 || $0 > 7.003 ? 1.0 : 0.5 }
    let health = load(measured: 1.5...7, at: seconds, running: running)
    #expect(near(health.running, 0.5, 1.5, 7) || near(health.running, 0.5, 1.5, 6), "\(health)")
  }

  @Test("A measured part of less than five seconds is judged as a whole")
  func short() {
    let seconds = [0, 0.5, 1, 2, 2.503]
    let health = load(measured: 0.5...2.5, at: seconds, running: [1, 1, 0, 0.5, 1], waiting: [1, 1, 0.2, 0, 0])
    #expect(near(health.running, 1.003 / 2.003, 0.5, 2.503), "\(health)")
    #expect(near(health.waiting, 0.1 / 2.003, 0.5, 2.503), "\(health)")
  }

  @Test("A run that ended early is judged by what was seen; without readings, or where waiting is not told, nothing is")
  func incomplete() {
    let early = load(measured: 1...60, at: [0, 1, 2, 2.5], running: [0, 0, 0.6, 0.6], waiting: nil)
    #expect(near(early.running, 0.6, 1, 2.5), "\(early)")
    #expect(early.waiting == nil)
    #expect(load(measured: 1...60, at: [0, 1], running: [1, 1]) == LoopHealth())
  }

  @Test("Contention is the share of the time in which the thread could run, where that is not next to nothing")
  func contention() {
    let seconds = (0...10).map(Double.init)
    let running = seconds.map { $0 > 5 ? 0.01 : 0.3 }
    let waiting = seconds.map { $0 > 5 ? 0.03 : 0.1 }
    let health = load(measured: 0...10, at: seconds, running: running, waiting: waiting)
    #expect(near(health.contended, 0.75, 5, 10), "\(health)")
    #expect(near(health.waiting, 0.1, 0, 5), "\(health)")
    let idle = load(measured: 0...10, at: seconds, running: running, waiting: seconds.map { _ in 0.009 })
    #expect(idle.contended == nil)
  }

  @Test("Each reading tells what came since the one before")
  func live() {
    var load = LoopLoad(measured: 5...10)
    #expect(load.take(ThreadTime(running: 0, waiting: 0), at: 0) == LoopHealth())
    let second = load.take(ThreadTime(running: 250_000_000, waiting: 100_000_000), at: 1)
    #expect(near(second.running, 0.25, 0, 1) && near(second.waiting, 0.1, 0, 1), "\(second)")
  }
}
