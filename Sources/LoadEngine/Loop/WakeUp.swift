import CSystem
import Foundation

/// Ends a loop's wait from another thread: an eventfd on Linux, a pipe elsewhere.
struct WakeUp: Sendable {
  let readEnd: Int32
  private let writeEnd: Int32

  init() throws(SystemError) {
    #if os(Linux)
      let descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
      guard descriptor >= 0 else { throw SystemError("eventfd", errno: errno) }
      readEnd = descriptor
      writeEnd = descriptor
    #else
      var ends: [Int32] = [0, 0]
      guard pipe(&ends) == 0 else { throw SystemError("pipe", errno: errno) }
      for end in ends { System.configure(end) }
      readEnd = ends[0]
      writeEnd = ends[1]
    #endif
  }

  func signal() {
    // Eight bytes are what an eventfd takes; a pipe takes any number. A full pipe wakes the loop as well.
    var one: UInt64 = 1
    _ = write(writeEnd, &one, 8)
  }

  func drain() {
    var bytes = (UInt64(0), UInt64(0), UInt64(0), UInt64(0))
    while read(readEnd, &bytes, 32) > 0 {}
  }

  func close() {
    System.close(readEnd)
    if writeEnd != readEnd { System.close(writeEnd) }
  }
}
