import Foundation
import Testing

@testable import LoadFixtures

@Suite("Whose memory can be watched") struct WatchedMemoryTests {
  @Test(
    "Only that of a process on this machine which can be seen",
    arguments: [
      ("http://192.0.2.1:8000", "\(getpid())", "is not on this machine"),
      ("http://127.0.0.1:8000", nil, "LOAD_TARGET_PID has to"),
      ("http://127.0.0.1:8000", "2147483647", "the memory of the process 2147483647"),
      ("http://127.0.0.1:8000", "\(getpid())", nil), (nil, nil, nil),
    ] as [(String?, String?, String?)])
  func reasons(host: String?, process: String?, reason: String?) throws {
    var variables: [String: String] = [:]
    variables["LOAD_TARGET_HOST"] = host
    variables["LOAD_TARGET_PID"] = process
    let found = try TargetEnvironment(environment: variables).whyMemoryIsUnseen
    if let reason { #expect(found?.contains(reason) == true, "\(found ?? "none")") } else { #expect(found == nil) }
  }
}
