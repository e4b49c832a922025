import Foundation

/// Runs a command for each alert that is raised or cleared, one after the other, off the monitor's path: a line of curl sends
/// it wherever it is to go.
package final class AlertNotifier: Sendable {
  /// What the command reads, JSON on its standard input.
  struct Message: Encodable {
    /// raised or cleared.
    var event: String
    var alert: Alert
    /// The whole of it in one sentence.
    var text: String
    var target: String
  }

  private let messages: AsyncStream<Message>.Continuation
  private let work: Task<Void, Never>

  /// How long one may take, and alerts that wait; of more, the newest are lost, which is said.
  private static let deadline = Duration.seconds(10)
  private static let most = 100

  /// - Throws: ``ConfigurationError`` for a text that is no command, or a program that cannot be run.
  package init(_ command: String, target: String, log: Log) throws(ConfigurationError) {
    let command = try SideCommand(command, variable: "--notify", deadline: Self.deadline)
    let (stream, messages) = AsyncStream.makeStream(of: Message.self, bufferingPolicy: .bufferingOldest(Self.most))
    self.messages = messages
    work = Task {
      for await message in stream {
        do {
          let outcome = try await Self.send(message, by: command, target: target)
          if !outcome.succeeded { log.warning("--notify \(outcome.summary)") }
        } catch {
          log.warning("--notify: \(error)")
        }
      }
    }
  }

  package func tell(_ news: [MonitorState.News], _ state: MonitorState) {
    for news in news {
      let (event, alert) =
        switch news {
        case .raised(let alert): ("raised", alert)
        case .cleared(let alert): ("cleared", alert)
        }
      messages.yield(
        Message(event: event, alert: alert, text: MonitorScreen.sentence(alert, state), target: state.target))
    }
  }

  /// Waits until all that was told has been sent.
  package func end() async {
    messages.finish()
    await work.value
  }

  private static func send(
    _ message: Message, by command: SideCommand, target: String
  ) async throws -> SideCommandOutcome {
    // A file and not a pipe: a command that does not read must not hold anybody up.
    let path = NSTemporaryDirectory() + "alert-\(UUID().uuidString).json"
    try Data((message.monitorJSON() + "\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    // What is left in the temporary folder does no harm.
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await command.run(target: target, secrets: .none, input: path)
  }
}
