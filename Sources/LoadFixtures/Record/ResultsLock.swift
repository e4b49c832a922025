import Foundation

/// One run's hold on a results directory. It ends with the process, however that ends.
package final class ResultsLock: Sendable {
  /// Hidden, so that no reader takes it for a result.
  static let fileName = ".run"

  private let path: String
  /// `nil` where another process of the same run holds the directory.
  private let descriptor: Int32?

  /// Takes the directory for a run.
  ///
  /// - Parameters:
  ///   - run: The run's id. Processes with the same id share the directory.
  ///   - inherited: Processes that this one starts hold the directory as well, for as long as they live.
  /// - Throws: ``ResultsError`` when another run writes there.
  package init(_ directory: ResultsDirectory, run: String, inherited: Bool = false) throws(ResultsError) {
    path = "\(directory.path)/\(Self.fileName)"
    // Again when the file was removed, or not yet written, by another that came or went in the same moment.
    for _ in 1...100 {
      let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | (inherited ? 0 : O_CLOEXEC), 0o644)
      guard descriptor >= 0 else { throw ResultsError(operation: "write", path: path, code: errno) }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
        if Self.isFile(descriptor, path) {
          Leftovers.add(path)
          if let code = ftruncate(descriptor, 0) == 0 ? AtomicFile.writeAll(Array(run.utf8), to: descriptor) : errno {
            unlink(path)
            close(descriptor)
            throw ResultsError(operation: "write", path: path, code: code)
          }
          self.descriptor = descriptor
          return
        }
      } else {
        let code = errno
        guard code == EWOULDBLOCK || code == EINTR else {
          close(descriptor)
          throw ResultsError(operation: "lock", path: path, code: code)
        }
        let holder = Self.text(of: descriptor)
        if holder == run {
          close(descriptor)
          self.descriptor = nil
          return
        }
        if !holder.isEmpty {
          close(descriptor)
          throw ResultsError(
            operation: "use", path: directory.path,
            reason: "another run (process \(holder.prefix { $0 != "-" })) writes there; wait for its end, or choose "
              + "another directory with LOAD_RESULTS_DIR")
        }
      }
      close(descriptor)
      usleep(10_000)
    }
    throw ResultsError(operation: "lock", path: path, reason: "others take and leave it all the time; try again")
  }

  /// Makes this process the one that removes the mark, when the one that set it is gone.
  func adopt() { Leftovers.add(path) }

  /// Lets the next run in.
  package func release() {
    guard let descriptor else { return }
    // In this order: who opened the file before it was removed sees at once that it is not the one of that name.
    unlink(path)
    close(descriptor)
    Leftovers.forget(path)
  }

  private static func isFile(_ descriptor: Int32, _ path: String) -> Bool {
    var (held, named) = (stat(), stat())
    return fstat(descriptor, &held) == 0 && stat(path, &named) == 0 && held.st_ino == named.st_ino
      && held.st_dev == named.st_dev
  }

  private static func text(of descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}
