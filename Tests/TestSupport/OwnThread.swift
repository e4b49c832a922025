import Foundation

/// Seconds of work without a suspension, away from the few threads that all tests share: some look at the clock.
public enum OwnThread {
  /// Runs `body` on a thread that ends with it.
  public static func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
      Thread {
        #if canImport(Glibc)
          // On Linux the priority is the thread's, elsewhere it would be the process's.
          setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
        #endif
        continuation.resume(returning: body())
      }.start()
    }
  }
}
