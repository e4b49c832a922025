import Foundation

/// poll(2): level-triggered, portable, linear in the number of descriptors.
///
/// What macOS runs on; Linux runs the same tests over it (`LOAD_POLLER=poll`), so that it rests on something tried.
final class PollPoller: Poller {
  private var entries: [pollfd] = []
  private var tokens: [UInt64] = []
  private var positions: [Int32: Int] = [:]

  func add(_ descriptor: Int32, token: UInt64) throws(SystemError) {
    positions[descriptor] = entries.count
    // Writability is wanted at first, so that the end of a connect is seen.
    entries.append(pollfd(fd: descriptor, events: Int16(POLLIN) | Int16(POLLOUT), revents: 0))
    tokens.append(token)
  }

  func setWritable(_ descriptor: Int32, token: UInt64, _ wanted: Bool) {
    set(Int16(POLLOUT), of: descriptor, wanted)
  }

  func setReadable(_ descriptor: Int32, _ wanted: Bool) {
    set(Int16(POLLIN), of: descriptor, wanted)
  }

  private func set(_ event: Int16, of descriptor: Int32, _ wanted: Bool) {
    guard let position = positions[descriptor] else { return }
    if wanted { entries[position].events |= event } else { entries[position].events &= ~event }
  }

  func remove(_ descriptor: Int32) {
    guard let position = positions.removeValue(forKey: descriptor) else { return }
    let last = entries.count - 1
    if position != last {
      entries[position] = entries[last]
      tokens[position] = tokens[last]
      positions[entries[position].fd] = position
    }
    entries.removeLast()
    tokens.removeLast()
  }

  func wait(nanoseconds: Int64, into events: inout [Readiness]) {
    guard poll(&entries, nfds_t(entries.count), Milliseconds.timeout(nanoseconds)) > 0 else { return }
    for index in entries.indices where entries[index].revents != 0 {
      let flags = Int32(entries[index].revents)
      let failed = flags & (POLLERR | POLLHUP | POLLNVAL) != 0
      events.append(
        Readiness(
          token: tokens[index], readable: failed || flags & POLLIN != 0, writable: failed || flags & POLLOUT != 0,
          hangUp: failed))
    }
  }

  func close() {}
}

/// Time-outs for system calls that know milliseconds only.
enum Milliseconds {
  /// Rounds down, so that a wait never ends late: the last millisecond before a deadline is spent polling.
  static func timeout(_ nanoseconds: Int64) -> Int32 {
    nanoseconds < 0 ? -1 : Int32(clamping: nanoseconds / 1_000_000)
  }
}
