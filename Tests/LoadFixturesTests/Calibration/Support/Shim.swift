#if os(Linux)
  import Testing
  import Foundation
  import TestSupport

  /// A small C library that takes the place of a system call in a process that a test starts: what only the system
  /// could do otherwise.
  enum Shim {
    private static let compiler = ["clang", "cc", "gcc"].lazy.compactMap { Peers.path(of: $0) }.first

    static var mayBeMade: Bool { Peers.mustRun || compiler != nil }

    /// Compiles a source in the directory, and gives the environment that loads it before all else.
    static func environment(
      _ source: String, options: [String] = [], in scratch: ScratchDirectory
    ) async throws -> [String: String] {
      try scratch.put(source, at: "shim.c")
      let library = scratch.path + "/shim.so"
      _ = try await Process(
        try #require(compiler), ["-shared", "-fPIC", "-O1"] + options + ["-o", library, scratch.path + "/shim.c"]
      ).runToEnd()
      return ["LD_PRELOAD": library]
    }
  }
#endif
