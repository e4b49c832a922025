/// One connection through a proxy: a stream from the client, one to the target, and what is under way between them.
/// Confined to its loop.
///
/// | what comes                    | what is done                                                                 |
/// |-------------------------------|------------------------------------------------------------------------------|
/// | bytes                         | passed on when they are due; too many under way: the sender is not read       |
/// | the end of a side             | the other is closed once all that was under way towards it has arrived        |
/// | a failure of a side, a fault  | both are reset; the target's next address is tried before that               |
final class ProxiedConnection: TimerHandler {
  enum Side {
    case client, target

    var other: Side { self == .client ? .target : .client }
  }

  /// What is drawn for a connection.
  enum Fate {
    case passes, resets, vanishes
  }

  /// Bytes under way towards a side from which on its sender is not read.
  private static let most = 1 << 20

  private unowned let owner: ProxyConnections
  /// Counts connections in the order in which they were accepted.
  let number: Int
  private var client: TCPStream?
  private var target: TCPStream?
  private var toTarget = WireFlow()
  private var toClient = WireFlow()
  private var fate: Fate
  /// Whether bytes have vanished by that fate.
  private var hasVanished = false
  /// Of the target's addresses, the one that is tried or was reached.
  private var place = 0
  private var isConnected = false
  /// Looks at the bytes as HTTP; `nil` without rules.
  private var inspection: HTTPInspection?
  private var lastSender = Side.target
  private var timer: TimerID?
  private var isClosed = false

  init(owner: ProxyConnections, number: Int, fate: Fate) {
    self.owner = owner
    self.number = number
    self.fate = fate
  }

  /// Takes over an accepted descriptor and connects to the target; false when that cannot be.
  func open(_ descriptor: Int32) -> Bool {
    do {
      client = try TCPStream(accepted: descriptor, on: owner.loop, delegate: ProxyEnd(.client, of: self))
    } catch {
      return false
    }
    guard connect() else {
      client?.reset()
      return false
    }
    return true
  }

  /// Begins to connect to the target's next address that is not refused at once; false when there is none.
  private func connect() -> Bool {
    while place < owner.targets.count {
      do {
        target = try TCPStream(
          connectingTo: owner.targets[place], on: owner.loop, delegate: ProxyEnd(.target, of: self))
        return true
      } catch {
        place += 1
      }
    }
    return false
  }

  /// Other faults hold from now on.
  func draw(_ fate: Fate) { (self.fate, hasVanished) = (fate, false) }

  /// Ends both sides as if they had failed.
  func reset() {
    client?.reset()
    target?.reset()
    forget()
  }

  // MARK: What comes

  func connected(_ side: Side) {
    guard side == .target else { return }
    isConnected = true
    deliver()
  }

  func received(_ bytes: UnsafeRawBufferPointer, from side: Side) {
    owner.count(bytes.count, from: side)
    switch fate {
    case .vanishes:
      if !hasVanished { owner.countVanished() }
      hasVanished = true
      return
    case .resets where side == .client:
      owner.countReset()
      return reset()
    case .resets, .passes: break
    }
    if side == .client { updateInspection() }
    lastSender = side
    guard inspection?.isRaw == false else { return carry(bytes, from: side) }
    let owner = owner
    let steps =
      side == .client
      ? inspection?.fromClient(bytes, choose: owner.action(method:target:))
      : inspection?.fromTarget(bytes, choose: owner.action(method:target:))
    take(steps ?? [])
    updateReading(towards: .target)
  }

  /// Begins to look at the client's bytes when there are rules, and leaves it when there are none any more: both between
  /// two requests only. Bytes that follow others of the client may be in the middle of one.
  private func updateInspection() {
    if owner.faults.rules.isEmpty {
      if inspection?.isIdle == true { inspection = nil }
    } else if inspection == nil, lastSender == .target {
      inspection = HTTPInspection()
    }
  }

  /// Carries out what came of looking at the bytes as HTTP; nothing follows an end.
  private func take(_ steps: [HTTPInspection.Step]) {
    for step in steps where !isClosed {
      switch step {
      case .toTarget(let bytes, let delay):
        if toTarget.end == nil { bytes.withUnsafeBytes { carry($0, from: .client, later: delay) } }
      case .toClient(let bytes):
        if toClient.end == nil { bytes.withUnsafeBytes { carry($0, from: .target) } }
      case .endClient:
        if toClient.end == nil {
          target?.close()
          ended(.orderly, of: .target)
        }
      }
    }
  }

