/// What became of a command that ran before or after a run.
package struct SideCommandOutcome: Codable, Sendable, Equatable {
  /// As it was given, without secrets.
  package var command: String
  /// `nil` when a signal ended it.
  package var exitCode: Int?
  package var signal: Int?
  /// It had not ended by its deadline, and was ended.
  package var timedOut: Bool
  package var seconds: Double
  /// What it wrote last, without secrets and on lines that are harmless.
  package var output: String

  package init(
    command: String, exitCode: Int? = nil, signal: Int? = nil, timedOut: Bool = false, seconds: Double, output: String
  ) {
    self.command = command
    self.exitCode = exitCode
    self.signal = signal
    self.timedOut = timedOut
    self.seconds = seconds
    self.output = output
  }

  package var succeeded: Bool { exitCode == 0 && !timedOut }
}
