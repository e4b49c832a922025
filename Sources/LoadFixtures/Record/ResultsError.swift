import Foundation

/// A results file or directory that could not be made, written or read.
package struct ResultsError: Error, Equatable, CustomStringConvertible {
  /// What was tried, as a verb: "write", "create the directory".
  package let operation: String
  /// The file or directory that it was tried on.
  package let path: String
  /// Why it did not work, and what to do about it.
  package let reason: String

  package init(operation: String, path: String, reason: String) {
    self.operation = operation
    self.path = path
    self.reason = reason
  }

  /// The error of a system call that set `errno` to `code`.
  init(operation: String, path: String, code: Int32) {
    var reason = String(cString: strerror(code))
    switch code {
    case ENOSPC, EDQUOT: reason += "; free some space there, or choose another directory with LOAD_RESULTS_DIR"
    case EROFS, EACCES, EPERM: reason += "; choose a directory that can be written with LOAD_RESULTS_DIR"
    case ENOTDIR, EISDIR: reason += "; move what is in the way, or choose another directory with LOAD_RESULTS_DIR"
    default: break
    }
    self.init(operation: operation, path: path, reason: reason)
  }

  package var description: String {
    InertText.of("cannot \(operation) \(path): \(reason)")
  }
}
