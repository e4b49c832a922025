import CSystem
import Foundation

/// The processors' time that this process may use: that of its affinity mask, or less where a container has a quota.
public struct UsableCPU: Sendable, Equatable {
  /// The numbers of the processors that the process may run on, as the system counts them.
  public var processors: Set<Int>
  /// The tightest of its control groups' quotas; `nil` without one.
  public var quota: CPUQuota?

  /// What the system says now.
  public static var current: UsableCPU {
    #if os(Linux)
      UsableCPU(processors: affinity ?? all, quota: CPUQuota.tightest(reading: System.text(of:)))
    #else
      UsableCPU(processors: all)
    #endif
  }

  /// How many processors that makes, above 0; a quota may make it a fraction.
  public var count: Double {
    min(Double(max(1, processors.count)), quota?.processors ?? .infinity)
  }

  /// How many threads should drive load unless told: half of the processors, at least 1, because the other half is for
  /// whatever is loaded on this machine, and for the rest of this process.
  public var usualEventLoops: Int {
    max(1, Int(count / 2))
  }

  private static var all: Set<Int> { Set(0..<ProcessInfo.processInfo.activeProcessorCount) }

  #if os(Linux)
    private static var affinity: Set<Int>? {
      // The kernel refuses a mask that is shorter than its own: 8192 processors are its limit.
      var mask = [UInt8](repeating: 0, count: 1024)
      let bytes = csystem_affinity(&mask, mask.count)
      guard bytes > 0 else { return nil }
      return Set((0..<bytes * 8).filter { mask[$0 / 8] >> UInt8($0 % 8) & 1 == 1 })
    }
  #endif
}
