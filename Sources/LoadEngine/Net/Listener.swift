import Foundation

/// A listening TCP socket on one event loop. All members are used on that loop only.
final class Listener: ReadinessHandler, TimerHandler {
  private let loop: EventLoop
  private let descriptor: Int32
  private var token: UInt64 = 0
  private var isClosed = false
  private var retry: TimerID?
  private var accepted: ((Int32) -> Void)?
  let address: SocketAddress

  /// Listens; port 0 takes a free one.
  ///
  /// - Parameter accepted: Takes over each accepted descriptor.
  /// - Throws: ``SystemError``, for example when the port is taken.
  init(at address: SocketAddress, on loop: EventLoop, accepted: @escaping (Int32) -> Void) throws(SystemError) {
    self.loop = loop
    self.accepted = accepted
    let socket = System.socket(address.family)
    guard socket >= 0 else { throw SystemError("socket", errno: errno) }
    descriptor = socket
    System.setOption(socket, SOL_SOCKET, SO_REUSEADDR)
    guard address.withSockAddr({ bind(socket, $0, $1) }) == 0, listen(socket, 4096) == 0,
      let bound = SocketAddress(boundTo: socket)
    else {
      let error = SystemError("listen on \(address)", errno: errno)
      System.close(socket)
      throw error
    }
    self.address = bound
    do {
      token = try loop.register(socket, handler: self)
    } catch {
      System.close(socket)
      throw error
    }
    loop.setWritable(socket, token: token, false)
  }

  func descriptorReady(_ readiness: Readiness) {
    acceptAll()
  }

  func timerFired() {
    retry = nil
    acceptAll()
  }

  private func acceptAll() {
    while !isClosed {
      let connection = System.accept(descriptor)
      if connection >= 0 {
        accepted?(connection)
      } else if errno == EMFILE || errno == ENFILE {
        // The edge will not come again: look once more when a connection may have ended.
        if retry == nil { retry = loop.startTimer(at: .now + .milliseconds(10), for: self) }
        return
      } else if errno != EINTR && errno != ECONNABORTED {
        return
      }
    }
  }

  func close() {
    guard !isClosed else { return }
    isClosed = true
    accepted = nil
    if let retry { _ = loop.cancelTimer(retry) }
    loop.unregister(descriptor, token: token)
    System.close(descriptor)
  }
}
