import Foundation
import LoadEngine
import Synchronization
import Testing

@testable import LoadFixtures

@Suite("How busy the usable processors are")
struct MachineReadingTests {
  /// user nice system idle iowait irq softirq steal guest guest_nice
  private static let before = """
    cpu  1300 0 400 8000 200 0 0 100 100 0
    cpu0 1000 0 300 3600 50 0 0 50 100 0
    cpu1 300 0 100 4400 150 0 0 50 0 0
    intr 1 2 3

    """
  private static let after = """
    cpu  1335 0 410 8030 210 0 0 115 130 0
    cpu0 1030 0 305 3600 50 0 0 56 130 0
    cpu1 305 0 105 4430 160 0 0 59 0 0
    intr 4 5 6

    """

  private func share(_ processors: Set<Int>, own: Double = 0) throws -> Double? {
    let before = try #require(MachineReading(stat: Self.before, processors: processors, seconds: 10))
    let after = try #require(MachineReading(stat: Self.after, processors: processors, seconds: 10.4))
    return after.busyShare(since: before, without: own)
  }

  /// Before, the ticks of all processors were divided by the time that had passed by the watch: 41 ticks of 10 ms in
  /// 0.4 s of one processor made 102.5 %. Guests' time is in user's already, and what the hypervisor took is not idle.
  @Test("The share is of the ticks that passed on the processors of the mask, and never more than all of them")
  func ticks() throws {
    #expect(try share([0]) == 1)
    #expect(try share([1]) == 19.0 / 59)
    #expect(try share([0, 1]) == 60.0 / 100)
    #expect(try share([0, 1], own: 0.2)?.rounded(toPlaces: 9) == 0.35)
    #expect(MachineReading(stat: Self.before, processors: [7], seconds: 0) == nil)
    #expect(MachineReading(stat: "cpu0 1 2", processors: [0], seconds: 0) == nil)
  }

  @Test("A group that uses up its quota is busy, however idle its machine")
  func quota() throws {
    let quota = CPUQuota(processors: 0.5, period: 0.1)
    func reading(_ text: String, used: Double, at seconds: Double) throws -> MachineReading {
      try #require(
        MachineReading(stat: text, processors: [1], quota: quota, groupSeconds: used, seconds: seconds))
    }
    let start = try reading(Self.before, used: 7, at: 10)
    // 0.4 s and a period of 0.1 s at half a processor.
    #expect(try reading(Self.after, used: 7.25, at: 10.4).busyShare(since: start)?.rounded(toPlaces: 9) == 1)
    #expect(try reading(Self.after, used: 7.01, at: 10.4).busyShare(since: start) == 19.0 / 59)
  }

  @Test("With a spinning thread for each processor no reading of 200 ms exceeds 100 %, and all of them see it")
  func spinning() async throws {
    let usable = UsableCPU.current
    var shares: [Double] = []
    let isOver = Atomic(false)
    for _ in usable.processors { Thread.detachNewThread { while !isOver.load(ordering: .relaxed) {} } }
    defer { isOver.store(true, ordering: .relaxed) }
    for _ in 0..<10 {
      let before = try #require(MachineReading(of: usable))
      try await Task.sleep(for: .milliseconds(200))
      let after = try #require(MachineReading(of: usable))
      shares.append(try #require(after.busyShare(since: before)))
    }
    #expect(shares.allSatisfy { $0 <= 1 }, "\(shares)")
    #expect(try #require(shares.max()) > 0.9, "\(shares)")
  }
}

extension Double {
  fileprivate func rounded(toPlaces places: Int) -> Double {
    let factor = pow(10, Double(places))
    return (self * factor).rounded() / factor
  }
}
