import Foundation

/// Programs of other makers, for tests to compare with.
public enum Peers {
  /// `LOAD_REQUIRE_PEERS=1`, where a missing program must fail its test.
  public static let mustRun = ProcessInfo.processInfo.environment["LOAD_REQUIRE_PEERS"] == "1"

  /// True when it must run, and else when the program, a path or a name to look for in `PATH`, is there.
  public static func mayRun(_ program: String) -> Bool { mustRun || path(of: program) != nil }

  /// Where the program, a path or a name to look for in `PATH`, is; `nil` where it is not installed.
  public static func path(of program: String) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let folders = program.hasPrefix("/") ? [""] : path.split(separator: ":").map { "\($0)/" }
    return folders.map { $0 + program }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
