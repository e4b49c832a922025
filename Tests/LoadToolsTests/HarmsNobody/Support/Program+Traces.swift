import Foundation

/// What a program leaves for others to see.
extension Program {
  /// Every file of its folder, hidden ones and its output among them.
  func files() throws -> [(name: String, data: Data)] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).compactMap { name in
      // A folder has no contents.
      FileManager.default.contents(atPath: folder.appendingPathComponent(name).path).map { (name: name, data: $0) }
    }
  }

  /// The arguments of its process, and of those that it has started, until this task is cancelled.
  func argumentsUntilCancelled() async -> Set<String> {
    var seen: Set<String> = []
    while !Task.isCancelled {
      for process in descendants() + [pid] {
        // One that has ended meanwhile has none.
        guard let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") else { continue }
        seen.insert(String(decoding: line, as: UTF8.self))
      }
      // It throws where the task is cancelled, which ends the loop.
      try? await Task.sleep(for: .milliseconds(30))
    }
    return seen
  }
}
