import LoadEngine

/// Finds the worst five seconds of one event loop's thread from readings of its time.
///
/// A pure value; readings and their times are given in.
struct LoopLoad: Sendable {
  private struct Reading {
    var time: ThreadTime
    var second: Double
  }

  /// Seconds that a thread is judged over.
  static let window = 5.0

  /// Readings that are a second apart are late by some milliseconds, so that five of them make a little less.
  private let shortest: Double
  private let measured: ClosedRange<Double>
  private var readings: [Reading] = []
  private var last: Reading?
  private var worst = LoopHealth()

  /// - Parameter measured: The seconds of the run that are judged.
  init(measured: ClosedRange<Double>) {
    self.measured = measured
    shortest = 0.9 * min(Self.window, measured.upperBound - measured.lowerBound)
  }

  /// The worst windows; the part that was seen where the run ended before the first was full.
  var health: LoopHealth {
    guard worst.running == nil, let first = readings.first, let last = readings.last else { return worst }
    return Self.health(from: first, to: last)
  }

  /// Takes a reading; gives what the thread had since the one before. Outside the measured part only that.
  ///
  /// The first reading at the end of the measured part or after it is the last that counts.
  mutating func take(_ time: ThreadTime, at second: Double) -> LoopHealth {
    let reading = Reading(time: time, second: second)
    defer { last = reading }
    if second >= measured.lowerBound, (readings.last?.second ?? -.infinity) < measured.upperBound {
      readings.append(reading)
      // The shortest window that ends here and is long enough.
      while readings.count > 2, second - readings[1].second >= shortest { readings.removeFirst() }
      if second - readings[0].second >= shortest { judge(Self.health(from: readings[0], to: reading)) }
    }
    return last.map { Self.health(from: $0, to: reading) } ?? LoopHealth()
  }

  private mutating func judge(_ window: LoopHealth) {
    if let running = window.running, running.share > worst.running?.share ?? -1 { worst.running = running }
    if let waiting = window.waiting, waiting.share > worst.waiting?.share ?? -1 { worst.waiting = waiting }
    if let contended = window.contended, contended.share > worst.contended?.share ?? -1 { worst.contended = contended }
  }

  private static func health(from start: Reading, to end: Reading) -> LoopHealth {
    let nanoseconds = (end.second - start.second) * 1e9
    guard nanoseconds > 0 else { return LoopHealth() }
    func window(_ before: Int64?, _ after: Int64?) -> LoopHealth.Window? {
      guard let before, let after else { return nil }
      return .init(share: Double(after - before) / nanoseconds, from: start.second, to: end.second)
    }
    let running = window(start.time.running, end.time.running)
    let waiting = window(start.time.waiting, end.time.waiting)
    var contended: LoopHealth.Window?
    if let running, let waiting, waiting.share >= 0.01 {
      contended = waiting
      contended?.share = waiting.share / (waiting.share + running.share)
    }
    return LoopHealth(running: running, waiting: waiting, contended: contended)
  }
}
