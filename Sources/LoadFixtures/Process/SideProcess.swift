import Foundation
import LoadEngine

/// A program that runs beside this one, in a process group of its own, and whose output is read.
struct SideProcess {
  /// How it ended and what it wrote.
  struct Ending {
    /// As waitpid(2) has it; `nil` when it could not be ended at all.
    var status: Int32?
    var timedOut: Bool
    /// The last of what it wrote.
    var output: OutputTail
  }

  /// Its number, and that of its group.
  let process: pid_t
  private let output: Int32

  /// Between the request to end and the end by force.
  static let grace = Duration.seconds(2)
  /// A process that not even SIGKILL ends hangs in the system, on a disk that does not answer for one.
  private static let patience = Duration.seconds(5)

  // MARK: Start

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - command: A path and the arguments.
  ///   - input: A file that it reads from.
  /// - Throws: ``SystemError`` when it cannot be started.
  init(_ command: [String], environment: [String: String], input: String = "/dev/null") throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw SystemError("open a pipe", errno: errno) }
    // Another process that is started before these two lines inherits the pipe: its end is never waited for.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    defer { close(ends[1]) }
    do throws(SystemError) {
      process = try Self.spawn(command, environment: environment, input: input, output: ends[1])
      output = ends[0]
    } catch {
      close(ends[0])
      throw error
    }
  }

  /// Foundation's `Process` learns of an end by a descriptor that what the program started may hold open.
  private static func spawn(
    _ command: [String], environment: [String: String], input: String, output: Int32
  ) throws(SystemError) -> pid_t {
    #if canImport(Darwin)
      var (attributes, actions): (posix_spawnattr_t?, posix_spawn_file_actions_t?) = (nil, nil)
    #else
      var (attributes, actions) = (posix_spawnattr_t(), posix_spawn_file_actions_t())
    #endif
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // What this process ignores or blocks for itself is not the program's.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGINT, SIGTERM, SIGTSTP, SIGPIPE] + (SignalWatch.ignoresHangUp ? [] : [SIGHUP]) {
      sigaddset(&signals, signal)
    }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    var flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, output, 2)
    // What else is open, as the hold on the results directory that the tests inherit: a server that is left behind would
    // keep it.
    #if canImport(Darwin)
      flags |= POSIX_SPAWN_CLOEXEC_DEFAULT
    #else
      // Without the list it inherits what any program does that is started from here.
      for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? [] {
        if let descriptor = Int32(name), descriptor > 2 {
          posix_spawn_file_actions_addclose(&actions, descriptor)
        }
      }
    #endif
    posix_spawnattr_setflags(&attributes, Int16(flags))

    // Copies of the strings that live until the call has returned, each list closed by a null.
    let arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    let variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for string in arguments + variables { free(string) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, command[0], &actions, &attributes, arguments, variables)
    guard code == 0 else { throw SystemError("start \(command[0])", errno: code) }
    return process
  }

  // MARK: End

  /// Reads along until the program has ended: by itself, or made to when the deadline has come or `isCancelled` says so.
  /// To be called once; holds up the thread.
  ///
  /// What the program started and left behind is not waited for, and only ended when the program was made to end.
  func watch(until deadline: MonotonicTime, isCancelled: () -> Bool) -> Ending {
    var tail = OutputTail()
    var isOpen = true
    var timedOut = false
    var force = MonotonicTime.distantFuture
    var giveUp = MonotonicTime.distantFuture
    defer { close(output) }
    while true {
      let hasEnded = hasEnded
      // After the look at the process: all that it wrote is in the pipe then.
      isOpen = isOpen && read(into: &tail, waiting: !hasEnded)
      if !isOpen, !hasEnded { usleep(1000) }
      let now = MonotonicTime.now
      let isEnding = force != .distantFuture
      // Made to end, those that it started have the same grace.
      if hasEnded, !isEnding || !isOpen || now >= force { break }
      if !isEnding, now >= deadline || isCancelled() {
        timedOut = !isCancelled()
        force = now + Self.grace
        signal(SIGTERM)
        // One that is stopped hears nothing.
        signal(SIGCONT)
      } else if now >= force, giveUp == .distantFuture {
        giveUp = now + Self.patience
        signal(SIGKILL)
      } else if now >= giveUp {
        return Ending(status: nil, timedOut: timedOut, output: tail)
      }
      if hasEnded { usleep(1000) }
    }
    if force != .distantFuture { signal(SIGKILL) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { return Ending(status: nil, timedOut: timedOut, output: tail) }
    }
    return Ending(status: status, timedOut: timedOut, output: tail)
  }

  /// It stays a zombie: the number of its group cannot become another's while a signal may still be sent to it.
  private var hasEnded: Bool {
    var information = siginfo_t()
    let code = waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT | WNOHANG)
    return code == 0 ? information.si_signo == SIGCHLD : errno == ECHILD
  }

  /// Sends a signal to it and to what it started; only while ``watch(until:isCancelled:)`` has not returned.
  func signal(_ number: Int32) { kill(-process, number) }

  /// Takes what is in the pipe, at most as much as fits into one: others may write without end.
  ///
  /// - Parameter waiting: Whether to wait some milliseconds for something to come.
  /// - Returns: False when nobody can write to it any more.
  private func read(into tail: inout OutputTail, waiting: Bool) -> Bool {
    var state = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
    if waiting, poll(&state, 1, 10) <= 0 { return true }
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    for _ in 0..<16 {
      let count = Foundation.read(output, &piece, piece.count)
      if count == 0 { return false }
      if count < 0 { return errno == EAGAIN || errno == EINTR }
      tail.append(piece[..<count])
    }
    return true
  }
}

/// The end of an output of any length.
struct OutputTail: Sendable, Equatable {
  private(set) var bytes: [UInt8] = []
  /// Whether there was something before it.
  private(set) var isCut = false

  /// What is shown in the end, bytes.
  static let shown = 16 << 10
  /// No secret is longer.
  static let longestSecret = 16 << 10
  private static let kept = 2 * shown + longestSecret

  mutating func append(_ piece: ArraySlice<UInt8>) {
    bytes += piece
    guard bytes.count > 2 * Self.kept else { return }
    bytes.removeFirst(bytes.count - Self.kept)
    isCut = true
  }

  /// The last 16 KiB as they may be shown, with an ellipsis before them when there is more.
  ///
  /// - Parameter withoutSecrets: Is given more than that, for a secret may begin before what is shown. Of one that was cut
  ///   in two, the rest stands at the beginning and is left out.
  func text(_ withoutSecrets: (String) -> String) -> String {
    // By scalars: a carriage return and a line feed are one character.
    let lines = withoutSecrets(String(decoding: bytes, as: UTF8.self)).unicodeScalars.split(
      separator: "\n", omittingEmptySubsequences: false)
    let text = Array(lines.map { InertText.of(String($0)) }.joined(separator: "\n").utf8)
    let whole = text.dropFirst(isCut ? Self.longestSecret : 0)
    let end = whole.suffix(Self.shown).drop { (isCut || whole.count > Self.shown) && $0 & 0xC0 == 0x80 }
    return (isCut || whole.count > Self.shown ? "…" : "") + String(decoding: end, as: UTF8.self)
  }
}
