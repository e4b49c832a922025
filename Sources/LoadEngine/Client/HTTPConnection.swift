import Foundation

/// One keep-alive HTTP/1.1 connection for one call at a time: connects when needed.
///
/// A request is repeated in one case only, once and never in silence: it may be, its connection was at hand, and that
/// connection ended before a byte of the answer came (RFC 9112, 9.3.1). ``CallTimings/repeated`` tells.
///
/// Confined to its event loop. Between two calls it holds a socket, a timer and no buffers.
public final class HTTPConnection: TCPStreamDelegate, TimerHandler {
  /// A close that crossed the request is seen within a round trip; a server that works longer than this and then goes
  /// away has taken the request. Nanoseconds.
  private static let longestCrossing: Int64 = 1_000_000_000

  private enum Phase {
    /// No call.
    case idle
    case connecting
    case awaitingAnswer
  }

  private let loop: EventLoop
  private let addresses: AddressBook
  /// Whose connection it is, which decides about its address; `nil` for the instrument's own, which is not counted.
  private let user: Int?
  private let tls: TLSClient?
  private let keepAlive: KeepAlive
  /// The number of the address that was tried last, in the book.
  private var addressNumber = 0
  private var attempts = 0
  /// Why not even the last address could be tried, an errno; else 0. The call ends with it in the loop's next round: a
  /// caller that tries again at once would otherwise never leave its turn, and the loop would stand still.
  private var connectErrno: Int32 = 0

  private var stream: TCPStream?
  private var reader: ResponseReader
  private var phase = Phase.idle
  private var continuation: UnsafeContinuation<CallOutcome, Never>?
  private var timings = CallTimings(start: .distantFuture, end: .distantFuture)
  /// The request while a connection is being opened, or while it may have to be repeated.
  private var heldRequest: [UInt8] = []
  private var deadline = MonotonicTime.distantFuture
  /// One timer serves many calls: it stays armed when a call ends, and looks at `deadline` when it fires. Otherwise
  /// every call would insert a timer half a minute away and take it out again.
  private var timer: TimerID?
  private var timerDeadline = MonotonicTime.distantFuture
  /// The last answer was a good one. After an error a server may close at once, which says nothing of its patience.
  private var endTeaches = false
  private var lastUse = MonotonicTime(nanoseconds: 0)

  /// - Parameters:
  ///   - addresses: Where to connect.
  ///   - user: Whose connection it is; `nil` for the instrument's own.
  ///   - tls: For https; `nil` for http.
  ///   - keepAlive: What is known of the target's patience with idle connections.
  public init(
    to addresses: AddressBook, user: Int? = nil, tls: TLSClient? = nil, keepAlive: KeepAlive = KeepAlive(),
    limits: HTTPLimits = HTTPLimits(), on loop: EventLoop
  ) {
    self.addresses = addresses
    self.user = user
    self.tls = tls
    self.keepAlive = keepAlive
    self.loop = loop
    reader = ResponseReader(limits: limits)
  }

  /// To addresses of its own, in order of preference; at least one.
  public convenience init(
    to addresses: [SocketAddress], tls: TLSClient? = nil, limits: HTTPLimits = HTTPLimits(), on loop: EventLoop
  ) {
    self.init(to: AddressBook(addresses), tls: tls, limits: limits, on: loop)
  }

  /// Whether a call is in progress.
  public var isBusy: Bool { phase != .idle }
  /// Whether a connection stands.
  var isConnected: Bool { stream?.isOpen ?? false }

  /// Sends an encoded request and waits for the whole answer.
  ///
  /// - Parameters:
  ///   - isHEAD: The answer will have no body.
  ///   - isLast: The request says `Connection: close`: no other follows on its connection, whether or not the answer
  ///     says so as well (RFC 9112, 9.6).
  ///   - mayRepeat: Sending it twice does what sending it once does (RFC 9110, 9.2.2).
  ///   - bodyLimit: Most body bytes of the answer to keep, in place of the connection's own limit.
  ///   - deadline: For the whole call, connecting included.
  public func call(
    _ request: [UInt8], isHEAD: Bool = false, isLast: Bool = false, mayRepeat: Bool = false, bodyLimit: Int? = nil,
    deadline: MonotonicTime
  ) async -> CallOutcome {
    await withUnsafeContinuation {
      begin(
        request, isHEAD: isHEAD, isLast: isLast, mayRepeat: mayRepeat, bodyLimit: bodyLimit, at: .now,
        deadline: deadline, completion: $0)
    }
  }

