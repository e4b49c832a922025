import Foundation
import TestSupport
import Testing

@testable import LoadFixtures

@Suite struct ResultsDirectoryTests {
  let scratch = Result { try ScratchDirectory() }

  @Test func makesTheDirectoryAndThoseAboveIt() throws {
    let scratch = try scratch.get()
    let directory = try ResultsDirectory(path: scratch.path + "/a/b/")
    #expect(directory.path == scratch.path + "/a/b")
    #expect(try scratch.names(in: "a") == ["b"])
    #expect(try ResultsDirectory(path: scratch.path + "/a/b") == directory)
  }

  @Test func refusesAPathThatAFileIsInTheWayOf() throws {
    let scratch = try scratch.get()
    try scratch.put("x", at: "file")
    for path in ["file", "file/below"] {
      let error = #expect(throws: ResultsError.self) { try ResultsDirectory(path: scratch.path + "/" + path) }
      #expect(error?.description.contains(scratch.path + "/" + path) == true)
      #expect(error?.description.contains("LOAD_RESULTS_DIR") == true)
    }
    #expect(try scratch.text("file") == "x")
    #expect(throws: ResultsError.self) { try ResultsDirectory(path: "") }
  }

  @Test func writesAWholeFileOverAnEarlierOneAndLeavesNothingElse() throws {
    let scratch = try scratch.get()
    let directory = try ResultsDirectory(path: scratch.path)
    try directory.write("a longer first version", named: "r.txt")
    try directory.write("second", named: "r.txt")
    try directory.write([], named: "empty")
    #expect(try scratch.text("r.txt") == "second")
    #expect(try scratch.names() == ["empty", "r.txt"])
  }

  // Permissions do not bind root, so the failures are ones that bind everybody.
  @Test func aFailedWriteNamesThePathAndLeavesEarlierResultsAndNoTemporary() throws {
    let scratch = try scratch.get()
    let directory = try ResultsDirectory(path: scratch.path)
    try directory.write("kept", named: "earlier.json")
    _ = try ResultsDirectory(path: scratch.path + "/taken/inner")
    let error = #expect(throws: ResultsError.self) { try directory.write("new", named: "taken") }
    #expect(error?.path == scratch.path + "/taken")
    #expect(error?.operation == "write")
    #expect(try scratch.names() == ["earlier.json", "taken"])
    #expect(try scratch.text("earlier.json") == "kept")
  }

  @Test func aVanishedDirectoryIsAnErrorWithThePath() throws {
    let scratch = try scratch.get()
    let directory = try ResultsDirectory(path: scratch.path + "/gone")
    try FileManager.default.removeItem(atPath: directory.path)
    let error = #expect(throws: ResultsError.self) { try directory.save(ReportSamples.record()) }
    #expect(error?.path == scratch.path + "/gone/peak.json")
    let loading = #expect(throws: ResultsError.self) { try directory.loadRecords() }
    #expect(loading?.path == scratch.path + "/gone")
  }

  #if os(Linux)
    @Test func aFullDiskIsReportedAsSuch() throws {
      let descriptor = open("/dev/full", O_WRONLY)
      try #require(descriptor >= 0)
      defer { close(descriptor) }
      #expect(AtomicFile.writeAll([1, 2, 3], to: descriptor) == ENOSPC)
      let error = ResultsError(operation: "write", path: "/results/peak.json", code: ENOSPC)
      #expect(error.description.contains("/results/peak.json: No space left on device; free some space"))
    }
  #endif

  @Test func theSystemsReasonIsTheFirstOne() throws {
    // Nobody may make folders in /sys. That there is none for the last one to be made in is only what follows.
    let error = #expect(throws: ResultsError.self) { try ResultsDirectory(path: "/sys/a/b") }
    #expect(error?.path == "/sys/a/b")
    #expect(error?.reason.contains("No such file") == false, "\(error?.reason ?? "")")
  }

