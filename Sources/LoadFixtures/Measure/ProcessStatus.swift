import Foundation
import LoadEngine

/// What the system says of this process; `nil` where it does not say.
package enum ProcessStatus {
  /// Resident memory, bytes.
  package static var residentMemory: Int? { residentMemory(at: "self") }

  /// Resident memory of another process of this machine, bytes; `nil` also when there is none of that number.
  package static func residentMemory(of process: Int32) -> Int? { residentMemory(at: String(process)) }

  private static func residentMemory(at process: String) -> Int? {
    #if os(Linux)
      // Second field: resident pages (proc_pid_statm(5)).
      guard let text = System.text(of: "/proc/\(process)/statm") else { return nil }
      let fields = text.split(separator: " ")
      return fields.count > 1 ? Int(fields[1]).map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) } : nil
    #else
      return nil
    #endif
  }

  package static var openFileDescriptors: Int? { openFileDescriptors(at: "self") }

  /// File descriptors of another process; `nil` also of one whose owner is another.
  static func openFileDescriptors(of process: Int32) -> Int? { openFileDescriptors(at: String(process)) }

  private static func openFileDescriptors(at process: String) -> Int? {
    #if os(Linux)
      // Since Linux 6.2 the directory's size is the count: reading 19,000 names took an event loop 200 ms.
      var status = stat()
      if stat("/proc/\(process)/fd", &status) == 0, status.st_size > 0 { return Int(status.st_size) }
      do {
        // The directory's own descriptor is among them.
        return try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd").count
          - (process == "self" ? 1 : 0)
      } catch {
        return nil
      }
    #else
      return nil
    #endif
  }

  /// CPU time that another process of this machine has had, seconds, in steps of a tick, 10 ms on most systems.
  static func cpuSeconds(of process: Int32) -> Double? {
    // User and system time are fields 14 and 15.
    guard let user = field(14, of: process), let system = field(15, of: process) else { return nil }
    return Double(user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// When a process began, in ticks since the machine did: with its number it is told from all others.
  static func startTime(of process: Int32) -> Int? { field(22, of: process) }

  /// A number of proc_pid_stat(5), from the third on.
  private static func field(_ number: Int, of process: Int32) -> Int? {
    #if os(Linux)
      // The name, in parentheses, may hold anything.
      guard let text = System.text(of: "/proc/\(process)/stat"), let name = text.lastIndex(of: ")") else { return nil }
      let fields = text[name...].split(separator: " ")
      return fields.count > number - 2 ? Int(fields[number - 2]) : nil
    #else
      return nil
    #endif
  }
}
