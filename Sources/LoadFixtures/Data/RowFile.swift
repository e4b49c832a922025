import Foundation

/// A file that stays open for reading at any place, from any thread. It must stay what it was when it was opened.
final class RowFile: Sendable {
  /// Bytes.
  let size: Int
  private let descriptor: Int32
  private let opened: Version

  /// What a change of the content changes.
  private struct Version: Equatable {
    let size: Int
    let seconds: Int
    let nanoseconds: Int

    init(_ status: stat) {
      size = Int(status.st_size)
      #if canImport(Darwin)
        (seconds, nanoseconds) = (status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec)
      #else
        (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
      #endif
    }
  }

  private static let allowed = "the path of a file that can be read"

  /// - Throws: ``DataFlaw`` when there is no such file, or it is no plain file.
  init(_ path: String) throws(DataFlaw) {
    let absence = DataFlaw("there is no file at that path", allowed: Self.allowed)
    guard !path.isEmpty, !path.contains("\0") else { throw absence }
    // Not blocking: the other end of a named pipe may never be opened.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let code = errno
      throw code == ENOENT ? absence : Self.flaw("cannot be opened", code)
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw Self.flaw("cannot be read", code)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw DataFlaw(
        "it is no plain file, and rows are read at any place of it", allowed: "a file and no folder, pipe or device")
    }
    self.descriptor = descriptor
    opened = Version(status)
    size = opened.size
  }

  deinit { close(descriptor) }

  /// Fills the buffer from a place of the file on.
  ///
  /// - Returns: How many bytes there were, 0 at the end.
  func read(into buffer: inout [UInt8], at offset: Int) throws(DataFlaw) -> Int {
    while true {
      let count = pread(descriptor, &buffer, buffer.count, off_t(offset))
      if count >= 0 { return count }
      guard errno == EINTR else { throw Self.flaw("cannot be read", errno) }
    }
  }

  /// - Throws: ``DataFlaw`` when the file was written to since it was opened.
  func checkUnchanged() throws(DataFlaw) {
    var status = stat()
    guard fstat(descriptor, &status) == 0, Version(status) == opened else { throw Self.changed }
  }

  static let changed = DataFlaw(
    "it was changed while it was in use", allowed: "a file that stays as it is until the end of the run")

  private static func flaw(_ what: String, _ code: Int32) -> DataFlaw {
    DataFlaw("the file \(what) (\(String(cString: strerror(code))))", allowed: allowed)
  }
}
