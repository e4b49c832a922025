import Foundation

/// The directory that one run's records, logs and reports go to.
package struct ResultsDirectory: Sendable, Equatable {
  package static let htmlReport = "report.html"
  package static let jsonReport = "report.json"

  /// From the root on, without links and `..`: the same for the system and for Foundation, from any working directory.
  package let path: String

  /// Opens the directory, making it and those above it if needed; throws a ``ResultsError`` that names the path.
  package init(path: String) throws(ResultsError) {
    guard !path.isEmpty else {
      throw ResultsError(operation: "create the directory", path: "\"\"", reason: "the path is empty; name a directory")
    }
    var trimmed = path
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    try AtomicFile.createDirectory(trimmed)
    // The string is ours to free, and is copied before that.
    guard let real = realpath(trimmed, nil) else { throw ResultsError(operation: "find", path: trimmed, code: errno) }
    defer { free(real) }
    self.path = String(cString: real)
  }

  /// Writes, flushes and removes a file of that many bytes: what is wrong with the disk is found before the load.
  package func checkRoom(forBytes count: Int) throws(ResultsError) {
    try AtomicFile.tryOut(count, in: path)
  }

  /// A new directory `<base>/<UTC yyyyMMdd_HHmmss>`, with `-2`, `-3` ... added when another run has taken that name.
  package static func standard(now: Date = Date(), in base: String = "results") throws(ResultsError) -> ResultsDirectory
  {
    try AtomicFile.createDirectory(base)
    // ISO 8601 in UTC with only its digits kept: no calendar or locale can change it.
    let digits = now.formatted(.iso8601).filter { $0.isASCII && $0.isNumber }
    let name = "\(base)/\(digits.prefix(8))_\(digits.dropFirst(8).prefix(6))"
    for attempt in 1...1000 {
      let path = attempt == 1 ? name : "\(name)-\(attempt)"
      // mkdir either makes the directory or fails: two runs in one second cannot both have made it.
      guard try AtomicFile.createNewDirectory(path) else { continue }
      // Here, where the folder has the name that it is known by: it may be a link to another disk.
      try updateLatestLink(to: path)
      return try ResultsDirectory(path: path)
    }
    throw ResultsError(
      operation: "create the directory", path: name, reason: "a thousand of that name exist; remove old results")
  }

  /// Writes a file in one step: whoever reads `name` finds the earlier file or this one, never a part.
  ///
  /// The bytes are written to a temporary name in the same directory, fsync'd and renamed; on failure the temporary is
  /// removed and an earlier file is untouched. Throws a ``ResultsError`` that names the path and the reason.
  package func write(_ bytes: [UInt8], named name: String) throws(ResultsError) {
    guard !name.isEmpty, name != ".", name != "..", !name.utf8.contains(where: { $0 == 0x2F || $0 == 0 }) else {
      throw ResultsError(
        operation: "write", path: "\(path)/\(name)", reason: "a result's name is one path component; leave out the /")
    }
    try AtomicFile.write(bytes, directory: path, name: name)
  }

  /// Writes a text as UTF-8 in the manner of ``write(_:named:)``.
  package func write(_ text: String, named name: String) throws(ResultsError) {
    try write(Array(text.utf8), named: name)
  }

  /// Writes the record to `<scenario>.json` and returns the file's path.
  @discardableResult
  package func save(_ record: RunRecord) throws(ResultsError) -> String {
    let name = Self.fileName(forScenario: record.scenario)
    let bytes: [UInt8]
    do {
      bytes = try record.encoded()
    } catch {
      throw ResultsError(operation: "write", path: "\(path)/\(name)", reason: "the record is not JSON: \(error)")
    }
    try write(bytes, named: name)
    return "\(path)/\(name)"
  }

  /// What is kept of a scenario, by the end of the file's name.
  package enum ScenarioFile: String, Sendable {
    case record = ".json"
    case histogramLog = ".hlog"
    case timeline = ".timeline.jsonl"
    case details = ".log"
  }

  /// `<scenario>.json` and the like, percent-encoded where the name would leave the directory, be hidden, or be a report's:
  /// two scenarios never share a file.
  package static func fileName(forScenario scenario: String, _ file: ScenarioFile = .record) -> String {
    // Compared without case: some file systems do not tell Report.json from report.json.
    let isReport = (scenario + ".json").lowercased() == jsonReport
    var name = ""
    for (index, byte) in scenario.utf8.enumerated() {
      let isFirst = index == 0
      let plain: Bool =
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): !(isFirst && isReport)
        case UInt8(ascii: "a")...UInt8(ascii: "z"): !(isFirst && isReport)
        case UInt8(ascii: "-"), UInt8(ascii: "_"): true
        case UInt8(ascii: "."): !isFirst
        default: false
        }
      if plain {
        name.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        name += (byte < 0x10 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }
    }
    return (name.isEmpty ? "%" : name) + file.rawValue
  }

  /// Points `latest` beside this directory at it, when it lies in a folder named `results`; else does nothing.
  package func updateLatestLink() throws(ResultsError) { try Self.updateLatestLink(to: path) }

  private static func updateLatestLink(to path: String) throws(ResultsError) {
    let components = path.split(separator: "/")
    guard components.count >= 2, components[components.count - 2] == "results", let name = components.last,
      name != "latest", name != ".", name != ".."
    else { return }
    try AtomicFile.link(directory: String(path.dropLast(name.count + 1)), name: "latest", to: String(name))
  }
}

extension ResultsDirectory {
  /// Whether there is a directory at a path, for commands that must not create one.
  package static func exists(at path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
  }
}
