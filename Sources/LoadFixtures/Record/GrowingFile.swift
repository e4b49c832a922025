import Foundation

/// A file that is written while a run goes on: a run that is killed loses no line that was appended before.
struct GrowingFile: ~Copyable {
  let path: String
  private let descriptor: Int32

  /// Makes the file, or empties the one that is there.
  init(_ name: String, in directory: ResultsDirectory) throws(ResultsError) {
    path = "\(directory.path)/\(name)"
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw ResultsError(operation: "write", path: path, code: errno) }
  }

  deinit { close(descriptor) }

  /// Appends the text with one call to the system, as far as that takes it whole.
  func append(_ text: String) throws(ResultsError) {
    if let code = AtomicFile.writeAll(Array(text.utf8), to: descriptor) {
      throw ResultsError(operation: "write", path: path, code: code)
    }
  }
}
