import Foundation
import Synchronization

/// Files that must not outlive this process: those that are being written, and its mark on a results directory.
package enum Leftovers {
  private static let paths = Mutex<Set<String>>([])
  private static let isRemovedAtExit = atexit { Leftovers.paths.withLock { Leftovers.remove($0) } } == 0

  /// What gives a terminal back that was taken over.
  private static let terminal = Mutex<(@Sendable () -> Void)?>(nil)

  /// Sets what ``endProcess(_:)`` does before anything else.
  static func giveBackTerminal(by restore: (@Sendable () -> Void)?) { terminal.withLock { $0 = restore } }

  static func add(_ path: String) {
    _ = isRemovedAtExit
    paths.withLock { _ = $0.insert(path) }
  }

  static func forget(_ path: String) {
    paths.withLock { _ = $0.remove(path) }
  }

  /// Ends this process at once, whatever its threads are doing, and leaves none of the files.
  package static func endProcess(_ code: Int32) -> Never {
    terminal.withLock { $0 }?()
    // The lock is kept: a file that is begun meanwhile would be left behind.
    paths.withLock { paths -> Never in
      remove(paths)
      _exit(code)
    }
  }

  private static func remove(_ paths: Set<String>) {
    for path in paths { unlink(path) }
  }
}