  private func carry(_ bytes: UnsafeRawBufferPointer, from side: Side, later delay: Duration = .zero) {
    var faults = side == .client ? owner.faults.toTarget : owner.faults.toClient
    faults.latency += delay
    var kept = bytes
    var isCut = false
    if let most = faults.cutAfter {
      let left = max(0, most - (side == .client ? toTarget : toClient).passed)
      isCut = bytes.count > left
      if isCut { kept = UnsafeRawBufferPointer(rebasing: bytes[..<left]) }
    }
    pass(kept, from: side, by: faults)
    if isCut {
      owner.countReset()
      // What came before the cut arrives: a reset could overtake it.
      if side == .client { client?.close() } else { target?.close() }
      ended(.orderly, of: side)
    }
  }

  func ended(_ end: StreamEnd, of side: Side) {
    if side == .target, !isConnected, end != .orderly {
      place += 1
      if connect() { return }
    }
    // Before the client counts as gone: what is held has to be under way by then.
    if side == .client, fate == .passes { take(inspection?.clientEnded() ?? []) }
    if side == .client { client = nil } else { target = nil }
    guard end == .orderly, fate == .passes else { return reset() }
    let faults = side == .client ? owner.faults.toTarget : owner.faults.toClient
    if side == .client { toTarget.finish(by: faults) } else { toClient.finish(by: faults) }
    deliver()
  }

  /// All that was written towards a side is on its way.
  func drained(_ side: Side) {
    updateReading(towards: side)
  }

  // MARK: On the way

  private func pass(_ bytes: UnsafeRawBufferPointer, from side: Side, by faults: WireFaults.Direction) {
    guard !bytes.isEmpty else { return }
    let other = side == .client ? target : client
    if side == .client { toTarget.passed += bytes.count } else { toClient.passed += bytes.count }
    let isIdle = (side == .client ? toTarget : toClient).next == nil
    if faults.isPlain, isIdle, let other, other.isOpen {
      other.write(bytes)
      updateReading(towards: side.other)
      return
    }
    if side == .client {
      toTarget.add(bytes, by: faults, unit: owner.unit)
    } else {
      toClient.add(bytes, by: faults, unit: owner.unit)
    }
    updateReading(towards: side.other)
    deliver()
  }

  func timerFired() {
    timer = nil
    deliver()
  }

  /// Hands over what is due, and waits for the next.
  private func deliver() {
    let now = MonotonicTime.now
    if let target, target.isOpen { toTarget.deliver(to: target, at: now) }
    if let client, client.isOpen { toClient.deliver(to: client, at: now) }
    finish(at: now)
    guard !isClosed else { return }
    updateReading(towards: .target)
    updateReading(towards: .client)
    let next = [target?.isOpen == true ? toTarget.next : nil, client?.isOpen == true ? toClient.next : nil]
    if let timer { _ = owner.loop.cancelTimer(timer) }
    timer = next.compactMap(\.self).min().map { owner.loop.startTimer(at: $0, for: self) }
  }

  /// Closes a side whose sender has ended, once all has arrived.
  private func finish(at now: MonotonicTime) {
    if toTarget.isOver(at: now) {
      // Nobody is left to answer.
      target?.closeAfterWriting()
      target = nil
    }
    if toClient.isOver(at: now) {
      client?.closeAfterWriting()
      client = nil
    }
    // Bytes whose receiver has gone arrive nowhere.
    if client == nil, target == nil { return forget() }
    if client == nil || target == nil, toTarget.end == nil || toTarget.isOver(at: now),
      toClient.end == nil || toClient.isOver(at: now)
    {
      client?.closeAfterWriting()
      target?.closeAfterWriting()
      forget()
    }
  }

  private func updateReading(towards side: Side) {
    let (receiver, sender) = side == .target ? (target, client) : (client, target)
    let queued = side == .target ? toTarget.waiting + (inspection?.waiting ?? 0) : toClient.waiting
    let waiting = queued + (receiver?.unwritten.count ?? 0)
    // Read again when half of it is gone: not for each byte.
    if let sender, sender.isOpen, sender.isReadingPaused ? waiting < Self.most / 2 : waiting >= Self.most {
      sender.isReadingPaused.toggle()
    }
  }

  private func forget() {
    guard !isClosed else { return }
    isClosed = true
    if let timer { _ = owner.loop.cancelTimer(timer) }
    timer = nil
    (client, target) = (nil, nil)
    owner.forget(self)
  }
}

/// Tells a connection which of its streams an event is of.
private final class ProxyEnd: TCPStreamDelegate {
  private let side: ProxiedConnection.Side
  private let connection: ProxiedConnection

  init(_ side: ProxiedConnection.Side, of connection: ProxiedConnection) {
    self.side = side
    self.connection = connection
  }

  func streamConnected() { connection.connected(side) }
  func streamSecured() {}
  func streamReceived(_ bytes: UnsafeRawBufferPointer) { connection.received(bytes, from: side) }
  func streamEnded(_ end: StreamEnd) { connection.ended(end, of: side) }
  func streamDrained() { connection.drained(side) }
}
