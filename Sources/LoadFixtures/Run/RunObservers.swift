import Synchronization

/// Hands a run's events to its observers: each gets all of them in order, in a task of its own, whatever the others do.
final class RunObservers: Sendable {
  private enum Delivery: Sendable {
    case event(RunEvent)
    /// Tells that all before it were taken.
    case mark(CheckedContinuation<Void, Never>)
  }

  /// What observers failed of, a sentence each.
  private final class Failures: Sendable {
    let sentences = Mutex<[String]>([])
  }

  private let mailboxes: [AsyncStream<Delivery>.Continuation]
  private let failed = Failures()

  init(_ observers: [any RunObserver], title: String, log: Log) {
    mailboxes = observers.map { [failed] observer in
      let (deliveries, mailbox) = AsyncStream.makeStream(of: Delivery.self)
      Task {
        var isWell = true
        for await delivery in deliveries {
          switch delivery {
          case .mark(let reached): reached.resume()
          case .event(let event) where isWell:
            do {
              try await observer.observe(event)
            } catch {
              isWell = false
              log.warning("\(title): \(observer.name) ends here: \(error)")
              failed.sentences.withLock { $0.append("\(observer.name) is not whole: \(error).") }
            }
          case .event: break
          }
        }
      }
      return mailbox
    }
  }

  /// Never waits.
  func tell(_ event: RunEvent) {
    for mailbox in mailboxes { mailbox.yield(.event(event)) }
  }

  /// Waits until all that was told has been taken.
  ///
  /// - Returns: What observers have failed of so far, a sentence each.
  func failures() async -> [String] {
    for mailbox in mailboxes {
      await withCheckedContinuation { reached in
        if case .enqueued = mailbox.yield(.mark(reached)) { return }
        reached.resume()
      }
    }
    return failed.sentences.withLock { $0 }
  }

  func end() {
    for mailbox in mailboxes { mailbox.finish() }
  }
}
