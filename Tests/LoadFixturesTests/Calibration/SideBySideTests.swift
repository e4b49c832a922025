import Foundation
import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

/// Validity check 25. `ResultsDirectoryTests` has two runs in one second, which make directories of their own.
@Suite("Calibration: two runs at once")
struct SideBySideTests {
  @Test("Two processes in one directory: both totals are the server's, and no file is open in both")
  func twoProcesses() async throws {
    let (records, received, shared, left) = try await RealTime.alone {
      try await CountingServer.with { server in
        let scratch = try ScratchDirectory()
        let outputs = try ScratchDirectory()
        let tools = try ["a", "b"].map { name in
          try ToolProcess(
            ["probe", "http://127.0.0.1:\(server.port)/\(name)", "--rate", "300", "--duration", "1.5", "--json"],
            directory: scratch.path, output: outputs.path + "/" + name)
        }
        while !tools.contains(where: \.hasEnded),
          server.received(path: "/a") < 200 || server.received(path: "/b") < 200
        {
          try await Task.sleep(for: .milliseconds(5))
        }
        let files = try tools.map { try Self.openFiles(of: $0.pid) }
        var records: [RunRecord] = []
        for tool in tools { records.append(try await tool.outcome().record()) }
        return (
          records, ["/a", "/b"].map { server.received(path: $0) }, files[0].intersection(files[1]),
          try scratch.names()
        )
      }
    }
    for (record, received) in zip(records, received) {
      #expect(record.counts.scheduled == 450)
      #expect(record.counts.completed == 450)
      #expect(received == 450 + record.counts.instrument)
    }
    #expect(shared.isEmpty, "\(shared)")
    #expect(left.isEmpty, "\(left)")
  }

  /// Files with a name on a disk that the process has open; sockets, pipes and devices left out.
  private static func openFiles(of pid: pid_t) throws -> Set<String> {
    let folder = "/proc/\(pid)/fd"
    return Set(
      try FileManager.default.contentsOfDirectory(atPath: folder).compactMap { name in
        // A descriptor may be closed between the two calls.
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: folder + "/" + name)
        return target.flatMap { $0.hasPrefix("/") && !$0.hasPrefix("/dev/") ? $0 : nil }
      })
  }
}
