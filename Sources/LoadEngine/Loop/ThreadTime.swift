import CSystem
import Foundation

/// What a thread has had of a core since it began.
public struct ThreadTime: Sendable, Equatable {
  /// Nanoseconds that it ran.
  public var running: Int64
  /// Nanoseconds that it could have run and had no core; `nil` where the system does not count them.
  public var waiting: Int64?

  public init(running: Int64, waiting: Int64?) {
    self.running = running
    self.waiting = waiting
  }

  /// Reads a thread's `schedstat`: nanoseconds on a core, nanoseconds in a run queue, turns.
  ///
  /// `nil` for anything else, and for "0 0 0", which a kernel writes that does not count.
  init?(schedstat text: String) {
    let numbers = text.split { $0 == " " || $0 == "\n" }.map { Int64($0) }
    guard numbers.count == 3, let running = numbers[0], let waiting = numbers[1], running > 0 else { return nil }
    self.init(running: running, waiting: waiting)
  }

  #if os(Linux)
    static var currentThread: Int { Int(csystem_thread_number()) }

    /// `nil` for a thread that is not of this process, or no longer.
    init?(ofThread number: Int) {
      guard number > 0 else { return nil }
      if let counted = System.text(of: "/proc/self/task/\(number)/schedstat").flatMap(ThreadTime.init(schedstat:)) {
        self = counted
        return
      }
      // The clock that pthread_getcpuclockid gives: the number's complement, and 6 for a thread's scheduler clock.
      var time = timespec()
      guard clock_gettime(clockid_t(~Int32(truncatingIfNeeded: number) << 3 | 6), &time) == 0 else { return nil }
      self.init(running: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec), waiting: nil)
    }
  #else
    static var currentThread: Int { Int(pthread_mach_thread_np(pthread_self())) }

    /// `nil` for a thread that is not of this process, or no longer.
    init?(ofThread number: Int) {
      guard number > 0 else { return nil }
      var info = thread_basic_info()
      var size = mach_msg_type_number_t(MemoryLayout<thread_basic_info>.size / MemoryLayout<integer_t>.size)
      // The pointer does not leave the closure, and the structure is as long as is said.
      let result = withUnsafeMutablePointer(to: &info) { pointer in
        pointer.withMemoryRebound(to: integer_t.self, capacity: Int(size)) {
          thread_info(thread_act_t(number), thread_flavor_t(THREAD_BASIC_INFO), $0, &size)
        }
      }
      guard result == KERN_SUCCESS else { return nil }
      func nanoseconds(_ time: time_value_t) -> Int64 {
        Int64(time.seconds) * 1_000_000_000 + Int64(time.microseconds) * 1000
      }
      self.init(running: nanoseconds(info.user_time) + nanoseconds(info.system_time), waiting: nil)
    }
  #endif
}
