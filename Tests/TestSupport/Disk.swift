#if os(Linux)
  import Foundation

  /// A disk of its own size, in memory.
  public struct Disk: Sendable {
    /// Where it is mounted.
    public let path: String

    /// Whether this process may mount at all: root outside of a container.
    public static let mayMount = (try? Disk(kibibytes: 64).remove()) != nil

    /// Mounts a disk on a new temporary folder.
    ///
    /// - Throws: `Process.Failed` without the right to mount.
    public init(kibibytes: Int) throws {
      path = FileManager.default.temporaryDirectory.path + "/disk-\(UUID().uuidString)"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      do {
        _ = try Process("mount", ["-t", "tmpfs", "-o", "size=\(kibibytes)k", "tmpfs", path]).runToEndHere()
      } catch {
        try FileManager.default.removeItem(atPath: path)
        throw error
      }
    }

    /// From now on nothing can be written to it.
    public func makeReadOnly() throws {
      _ = try Process("mount", ["-o", "remount,ro", path]).runToEndHere()
    }

    /// Takes all space that is left.
    public func fill() throws {
      try Data().write(to: URL(fileURLWithPath: path + "/filling"))
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path + "/filling"))
      // To the last page: a write that does not fit whole is cut, and only the next one fails.
      while (try? file.write(contentsOf: Data(count: 4096))) != nil {}
      try file.close()
    }

    /// Unmounts it and removes the folder.
    public func remove() throws {
      // Lazily: a program that was just ended may still be leaving.
      _ = try Process("umount", ["-l", path]).runToEndHere()
      try FileManager.default.removeItem(atPath: path)
    }
  }
#endif
