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
  private let complain: @Sendable (String) -> Void

  /// How long one may take, and alerts that wait; of more, the newest are lost, which is said.
  private static let deadline = Duration.seconds(10)
  private static let most = 100

  /// - Parameter complain: Told what went wrong.
  /// - Throws: ``ConfigurationError`` for a text that is no command, or a program that cannot be run.
  package init(
    _ command: String, _ settings: Monitor.Settings, complain: @escaping @Sendable (String) -> Void
  ) throws(ConfigurationError) {
    let command = try SideCommand(command, variable: "--notify", hiding: settings.secrets, deadline: Self.deadline)
    let (stream, messages) = AsyncStream.makeStream(of: Message.self, bufferingPolicy: .bufferingOldest(Self.most))
    (self.messages, self.complain) = (messages, complain)
    work = Task {
      for await message in stream {
        do {
          let outcome = try await Self.send(message, by: command, settings)
          if !outcome.succeeded { complain("--notify \(outcome.summary)") }
        } catch {
          complain("--notify: \(error)")
        }
      }
    }
  }

  package func tell(_ alerts: [Alert], _ state: MonitorState) {
    for alert in alerts {
      let message = Message(
        event: alert.cleared == nil ? "raised" : "cleared", alert: alert, text: MonitorScreen.sentence(alert, state),
        target: state.target)
      if case .dropped = messages.yield(message) { complain("--notify: too many wait, and one was not told") }
    }
  }

  /// Waits until all that was told has been sent, as long as one command may take at most.
  package func end() async {
    messages.finish()
    let limit = Task { [work] in
      // A cancelled sleep means that all was sent.
      if (try? await Task.sleep(for: Self.deadline)) != nil { work.cancel() }
    }
    await work.value
    limit.cancel()
  }

  private static func send(
    _ message: Message, by command: SideCommand, _ settings: Monitor.Settings
  ) async throws -> SideCommandOutcome {
    // A file and not a pipe: a command that does not read must not hold anybody up.
    let path = NSTemporaryDirectory() + "alert-\(UUID().uuidString).json"
    try Data((message.monitorJSON() + "\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    // What is left in the temporary folder does no harm.
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await command.run(target: settings.name, secrets: settings.secrets, input: path)
  }
}
