import Foundation

/// The few system calls behind a file that is either the old one or the new one, whole.
enum AtomicFile {
  /// Writes `bytes` to a temporary name beside `path`, flushes them to the disk and renames.
  ///
  /// The file is fsync'd before the rename: a disk that only finds out late that it is full must not replace an
  /// earlier result. The directory is not: after a power cut the name may stand for the earlier file, still whole.
  static func write(_ bytes: [UInt8], directory: String, name: String) throws(ResultsError) {
    let path = directory + "/" + name
    let failure = withTemporary(bytes, in: directory) { rename($0, path) == 0 ? nil : errno }
    if let failure { throw ResultsError(operation: "write", path: path, code: failure) }
  }

  /// Writes, flushes and removes a file of that many bytes.
  static func tryOut(_ count: Int, in directory: String) throws(ResultsError) {
    let failure = withTemporary([UInt8](repeating: 0x2E, count: count), in: directory) { unlink($0) == 0 ? nil : errno }
    if let failure {
      throw ResultsError(
        operation: "write the \(count / 1024) KiB that the run needs in", path: directory, code: failure)
    }
  }

  /// Writes `bytes` to a temporary file, flushes it to the disk and lets `finish` have it; returns `errno` when
  /// something fails, and then there is no file.
  private static func withTemporary(
    _ bytes: [UInt8], in directory: String, finish: (String) -> Int32?
  ) -> Int32? {
    let temporary = directory + "/" + temporaryName()
    Leftovers.add(temporary)
    defer { Leftovers.forget(temporary) }
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { return errno }
    var failure = writeAll(bytes, to: descriptor)
    if failure == nil, fsync(descriptor) != 0 { failure = errno }
    // Some file systems report a full disk only here.
    if close(descriptor) != 0, failure == nil, errno != EINTR { failure = errno }
    failure = failure ?? finish(temporary)
    if failure != nil { unlink(temporary) }
    return failure
  }

  /// Writes all bytes; returns `errno` when that fails.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    // The pointer stays inside the closure, and every offset is below `buffer.count`.
    bytes.withUnsafeBytes { buffer -> Int32? in
      var written = 0
      while written < buffer.count {
        let part = UnsafeRawBufferPointer(rebasing: buffer[written...])
        #if canImport(Darwin)
          let count = Darwin.write(descriptor, part.baseAddress, part.count)
        #elseif canImport(Musl)
          let count = Musl.write(descriptor, part.baseAddress, part.count)
        #else
          let count = Glibc.write(descriptor, part.baseAddress, part.count)
        #endif
        if count < 0 {
          if errno == EINTR { continue }
          return errno
        }
        if count == 0 { return ENOSPC }
        written += count
      }
      return nil
    }
  }

  /// Makes the directory and those above it; it may be there already.
  static func createDirectory(_ path: String) throws(ResultsError) {
    var partial = path.hasPrefix("/") ? "/" : ""
    var refusal: Int32?
    for component in path.split(separator: "/") {
      partial += component + "/"
      // A directory above may exist and forbid the call (read-only root); the check at the end decides.
      if mkdir(partial, 0o777) == 0 || errno == EEXIST { continue }
      // What comes after the first refusal only says that there is no such directory.
      refusal = refusal ?? errno
    }
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw ResultsError(
        operation: "create the directory", path: path, code: errno == ENOENT ? refusal ?? errno : errno)
    }
    close(descriptor)
  }

  /// Makes a directory that must not exist yet; false when it does.
  static func createNewDirectory(_ path: String) throws(ResultsError) -> Bool {
    if mkdir(path, 0o777) == 0 { return true }
    if errno == EEXIST { return false }
    throw ResultsError(operation: "create the directory", path: path, code: errno)
  }

  /// Points `directory/name` at `target` (relative to `directory`), replacing an earlier link in one step.
  static func link(directory: String, name: String, to target: String) throws(ResultsError) {
    let path = directory + "/" + name
    let temporary = directory + "/" + temporaryName()
    guard symlink(target, temporary) == 0 else {
      throw ResultsError(operation: "link", path: path, code: errno)
    }
    guard rename(temporary, path) == 0 else {
      let code = errno
      unlink(temporary)
      throw ResultsError(operation: "link", path: path, code: code)
    }
  }

  /// Hidden, so that no reader of a results directory takes it for a result, and short, so that any name fits.
  private static func temporaryName() -> String {
    ".writing-" + String(UInt64.random(in: .min ... .max), radix: 16)
  }
}
