import Foundation

extension ResultsDirectory {
  /// Whether there is a directory at a path, for commands that must not create one.
  package static func exists(at path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
  }
}