  /// Sends an encoded request; `completion` is resumed with the whole answer, or after `timeout` at most, connecting
  /// included. See `call`.
  public func start(
    _ request: [UInt8], isHEAD: Bool = false, isLast: Bool = false, mayRepeat: Bool = false, bodyLimit: Int? = nil,
    timeout: Duration, completion: UnsafeContinuation<CallOutcome, Never>
  ) {
    let now = MonotonicTime.now
    begin(
      request, isHEAD: isHEAD, isLast: isLast, mayRepeat: mayRepeat, bodyLimit: bodyLimit, at: now,
      deadline: now + timeout, completion: completion)
  }

  /// Ends the call in progress as cancelled and closes the connection: its answer may still be on the way.
  public func cancelCall() {
    loop.preconditionCurrent()
    if isBusy { fail(.cancelled) }
  }

  /// Closes the connection; a call in progress ends as cancelled.
  public func close() {
    cancelCall()
    dropStream()
    if let timer { _ = loop.cancelTimer(timer) }
    timer = nil
  }

  // MARK: A call

  private func begin(
    _ request: [UInt8], isHEAD: Bool, isLast: Bool, mayRepeat: Bool, bodyLimit: Int?, at now: MonotonicTime,
    deadline: MonotonicTime, completion: UnsafeContinuation<CallOutcome, Never>
  ) {
    loop.preconditionCurrent()
    precondition(phase == .idle, "one call at a time")
    continuation = completion
    self.deadline = deadline
    timings = CallTimings(start: now, end: now)
    reader.expect(headOf: isHEAD, isLast: isLast, bodyLimit: bodyLimit)
    armTimer()
    // A server may have closed the connection while the user was thinking, with the event still unread. After a
    // pause this is worth a system call; in a tight loop the event is seen in time.
    let idle = now - lastUse
    if let stream, !keepAlive.allows(idle: idle) || (idle > 1_000_000 && stream.hasPendingInput) { dropStream() }
    if let stream, stream.isOpen {
      if mayRepeat { heldRequest = request }
      send(request, on: stream)
    } else {
      heldRequest = request
      reconnect()
    }
  }

  private func reconnect() {
    phase = .connecting
    attempts = 0
    connect()
  }

  private func send(_ request: [UInt8], on stream: TCPStream) {
    phase = .awaitingAnswer
    request.withUnsafeBytes { stream.write($0) }
    timings.sent = .now
  }

  private func connect() {
    while true {
      let (address, number) = next
      addressNumber = number
      do {
        stream = try TCPStream(connectingTo: address, tls: tls, on: loop, delegate: self)
        return
      } catch {
        attempts += 1
        setAside(after: error.errno)
        if !hasAnother {
          connectErrno = error.errno
          deadline = .now
          armTimer()
          return
        }
      }
    }
  }

  /// The address to try. The instrument's own calls go from one to the next: they set none aside.
  private var next: (address: SocketAddress, number: Int) { addresses.address(forUser: user ?? attempts) }

  /// Whether there is an address to try in place of the one that took no connection.
  private var hasAnother: Bool { attempts < addresses.count && next.number != addressNumber }

  /// Sets the address aside, for all users, unless it was this machine that could not connect.
  private func setAside(after error: Int32) {
    switch error {
    case EMFILE, ENFILE, ENOMEM, ENOBUFS, EADDRNOTAVAIL, EACCES, EPERM: break
    default: setAside()
    }
  }

  /// The instrument's own calls decide nothing for the users.
  private func setAside() {
    if user != nil { addresses.failed(addressNumber) }
  }

  private static func connectError(_ error: Int32) -> CallError {
    switch error {
    case ECONNREFUSED: .refused
    case EMFILE, ENFILE: .fileDescriptorLimit
    case ETIMEDOUT: .connectTimeout
    default: .connectFailed(error)
    }
  }

  private func finish(_ result: Result<HTTPResponse, CallError>, at now: MonotonicTime = .now) {
    timings.end = now
    lastUse = now
    phase = .idle
    heldRequest = []
    let waiting = continuation
    continuation = nil
    waiting?.resume(returning: CallOutcome(result: result, timings: timings))
  }

  private func fail(_ error: CallError) {
    dropStream()
    connectErrno = 0
    if case .refused = error { keepAlive.forget() }
    finish(.failure(error))
  }

  private func dropStream() {
    stream?.close()
    stream = nil
  }

  // MARK: Events

  func streamConnected() {
    guard phase == .connecting else { return }
    if user != nil { addresses.connected(addressNumber) }
    timings.connected = .now
    if tls == nil { sendHeldRequest() }
  }

