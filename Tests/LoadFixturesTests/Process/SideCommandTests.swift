import Foundation
import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

@Suite struct SideCommandTests {
  private func run(
    _ text: String, deadline: Duration = .seconds(60), environment: [String: String] = [:],
    secrets: Secrets = .none
  ) async throws -> SideCommandOutcome {
    let own = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    return try await SideCommand(text, variable: "LOAD_PREPARE", deadline: deadline, environment: own)
      .run(target: "http://agent:8000", secrets: secrets)
  }

  /// Whether a process of that number is there and is no zombie.
  private func isAlive(_ process: String) -> Bool {
    guard let number = Int32(process.trimmingCharacters(in: .whitespacesAndNewlines)) else { return false }
    guard kill(number, 0) == 0 else { return false }
    // Gone meanwhile, or no such folder.
    guard let status = try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8) else {
      return kill(number, 0) == 0
    }
    return !status.contains(") Z")
  }

  /// Makes a file that may be run. Another process makes it: one that is started in the same moment would inherit what
  /// this one writes to, and the system runs no file that somebody writes to.
  private func program(_ name: String, _ bytes: some Sequence<UInt8>, in folder: ScratchDirectory) async throws
    -> String
  {
    let path = "\(folder.path)/\(name)"
    _ = try await Process("install", ["-m", "755", folder.file("\(name).bytes", bytes), path]).runToEnd()
    return path
  }

  /// Waits until a file has something in it.
  private func text(of path: String) async throws -> String {
    for _ in 0..<1000 {
      if let text = try? String(contentsOfFile: path, encoding: .utf8), text.hasSuffix("\n") { return text }
      try await Task.sleep(for: .milliseconds(10))
    }
    return ""
  }

  @Test func bothOutputsAndTheStatusStandOnTheOutcome() async throws {
    let outcome = try await run("sh -c 'echo one; echo two >&2; echo \"three\"; exit 3'")
    #expect(outcome.command == "sh -c 'echo one; echo two >&2; echo \"three\"; exit 3'")
    #expect(outcome.exitCode == 3 && outcome.signal == nil && !outcome.timedOut && !outcome.succeeded)
    #expect(outcome.output == "one\ntwo\nthree\n")
    #expect(outcome.seconds > 0 && outcome.seconds < 30)
    #expect(outcome.summary.hasPrefix("ended with 3 after ") && outcome.summary.hasSuffix(": three"))
    let fine = try await run("true")
    #expect(fine.succeeded && fine.exitCode == 0 && fine.output.isEmpty)
  }

  @Test func wordsReachTheProgramAsTheyAre() async throws {
    #expect(try await run("printf '[%s]' 'a  b' '' \"\\$HOME\" \\*").output == "[a  b][][$HOME][*]")
  }

  @Test func theProgramKnowsTheTargetAndTheEnvironment() async throws {
    let outcome = try await run(
      "sh -c 'echo $LOAD_TARGET_HOST $MINE'", environment: ["MINE": "x", "LOAD_TARGET_HOST": "http://other"])
    #expect(outcome.output == "http://agent:8000 x\n")
  }

  @Test func theProgramHasNothingToRead() async throws {
    #expect(try await run("cat").output.isEmpty)
  }

  #if os(Linux)
    @Test func theProgramHasNoneOfOurFilesOpen() async throws {
      let folder = try ScratchDirectory()
      // As the hold on a results directory, which the tests are meant to inherit.
      let held = open("\(folder.path)/held", O_RDWR | O_CREAT, 0o644)
      #expect(held > 2)
      defer { close(held) }
      #expect(try await run("sh -c 'ls /proc/$$/fd; :'").output == "0\n1\n2\n")
    }

    @Test func itsPipeIsClosedAfterwards() async throws {
      // As the system names it: `pipe:[4711]`.
      let pipe = try await run("readlink /proc/self/fd/1").output.dropLast()
      #expect(pipe.hasPrefix("pipe:["))
      let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { descriptor in
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")  // Closed meanwhile.
      }
      #expect(!open.isEmpty && !open.contains(String(pipe)))
    }
  #endif

  @Test func aSignalThatEndsItIsNamed() async throws {
    let outcome = try await run("sh -c 'kill -KILL $$'")
    #expect(outcome.signal == 9 && outcome.exitCode == nil && !outcome.timedOut)
    #expect(outcome.summary.hasPrefix("was ended by signal 9 after"))
  }

  @Test func signalsEndItWhateverThisProcessDoesWithThem() async throws {
    #expect(try await run("sh -c 'kill -TERM $$'").signal == 15)
    #expect(try await run("sh -c 'kill -PIPE $$'").signal == 13)
  }

  @Test(
    "A program that cannot run is refused with a sentence",
    arguments: [
      ("no-such-program-12 a", "there is no program no-such-program-12 in the folders of PATH"),
      ("/no/such/program", "there is no program at /no/such/program that may be run"),
      ("/etc/passwd", "there is no program at /etc/passwd that may be run"),
      ("/etc", "there is no program at /etc that may be run"), ("", "it names no program"),
      ("''", "it names no program"),
      ("a && b", "& is for a shell, and none reads it"), ("a 'b", "the quotation mark ' is not closed"),
    ])
  func refusals(text: String, reason: String) {
    let error = #expect(throws: ConfigurationError.self) { try SideCommand(text, variable: "LOAD_CLEANUP") }
    #expect(error?.variable == "LOAD_CLEANUP" && error?.value == text)
    #expect(error?.reason == reason && error?.allowed.contains("sh -c '...'") ?? false || text == "a 'b")
  }

  @Test func aFileThatIsNoProgramIsRefusedWhenItIsStarted() async throws {
    let folder = try ScratchDirectory()
    let path = try await program("program", [0, 1, 2, 3], in: folder)
    let error = await #expect(throws: ConfigurationError.self) { try await run(path) }
    #expect(error?.reason == "the program cannot be started (Exec format error)")
  }

  @Test func thePathIsThatOfTheEnvironment() async throws {
    let folder = try ScratchDirectory()
    _ = try await program("my-tool", "#!/bin/sh\necho mine\n".utf8, in: folder)
    #expect(throws: ConfigurationError.self) { try SideCommand("my-tool", variable: "LOAD_PREPARE") }
    #expect(try await run("my-tool", environment: ["PATH": "/nowhere:\(folder.path)"]).output == "mine\n")
  }

  @Test func aCommandThatTakesTooLongIsEndedWithItsChildren() async throws {
    let folder = try ScratchDirectory()
    let start = MonotonicTime.now
    let outcome = try await run(
      "sh -c 'echo begun; sleep 300 & echo $! > \(folder.path)/child; wait'", deadline: .milliseconds(500))
    #expect(MonotonicTime.now - start < 60_000_000_000)
    #expect(outcome.timedOut && outcome.signal == 15 && outcome.output == "begun\n" && !outcome.succeeded)
    #expect(outcome.seconds >= 0.5)
    #expect(outcome.summary.hasPrefix("was ended after ") && outcome.summary.hasSuffix("its time being over: begun"))
    #expect(try !isAlive(await text(of: "\(folder.path)/child")))
  }

  @Test func aCommandThatDoesNotListenIsEndedByForce() async throws {
    let folder = try ScratchDirectory()
    let outcome = try await run(
      "sh -c 'trap : TERM; sh -c \"trap : TERM; while :; do sleep 0.1; done\" & echo $! > \(folder.path)/child; "
        + "while :; do sleep 0.1; done'", deadline: .milliseconds(300))
    #expect(outcome.timedOut && outcome.signal == 9)
    #expect(outcome.seconds >= 2.3)
    let child = try await text(of: "\(folder.path)/child")
    // The system takes a moment to end what was killed.
    for _ in 0..<500 where isAlive(child) { try await Task.sleep(for: .milliseconds(10)) }
    #expect(!isAlive(child))
  }

  @Test func aCommandThatEndsInGoodOrderWhenAskedHasItsOwnStatus() async throws {
    let outcome = try await run(
      "sh -c 'trap \"echo rolled back; exit 7\" TERM; while :; do sleep 0.05; done'", deadline: .milliseconds(300))
    #expect(outcome.timedOut && outcome.exitCode == 7 && outcome.signal == nil)
    #expect(outcome.output.hasSuffix("rolled back\n") && !outcome.succeeded)
  }

  @Test func aStoppedCommandIsEnded() async throws {
    let outcome = try await run("sh -c 'kill -STOP $$'", deadline: .milliseconds(300))
    #expect(outcome.timedOut && outcome.signal == 15)
  }

  @Test func whatItLeavesBehindIsNotWaitedFor() async throws {
    let folder = try ScratchDirectory()
    // It keeps both ends of our pipe open, one time in a session of its own.
    for start in ["sleep 300"] + (Peers.path(of: "setsid") == nil ? [] : ["setsid sleep 300"]) {
      let outcome = try await run("sh -c '\(start) & echo $! > \(folder.path)/child; echo done'")
      #expect(outcome.succeeded && outcome.output == "done\n")
      #expect(outcome.seconds < 60)
      let child = try await text(of: "\(folder.path)/child")
      // It was meant to stay: a server for the test.
      #expect(isAlive(child))
      if let number = Int32(child.trimmingCharacters(in: .newlines)) { kill(number, SIGKILL) }
    }
  }

  @Test func oneThatIsLeftBehindAndWritesWithoutEndIsNotWaitedFor() async throws {
    let outcome = try await run("sh -c 'yes & echo $! >&2'")
    #expect(outcome.succeeded && outcome.seconds < 60)
  }

  @Test func cancellationEndsTheCommand() async throws {
    let folder = try ScratchDirectory()
    let command = try SideCommand("sh -c 'echo $$ > \(folder.path)/own; sleep 300'", variable: "LOAD_PREPARE")
    let task = Task { try await command.run(target: "http://agent", secrets: .none) }
    let own = try await text(of: "\(folder.path)/own")
    #expect(isAlive(own))
    task.cancel()
    let outcome = try await task.value
    #expect(outcome.signal == 15 && !outcome.timedOut && !outcome.succeeded && outcome.seconds < 60)
    #expect(!isAlive(own))
  }

  @Test func nothingBeginsInATaskThatWasCancelled() async throws {
    let folder = try ScratchDirectory()
    let command = try SideCommand("touch \(folder.path)/begun", variable: "LOAD_PREPARE")
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await command.run(target: "http://agent", secrets: .none)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try folder.names().isEmpty)
  }

  @Test func ofALongOutputTheEndIsKept() async throws {
    let outcome = try await run("seq 1 1000000")
    #expect(outcome.succeeded)
    #expect(outcome.output.utf8.count <= (16 << 10) + 3 && outcome.output.utf8.count > 16_000)
    #expect(outcome.output.hasPrefix("…") && outcome.output.hasSuffix("\n999999\n1000000\n"))
    let short = try await run("seq 1 3000")
    #expect(short.output.hasPrefix("1\n2\n") && short.output.hasSuffix("\n3000\n"))
  }

  @Test func noSecretIsShown() async throws {
    let secrets = Secrets(["hunter22", "me@example.com"])
    let outcome = try await run(
      "sh -c 'echo Hunter22 me@example.com; echo no postgres://root:s3cr3t@db/x here; exit 1' hunter22 "
        + "redis://:s3cr3t@cache", secrets: secrets)
    #expect(outcome.output == "<redacted> <redacted>\nno postgres://<redacted>@db/x here\n")
    #expect(outcome.command.hasSuffix(" <redacted> redis://<redacted>@cache"))
    for rendering in renderings(of: outcome) {
      #expect(!rendering.contains("s3cr3t") && !rendering.lowercased().contains("hunter22"))
    }
    let error = #expect(throws: ConfigurationError.self) {
      try SideCommand("no-such-program postgres://root:s3cr3t@db", variable: "LOAD_PREPARE")
    }
    #expect(error?.value == "no-such-program postgres://<redacted>@db")
  }

  @Test func aSecretIsNotShownWhereTheOutputIsCut() throws {
    let secret = String(repeating: "s3cr3t-", count: 2000)
    let secrets = Secrets([secret])
    for length in stride(from: 0, to: 110_000, by: 2999) {
      var tail = OutputTail()
      tail.append(Array((String(repeating: "x", count: length) + "\n" + secret + "\n").utf8)[...])
      tail.append(Array(repeating: UInt8(ascii: "y"), count: length)[...])
      let text = tail.text(secrets.redacted)
      #expect(!text.contains("cr3t"), "\(length)")
      #expect(text.utf8.count <= (16 << 10) + 3)
    }
  }

  @Test func theOutputHasNoPowerOverATerminal() async throws {
    let outcome = try await run("printf 'a\\033[31mb\\r\\nc\\303\\nd\\000'")
    #expect(outcome.output == "a␛[31mb \nc\u{FFFD}\nd␀")
  }
}