  #if os(Linux)
    @Test(.enabled(if: Disk.mayMount, "needs the right to mount"))
    func aBadDiskIsFoundBeforeTheLoad() throws {
      let disk = try Disk(kibibytes: 64)
      // A mount that is left behind in the temporary directory fails no test.
      defer { try? disk.remove() }
      let directory = try ResultsDirectory(path: disk.path)
      try directory.checkRoom(forBytes: 32 << 10)
      let full = #expect(throws: ResultsError.self) { try directory.checkRoom(forBytes: 512 << 10) }
      #expect(
        full?.description.hasPrefix(
          "cannot write the 512 KiB that the run needs in \(disk.path): No space left on device; free some") == true)
      #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path) == [])
      try disk.makeReadOnly()
      let readOnly = #expect(throws: ResultsError.self) { try directory.checkRoom(forBytes: 1) }
      #expect(readOnly?.reason.hasPrefix("Read-only file system; choose a directory") == true)
      let new = #expect(throws: ResultsError.self) { try ResultsDirectory(path: disk.path + "/a/b") }
      #expect(new?.reason.hasPrefix("Read-only file system") == true)
    }
  #endif

  @Test func aPathThroughALinkLeadsWhereTheSystemSays() throws {
    let scratch = try scratch.get()
    _ = try ResultsDirectory(path: scratch.path + "/elsewhere/inner")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path + "/link", withDestinationPath: scratch.path + "/elsewhere/inner")
    let resolved = try ResultsDirectory(path: scratch.path + "/link/../out")
    #expect(resolved.path == scratch.path + "/elsewhere/out")
    // Written by the system's calls and read by Foundation's, which resolve `..` in ways of their own.
    try resolved.save(ReportSamples.record(seconds: 1))
    #expect(try ResultsDirectory(path: scratch.path + "/link/../out").loadRecords().count == 1)
    #expect(try scratch.names(in: "elsewhere") == ["inner", "out"])
  }

  @Test func oneRunAtATimeHoldsADirectory() throws {
    let scratch = try scratch.get()
    let directory = try ResultsDirectory(path: scratch.path)
    let lock = try ResultsLock(directory, run: "12-a")
    let refusal = #expect(throws: ResultsError.self) { try ResultsLock(directory, run: "34-b") }
    #expect(refusal?.description.contains("\(scratch.path): another run (process 12) writes there") == true)
    // A part of the same run, whose end is not the run's.
    try ResultsLock(directory, run: "12-a").release()
    #expect(throws: ResultsError.self) { try ResultsLock(directory, run: "34-b") }
    lock.release()
    #expect(try scratch.names().isEmpty)
    // Left behind by a process that was killed: no lock is on it.
    try scratch.put("99-z-and-more", at: ".run")
    try ResultsLock(directory, run: "34-b").release()
    #expect(try scratch.names().isEmpty)
  }

  @Test(arguments: ["", ".", "..", "a/b", "../x", "a\0b"])
  func refusesNamesThatAreNotOneComponent(name: String) throws {
    let scratch = try scratch.get()
    let directory = try ResultsDirectory(path: scratch.path)
    #expect(throws: ResultsError.self) { try directory.write("x", named: name) }
    #expect(try scratch.names().isEmpty)
  }

  @Test(arguments: [
    ("peak", "peak.json"), ("circuit-breaker", "circuit-breaker.json"), ("v0.9", "v0.9.json"),
    ("../evil", "%2E.%2Fevil.json"), ("a b", "a%20b.json"), ("a/b", "a%2Fb.json"), ("a%2Fb", "a%252Fb.json"),
    (".hidden", "%2Ehidden.json"), ("ñ", "%C3%B1.json"), ("\u{1B}[m", "%1B%5Bm.json"), ("", "%.json"),
    ("report", "%72eport.json"), ("Report", "%52eport.json"), ("reports", "reports.json"),
  ])
  func everyScenarioHasAFileOfItsOwnInsideTheDirectory(scenario: String, name: String) {
    #expect(ResultsDirectory.fileName(forScenario: scenario) == name)
  }

  @Test func twoRunsInOneSecondDoNotShareADirectory() throws {
    let scratch = try scratch.get()
    let now = Date(timeIntervalSince1970: 1_795_479_312.9)
    let base = scratch.path + "/results"
    let names = try (0..<3).map { _ in try ResultsDirectory.standard(now: now, in: base).path.dropFirst(base.count) }
    #expect(names == ["/20261124_001512", "/20261124_001512-2", "/20261124_001512-3"])
  }

  @Test func latestPointsToTheDirectoryByARelativeLink() throws {
    let scratch = try scratch.get()
    let files = FileManager.default
    for name in ["one", "two"] {
      try ResultsDirectory(path: scratch.path + "/results/" + name).updateLatestLink()
      #expect(try files.destinationOfSymbolicLink(atPath: scratch.path + "/results/latest") == name)
    }
    #expect(try scratch.names(in: "results") == ["latest", "one", "two"])
    // Named through the link, the directory must not become a link to itself.
    try ResultsDirectory(path: scratch.path + "/results/latest").updateLatestLink()
    #expect(try files.destinationOfSymbolicLink(atPath: scratch.path + "/results/latest") == "two")
  }

  @Test func resultsMayBeALinkToAnotherDisk() throws {
    let scratch = try scratch.get()
    _ = try ResultsDirectory(path: scratch.path + "/disk")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path + "/results", withDestinationPath: scratch.path + "/disk")
    let new = try ResultsDirectory.standard(in: scratch.path + "/results")
    let name = try #require(new.path.split(separator: "/").last.map(String.init))
    #expect(new.path == scratch.path + "/disk/" + name)
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: scratch.path + "/results/latest") == name)
  }

  @Test func latestIsLeftAloneOutsideOfResultsAndNeverReplacesADirectory() throws {
    let scratch = try scratch.get()
    try ResultsDirectory(path: scratch.path + "/elsewhere/one").updateLatestLink()
    #expect(try scratch.names(in: "elsewhere") == ["one"])
    _ = try ResultsDirectory(path: scratch.path + "/results/latest/mine")
    let one = try ResultsDirectory(path: scratch.path + "/results/one")
    let error = #expect(throws: ResultsError.self) { try one.updateLatestLink() }
    #expect(error?.path == scratch.path + "/results/latest")
    #expect(try scratch.names(in: "results") == ["latest", "one"])
  }
}
