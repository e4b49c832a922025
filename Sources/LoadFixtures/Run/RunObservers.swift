import LoadEngine
import Synchronization

/// Hands a run's events to its observers: each gets all of them in order, in a task of its own, whatever the others do.
final class RunObservers: Sendable {
  /// One observer with what it has not taken yet.
  private final class Mailbox: Sendable {
    private struct State {
      var told = 0
      var taken = 0
      /// What is said of it; it is given no further event.
      var failure: String?
    }

    let name: String
    private let events: AsyncStream<RunEvent>.Continuation
    private let state = Mutex(State())

    init(_ observer: any RunObserver, onFailure: @escaping @Sendable (_ sentence: String) -> Void) {
      name = observer.name
      let (stream, events) = AsyncStream.makeStream(of: RunEvent.self)
      self.events = events
      Task { [self] in
        for await event in stream {
          if failure == nil {
            do {
              try await observer.observe(event)
            } catch {
              fail("\(name) is not whole: \(error).")
              onFailure("\(name) ends here: \(error)")
            }
          }
          state.withLock { $0.taken += 1 }
        }
      }
    }

    var failure: String? { state.withLock(\.failure) }
    var isDone: Bool { state.withLock { $0.failure != nil || $0.taken == $0.told } }
    var missing: Int { state.withLock { $0.told - $0.taken } }

    func fail(_ sentence: String) { state.withLock { $0.failure = $0.failure ?? sentence } }

    func tell(_ event: RunEvent) {
      state.withLock { $0.told += 1 }
      events.yield(event)
    }

    func end() { events.finish() }
  }

  private let mailboxes: [Mailbox]
  /// The finest level of details that one of them wants of each user; `nil` for none.
  let details: LogLevel?

  init(_ observers: [any RunObserver], title: String, log: Log) {
    details = observers.compactMap(\.details).min()
    mailboxes = observers.map { observer in Mailbox(observer) { log.warning("\(title): \($0)") } }
  }

  /// Never waits.
  func tell(_ event: RunEvent) {
    for mailbox in mailboxes { mailbox.tell(event) }
  }

  /// Waits until all that was told has been taken, so long at most: one that hangs must not hold up the run's end.
  ///
  /// - Returns: What observers have failed of so far, a sentence each.
  func settle(within patience: Duration) async -> [String] {
    let end = MonotonicTime.now + patience
    while mailboxes.contains(where: { !$0.isDone }), MonotonicTime.now < end {
      // In a task of its own, which nobody cancels, so that the sleep cannot throw: that of a run which was interrupted
      // sleeps no more.
      await Task { try? await Task.sleep(for: .milliseconds(5)) }.value
    }
    for mailbox in mailboxes where !mailbox.isDone {
      mailbox.fail("\(mailbox.name) is not whole: it had \(mailbox.missing) events still to take.")
    }
    return mailboxes.compactMap(\.failure)
  }

  func end() {
    for mailbox in mailboxes { mailbox.end() }
  }
}
