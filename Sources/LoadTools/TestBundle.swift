import Foundation
import LoadFixtures

/// The tests as SwiftPM built them, and how to run them without it: `swift test` ends at SIGTERM without ending its test
/// process, and makes a second one in the same checkout wait.
struct TestBundle {
  /// What is executed, and its own arguments before those of Swift Testing.
  let command: [String]

  /// Finds the one bundle of a build directory.
  ///
  /// - Throws: ``ConfigurationError`` when there is none, or when there are several.
  init(in directory: URL) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
      .filter { $0.hasSuffix("PackageTests.xctest") }
    guard names.count == 1, let name = names.first else {
      throw ConfigurationError(
        variable: "tests", value: directory.path, reason: "there are \(names.count) test bundles in it",
        allowed: "a build directory of this package; run `swift build --build-tests`")
    }
    let bundle = directory.appendingPathComponent(name)
    #if os(macOS)
      // A bundle is no program there: SwiftPM's helper, which comes with the toolchain, loads it.
      let compiler = try Self.output(of: "/usr/bin/xcrun", "--find", "swiftc")
      let helper = URL(fileURLWithPath: compiler).deletingLastPathComponent()
        .appendingPathComponent("../libexec/swift/pm/swiftpm-testing-helper").standardizedFileURL
      let program = bundle.appendingPathComponent("Contents/MacOS/" + bundle.deletingPathExtension().lastPathComponent)
      command = [helper.path, "--test-bundle-path", program.path]
    #else
      command = [bundle.path]
    #endif
  }

  /// What the tests need in their environment to find Swift Testing.
  static func environment() throws -> [String: String] {
    #if os(macOS)
      let platform = try output(of: "/usr/bin/xcrun", "--show-sdk-platform-path") + "/Developer"
      return [
        "DYLD_FRAMEWORK_PATH": platform + "/Library/Frameworks", "DYLD_LIBRARY_PATH": platform + "/usr/lib",
      ]
    #else
      return [:]
    #endif
  }

  #if os(macOS)
    private static func output(of program: String, _ arguments: String...) throws -> String {
      let (process, pipe) = (Process(), Pipe())
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = arguments
      process.standardOutput = pipe
      try process.run()
      let data = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
  #endif
}
