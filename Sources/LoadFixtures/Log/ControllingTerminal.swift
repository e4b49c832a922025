#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The terminal that a process was started from, which it can reach when its standard error is a pipe.
///
/// `swift test` gives the tests pipes even on a terminal, in a process group of their own, so a progress line has no
/// other way to the screen.
enum ControllingTerminal {
  /// Where a progress line may go; `nil` without a terminal, in a background job, and where the terminal stops
  /// background groups that write (`stty tostop`).
  static let sink: TerminalSink? = {
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
  /// Up to the session's leader, and without it: that is the shell, which is in the foreground while its jobs are not.
  private static func isInForeground(_ group: pid_t) -> Bool {
    let leader = getsid(0)
    var process = getpid()
    while process != leader {
      if getpgid(process) == group { return true }
      guard let parent = parent(of: process), parent > 1 else { return false }
      process = parent
    }
    return false
  }

  private static func parent(of process: pid_t) -> pid_t? {
    if process == getpid() { return getppid() }
    // The name, in parentheses, may hold anything; after it come the state and the parent (proc_pid_stat(5)). Not told
    // by other systems, where a test bundle's parent is all that is looked at.
    guard let line = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let name = line.lastIndex(of: ")")
    else { return nil }
    let fields = line[name...].split(separator: " ")
    return fields.count > 2 ? pid_t(fields[2]) : nil
  }
}
