#if os(Linux)
  import Foundation

  /// This process's memory as the kernel counts it (proc(5)).
  enum ProcessMemory {
    struct Unreadable: Error {
      var field: String
    }

    /// Bytes in memory now.
    static func resident() throws -> Int { try read("VmRSS:") }
    /// The most bytes that were in memory.
    static func peak() throws -> Int { try read("VmHWM:") }

    private static func read(_ field: String) throws -> Int {
      let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
      for line in status.split(separator: "\n") where line.hasPrefix(field) {
        let words = line.split(whereSeparator: \.isWhitespace)
        if words.count == 3, let count = Int(words[1]) { return count * 1024 }
      }
      throw Unreadable(field: field)
    }
  }
#endif
