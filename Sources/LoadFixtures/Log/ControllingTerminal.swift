import Foundation

/// The terminal that a process was started from, which it can reach when its standard error is a pipe.
///
/// `swift test` gives the tests pipes even on a terminal, in a process group of their own, so a progress line has no
/// other way to the screen.
enum ControllingTerminal {
  /// Where a progress line may go when standard error is a pipe; `nil` when it is something else (whoever sends it to a
  /// file or to nowhere wants silence), without a terminal, in a background job, and where the terminal stops background
  /// groups that write (`stty tostop`).
  static let sink: TerminalSink? = {
    var status = stat()
    guard fstat(2, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else { return nil }
    let descriptor = open("/dev/tty", O_WRONLY | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    var settings = termios()
    let mayWrite = tcgetattr(descriptor, &settings) == 0 && settings.c_lflag & tcflag_t(TOSTOP) == 0
    guard mayWrite, isInForeground(tcgetpgrp(descriptor)) else {
      close(descriptor)
      return nil
    }
    // Never closed: it serves as long as the process lives.
    return .descriptor(descriptor)
  }()

  /// Whether this process or one that it descends from is in the group that has the terminal.
  ///
  /// Not asked of an ancestor that leads the session: that is the shell, which is in the foreground while its background
  /// jobs are not.
  private static func isInForeground(_ group: pid_t) -> Bool {
    let leader = getsid(0)
    var process = getpid()
    while getpgid(process) != group {
      guard let parent = parent(of: process), parent > 1, parent != leader else { return false }
      process = parent
    }
    return true
  }

  private static func parent(of process: pid_t) -> pid_t? {
    if process == getpid() { return getppid() }
    // The name, in parentheses, may hold anything; after it come the state and the parent (proc_pid_stat(5)). A process
    // that has ended has no file, and other systems have none at all: there only the parent is looked at, and a progress
    // line that might belong to a background job is not drawn.
    guard let line = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let name = line.lastIndex(of: ")")
    else { return nil }
    let fields = line[name...].split(separator: " ")
    return fields.count > 2 ? pid_t(fields[2]) : nil
  }
}
