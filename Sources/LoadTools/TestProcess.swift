import Foundation
import LoadEngine
import LoadFixtures
import Synchronization

/// The process that runs the tests and sends the load. It shares this one's terminal, group and folder.
///
/// This process outlives it to report: the first signal asks it to stop the load, the second ends it. Ctrl-Z stops it
/// before this one. Before it was started and after it has ended a signal ends this process at once.
final class TestProcess: Sendable {
  private struct State {
    var child: pid_t?
    var requests = EndRequests()
  }

  private let terminal: Terminal
  private let state = Mutex(State())
  private let watch = Mutex<SignalWatch?>(nil)

  init(terminal: Terminal) {
    self.terminal = terminal
    watch.withLock { $0 = SignalWatch(SignalWatch.ends + [SIGTSTP]) { [weak self] in self?.take($0) } }
  }

  /// What signals have asked for; `nil` when none came.
  var endRequest: EndRequests.Request? { state.withLock(\.requests.last) }

  /// Runs a command to its end.
  ///
  /// - Returns: Its exit code, or 128 and the number of the signal that ended it.
  /// - Throws: ``SystemError`` when it cannot be started.
  func run(_ command: [String], environment: [String: String]) async throws -> Int32 {
    let child = try state.withLock { state in
      let child = try Self.spawn(command, environment: environment)
      state.child = child
      return child
    }
    return await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: self.status(of: child)) }
    }
  }

  private func status(of child: pid_t) -> Int32 {
    var information = siginfo_t()
    // It stays a zombie meanwhile: its number cannot become another's while a signal may still be sent to it.
    while waitid(P_PID, id_t(child), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    return state.withLock { state in
      state.child = nil
      var status: Int32 = 0
      while waitpid(child, &status, 0) < 0, errno == EINTR {}
      let signal = status & 0x7F
      return signal == 0 ? status >> 8 & 0xFF : 128 + signal
    }
  }

  private func take(_ signal: Int32) {
    if signal == SIGTSTP { return pause() }
    let (request, isRunning) = state.withLock { state in
      let request = state.requests.take(signal)
      if let child = state.child, let request {
        // One that is stopped hears nothing.
        kill(child, SIGCONT)
        kill(child, request == .first ? Interruption.stopRequest : Interruption.endRequest)
      }
      return (request, state.child != nil)
    }
    // A signal that comes twice ends neither the tests nor the report that is being made of them.
    guard let request else { return }
    guard isRunning else {
      terminal.write("interrupted\n", to: .error)
      Leftovers.endProcess(ExitCode.interrupted.rawValue)
    }
    guard request == .second else { return }
    // Whatever holds it up.
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(500)) { [self] in
      state.withLock { state in
        if let child = state.child { kill(child, SIGKILL) }
      }
    }
  }

  /// The load is stopped first: who sees this process stopped must not wonder about requests.
  private func pause() {
    let child = state.withLock(\.child)
    if let child { kill(child, SIGSTOP) }
    // To this thread, which goes on when the process is continued; sent to the process, it may stop only after the next
    // line.
    raise(SIGSTOP)
    if let child { kill(child, SIGCONT) }
  }

  /// Foundation's `Process` would put it into a group of its own, out of the terminal's reach.
  private static func spawn(_ command: [String], environment: [String: String]) throws -> pid_t {
    #if canImport(Darwin)
      var attributes: posix_spawnattr_t?
    #else
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // What this process ignores or blocks for itself is not the child's.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGINT, SIGTERM, SIGTSTP] + (SignalWatch.ignoresHangUp ? [] : [SIGHUP]) {
      sigaddset(&signals, signal)
    }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    // Copies of the strings that live until the call has returned, each list closed by a null.
    let arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    let variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for string in arguments + variables { free(string) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, command[0], nil, &attributes, arguments, variables)
    guard code == 0 else { throw SystemError("start \(command[0])", errno: code) }
    return child
  }
}
