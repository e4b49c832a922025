import CSystem
import Foundation

/// The system calls that Darwin and Linux spell differently, and the few used everywhere.
public enum System {
  #if canImport(Darwin)
    static let streamSocket = SOCK_STREAM
    /// Darwin has no such flag; `socket` and `accept` set SO_NOSIGPIPE on the socket.
    public static let noSignal: Int32 = 0
  #else
    static let streamSocket = Int32(SOCK_STREAM.rawValue)
    public static let noSignal = Int32(MSG_NOSIGNAL)
  #endif

  /// Makes a TCP socket that child processes do not inherit.
  ///
  /// On Linux not even one that is started in the same moment: it would keep the port, and the connection, open.
  ///
  /// - Parameter blocks: Whether calls on it wait.
  /// - Returns: Negative, with the reason in `errno`, when there is none to be had.
  public static func socket(_ family: Int32, blocks: Bool = false) -> Int32 {
    #if os(Linux)
      return csystem_socket(family, blocks ? 1 : 0)
    #else
      let descriptor = Darwin.socket(family, streamSocket, 0)
      if descriptor >= 0 { configure(descriptor, blocks: blocks) }
      return descriptor
    #endif
  }

  /// Accepts a connection; see ``socket(_:blocks:)``.
  public static func accept(_ listener: Int32, blocks: Bool = false) -> Int32 {
    #if os(Linux)
      return csystem_accept(listener, blocks ? 1 : 0)
    #else
      let descriptor = Darwin.accept(listener, nil, nil)
      if descriptor >= 0 { configure(descriptor, blocks: blocks) }
      return descriptor
    #endif
  }

  #if !os(Linux)
    /// What Linux does when it makes the descriptor.
    static func configure(_ descriptor: Int32, blocks: Bool = false) {
      let flags = fcntl(descriptor, F_GETFL)
      _ = fcntl(descriptor, F_SETFL, blocks ? flags & ~O_NONBLOCK : flags | O_NONBLOCK)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      setOption(descriptor, SOL_SOCKET, SO_NOSIGPIPE)
    }
  #endif

  /// Whether a host is an IPv4 or IPv6 address rather than a name.
  static func isAddress(_ host: String) -> Bool {
    var address = in6_addr()
    return inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1
  }

  /// Sends small writes at once: a request must not wait for the answer to the one before.
  static func disableDelay(_ socket: Int32) {
    setOption(socket, Int32(IPPROTO_TCP), TCP_NODELAY)
  }

  static func setOption(_ socket: Int32, _ level: Int32, _ name: Int32) {
    var on: Int32 = 1
    _ = setsockopt(socket, level, name, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  /// Makes the end of a connection a reset, whatever has not been sent.
  static func resetWhenClosed(_ socket: Int32) {
    var lingering = linger(l_onoff: 1, l_linger: 0)
    _ = setsockopt(socket, SOL_SOCKET, SO_LINGER, &lingering, socklen_t(MemoryLayout<linger>.size))
  }

  /// The pending error of a socket, 0 when there is none.
  static func pendingError(_ socket: Int32) -> Int32 {
    var error: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    return getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : errno
  }

  static func close(_ descriptor: Int32) {
    _ = Foundation.close(descriptor)
  }

  /// The system's sentence for an error number.
  public static func message(_ error: Int32) -> String {
    String(cString: strerror(error))
  }

  /// What a file of /proc or /sys says; `nil` where it is not there.
  public static func text(of path: String) -> String? {
    // Foundation takes such a file for as long as its first 4 KiB: of the processors of a large machine, and of the
    // sockets of a busy one, the last were missing.
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = read(file, &piece, piece.count)
      if count > 0 {
        bytes += piece[..<count]
      } else if count == 0 {
        return String(decoding: bytes, as: UTF8.self)
      } else if errno != EINTR {
        return nil
      }
    }
  }

  /// Most file descriptors this process may open, `nil` when unlimited.
  public static var fileDescriptorLimit: Int? {
    var limit = rlimit()
    #if canImport(Glibc)
      guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
    #else
      guard getrlimit(RLIMIT_NOFILE, &limit) == 0 else { return nil }
    #endif
    return limit.rlim_cur == rlim_t.max ? nil : Int(clamping: limit.rlim_cur)
  }

  /// Makes the process's table of descriptors large enough for `count` of them, as far as the limit allows.
  ///
  /// Linux doubles the table when it is full and waits for all cores before it goes on: at 16,384 descriptors an event
  /// loop stood still for 140 ms in the middle of a run.
  public static func reserveDescriptors(_ count: Int) {
    let any = open("/dev/null", O_RDONLY | O_CLOEXEC)
    guard any >= 0 else { return }
    let highest = fcntl(any, F_DUPFD_CLOEXEC, Int32(clamping: count))
    if highest >= 0 { close(highest) }
    close(any)
  }

  /// CPU seconds, user and system, of this process so far.
  public static var cpuSeconds: Double {
    var usage = rusage()
    #if canImport(Glibc)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #else
      getrusage(RUSAGE_SELF, &usage)
    #endif
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }
}