  func streamSecured() {
    guard phase == .connecting else { return }
    timings.secured = .now
    sendHeldRequest()
  }

  private func sendHeldRequest() {
    guard let stream else { return }
    let request = heldRequest
    heldRequest = []
    send(request, on: stream)
  }

  func streamReceived(_ bytes: UnsafeRawBufferPointer) {
    guard phase == .awaitingAnswer else {
      // Bytes that nobody asked for: what follows on this connection could be taken for another call's answer.
      dropStream()
      return
    }
    // Comes in while the answer is read.
    if let continuation { Prefetch.task(of: continuation) }
    // Before the answer is read: what that takes is ours and not the target's.
    let now = MonotonicTime.now
    if timings.firstByte == nil { timings.firstByte = now }
    do throws(HTTPReadError) {
      let progress = try bytes.withMemoryRebound(to: UInt8.self) { bytes throws(HTTPReadError) in
        try reader.read(bytes.span)
      }
      guard let response = progress.response else { return }
      if let continuation { Prefetch.frame(of: continuation) }
      guard progress.consumed == bytes.count else {
        throw HTTPReadError(.unexpectedBytes, "\(bytes.count - progress.consumed) bytes follow a \(response.status)")
      }
      if let seconds = progress.keepAliveSeconds { keepAlive.announced(seconds: seconds) }
      if timings.connected == nil { keepAlive.survived(idle: idleBefore) }
      endTeaches = response.status < 400
      if !response.keepAlive || keepAlive.isOff { dropStream() }
      finish(.success(response), at: now)
    } catch {
      fail(.malformed(error))
    }
  }

  func streamEnded(_ end: StreamEnd) {
    stream = nil
    switch phase {
    case .idle:
      // A reset is no server's way to end what it has no more use for.
      if endTeaches, end == .orderly || end == .truncated { keepAlive.closed(afterIdle: .now - lastUse) }
    case .connecting where timings.connected == nil:
      attempts += 1
      if case .failed(let error) = end { setAside(after: error) }
      if hasAnother {
        connect()
      } else if case .failed(let error) = end {
        fail(Self.connectError(error))
      } else {
        fail(.closed)
      }
    case .connecting:
      // In mid-handshake. Another address is not tried: it could only hide what is wrong with this one.
      fail(Self.lostConnection(end))
    case .awaitingAnswer where mayHaveCrossed(end):
      if endTeaches { keepAlive.closed(afterIdle: idleBefore) }
      guard !heldRequest.isEmpty else {
        fail(.idleClose(after: .nanoseconds(idleBefore)))
        return
      }
      timings.repeated = .now
      timings.sent = nil
      reconnect()
    case .awaitingAnswer:
      guard end == .orderly || end == .truncated else {
        fail(Self.lostConnection(end))
        return
      }
      do throws(HTTPReadError) {
        let response = try reader.endOfStream()
        // The end was all that framed the answer, and it is not known to be the peer's.
        if end == .truncated { fail(.truncated) } else { finish(.success(response)) }
      } catch {
        switch error.code {
        case .closedBeforeMessage: fail(.closed)
        case .truncated: fail(.truncated)
        default: fail(.malformed(error))
        }
      }
    }
  }

  /// For how long the connection of the call in progress was idle, nanoseconds.
  private var idleBefore: Int64 { timings.start - lastUse }

  /// Whether the peer may have ended the connection before the request reached it.
  private func mayHaveCrossed(_ end: StreamEnd) -> Bool {
    guard timings.connected == nil, timings.firstByte == nil, let sent = timings.sent,
      .now - sent <= Self.longestCrossing
    else { return false }
    switch end {
    case .orderly, .truncated, .failed(ECONNRESET), .failed(EPIPE): return true
    case .failed, .insecure: return false
    }
  }

  private static func lostConnection(_ end: StreamEnd) -> CallError {
    switch end {
    case .orderly, .truncated: .closed
    case .failed: .reset
    case .insecure(let failure): .tls(failure)
    }
  }

  // MARK: The deadline

  private func armTimer() {
    if let timer {
      if timerDeadline <= deadline { return }
      _ = loop.cancelTimer(timer)
    }
    timer = loop.startTimer(at: deadline, for: self)
    timerDeadline = deadline
  }

  func timerFired() {
    timer = nil
    guard isBusy else { return }
    if MonotonicTime.now >= deadline {
      if phase == .connecting, timings.connected == nil, connectErrno == 0 { setAside() }
      fail(connectErrno != 0 ? Self.connectError(connectErrno) : phase == .connecting ? .connectTimeout : .timeout)
    } else {
      armTimer()
    }
  }
}
