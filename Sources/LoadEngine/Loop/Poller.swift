/// Waits for readiness of file descriptors: the one seam between the loop and the system.
///
/// `EpollPoller` reports edges, `PollPoller` levels. Code above works with both by reading until the system has no
/// more, and by asking for writability only after a write came back short.
protocol Poller: AnyObject {
  /// Watches a descriptor for reading and hang-up. `token` comes back with each event.
  func add(_ descriptor: Int32, token: UInt64) throws(SystemError)
  /// Says whether writability is of interest.
  func setWritable(_ descriptor: Int32, token: UInt64, _ wanted: Bool)
  /// Says whether what can be read is of interest; of edges there is only one.
  func setReadable(_ descriptor: Int32, _ wanted: Bool)
  func remove(_ descriptor: Int32)
  /// Appends what became ready within `nanoseconds` (negative: no limit) to `events`.
  func wait(nanoseconds: Int64, into events: inout [Readiness])
  func close()
}

extension Poller {
  func setReadable(_ descriptor: Int32, _ wanted: Bool) {}
}

/// One descriptor's readiness.
struct Readiness {
  var token: UInt64
  var readable: Bool
  var writable: Bool
  /// The peer closed or the connection failed: reading must go on to the end, a short read is not it.
  var hangUp: Bool
}

/// Receives a registered descriptor's readiness, on the loop.
protocol ReadinessHandler: AnyObject {
  func descriptorReady(_ readiness: Readiness)
}

/// A failed system call.
public struct SystemError: Error, Sendable, Equatable, CustomStringConvertible {
  public var call: String
  public var errno: Int32

  public init(_ call: String, errno: Int32) {
    self.call = call
    self.errno = errno
  }

  public var description: String { "\(call): \(System.message(errno)) (errno \(errno))" }
}
