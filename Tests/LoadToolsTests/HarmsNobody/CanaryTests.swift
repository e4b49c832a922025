#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  /// Validity check 29 by the real tool: credentials that a target repeats in every form and place, and every byte that is
  /// left of the run. `EchoedSecretsTests` of LoadFixturesTests has it place by place.
  ///
  /// Catches: a text of the target's that goes anywhere without a look for secrets; a credential among a process's
  /// arguments.
  @Suite("Harms nobody: secrets", .serialized, .timeLimit(.minutes(3)))
  struct CanaryTests {
    /// A load of a few users, with whatever the log can tell.
    private static func run(
      as credential: Credential, seconds: Int, hangs: Bool = false,
      _ body: (Program, EchoingTarget) async throws -> Void
    ) async throws {
      try await withTemporaryFolder { (folder: URL) async throws in
        try await EchoingTarget.with(credential.secrets, hangs: hangs) { target in
          let settings = [
            "LOAD_TIME_SCALE": "1", "LOAD_THINK_TIME_SCALE": "0.02", "LOAD_LOG_LEVEL": "trace",
            "LOAD_GRACEFUL_STOP": "30",
          ]
          let run = try Program(
            [
              "LoadTools", "run", "--host", target.url, "--users", "3", "--spawn-rate", "10", "--run-time",
              "\(seconds)", "--sla", "none", "--output", "out",
            ], environment: settings.merging(try credential.settings(in: folder)) { $1 }, without: credential.missing)
          try await body(run, target)
        }
      }
    }

    private static func expectNone(
      of secrets: [String], in run: Program, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let leaks = try leaks(of: run, secrets)
      #expect(leaks.isEmpty, "\(leaks)", sourceLocation: sourceLocation)
    }

    /// Where something of a secret stands, and what.
    private static func leaks(of run: Program, _ secrets: [String]) throws -> [String] {
      let search = CanarySearch(secrets)
      return try run.files().compactMap { file in search.found(in: file.data).map { "\($0) in \(file.name)" } }
    }

    @Test("The search finds a part, in whatever case, and its Base64 wherever that begins")
    func search() {
      let search = CanarySearch(["Wq9xTk3mZr7V"])
      #expect(search.found(in: Array("a wQ9XtK3M b".utf8)) == "wq9xtk3m")
      #expect(search.found(in: Array("Wq9xTk3, k3mZr7V".utf8)) == nil)
      for before in ["", "u", "us", "user:"] {
        let text = Data((before + "Wq9xTk3mZr7V" + ":x").utf8).base64EncodedString()
        #expect(search.found(in: text.utf8) != nil, "\(before)")
      }
    }

    @Test(
      "A run to its end: no byte of them in a file, an output, or the arguments of a process",
      arguments: Credential.allCases)
    func whole(credential: Credential) async throws {
      try await Self.run(as: credential, seconds: 3) { run, _ in
        let watch = Task { await run.argumentsUntilCancelled() }
        defer { watch.cancel() }
        _ = try await run.exitCode(within: .seconds(90))
        watch.cancel()
        let secrets = credential.secrets + [EchoingTarget.issued]
        try Self.expectNone(of: secrets, in: run)
        // What was looked for was there, in each of these.
        for name in ["custom.json", "custom.log", "report.html"] {
          let shown = run.text("out/\(name)")
          #expect(shown.contains("<redacted>") || shown.contains("&lt;redacted&gt;"), "\(name): \(run.output)")
        }
        let arguments = await watch.value
        #expect(arguments.contains { $0.contains("--event-stream-output-path") }, "the tests that send the load")
        #expect(arguments.allSatisfy { CanarySearch(secrets).found(in: $0.utf8) == nil })
      }
    }

    @Test("Killed in mid-run: none of them in what is on the disk")
    func killed() async throws {
      let credential = Credential.accounts
      try await Self.run(as: credential, seconds: 30) { run, _ in
        try await run.wait(for: "a second on the disk", within: .seconds(60)) {
          run.text("out/custom.log").contains("<redacted>")
            && run.text("out/custom.timeline.jsonl").contains("\"second\"")
        }
        for process in [run.pid] + run.descendants() { kill(process, SIGKILL) }
        _ = try await run.exitCode()
        try await run.wait(for: "the end of all processes") { run.descendants().isEmpty }
        #expect(!run.names(in: "out").contains("custom.json"))
        try Self.expectNone(of: credential.secrets + [EchoingTarget.issued], in: run)
      }
    }

    @Test("Ended by a second signal: nor then")
    func secondSignal() async throws {
      let credential = Credential.login
      try await Self.run(as: credential, seconds: 30, hangs: true) { run, target in
        try await run.wait(for: "calls in flight", within: .seconds(60)) { target.hanging > 0 }
        kill(run.pid, SIGINT)
        try await run.wait(for: "a word on it") { run.output.contains("calls in flight have up to") }
        // Two that follow each other at once are one.
        try await Task.sleep(for: .milliseconds(400))
        kill(run.pid, SIGINT)
        #expect(try await run.exitCode(within: .seconds(10)) == 105)
        try await run.wait(for: "the end of all processes") { run.descendants().isEmpty }
        try Self.expectNone(of: credential.secrets + [EchoingTarget.issued], in: run)
      }
    }

    /// Without the token that a log-in is answered with: see `EchoedSecretsTests`.
    @Test(
      "A check, and a conversation that is shown", arguments: [["--check"], ["--debug", "baseline"]],
      Credential.allCases)
    func shown(options: [String], credential: Credential) async throws {
      try await withTemporaryFolder { (folder: URL) async throws in
        try await EchoingTarget.with(credential.secrets) { target in
          let settings = ["LOAD_LOG_LEVEL": "trace", "LOAD_REQUEST_TIMEOUT": "5"]
          let run = try Program(
            ["LoadTools", "run", "--host", target.url] + options,
            environment: settings.merging(try credential.settings(in: folder)) { $1 }, without: credential.missing)
          _ = try await run.exitCode(within: .seconds(60))
          #expect(run.output.contains("<redacted>"), "\(run.output)")
          try Self.expectNone(of: credential.secrets, in: run)
        }
      }
    }

    @Test("A probe's headers", arguments: [[], ["--json"]])
    func probe(options: [String]) async throws {
      let secrets = Credential.token.secrets + [EchoingTarget.issued]
      try await EchoingTarget.with(secrets) { target in
        let run = try Program(
          [
            "LoadTools", "probe", target.url + "/elsewhere", "--users", "2", "--duration", "0.5", "--header",
            "Authorization: Bearer \(secrets[0])", "--header", "X-Api-Key: \(secrets[1])",
          ] + options, environment: ["LOAD_LOG_LEVEL": "trace"])
        // Invalid where the machine is busy, which is not what this is about.
        let code = try await run.exitCode(within: .seconds(60))
        #expect([98, 99].contains(code), "\(code): \(run.output)")
        #expect(run.output.contains("status 5"))
        try Self.expectNone(of: secrets, in: run)
      }
    }

    @Test(
      "User information in a URL is refused and not repeated",
      arguments: [
        "http://user:PASSWORD@127.0.0.1:9", "https://PASSWORD%40127.0.0.1", "http://u:PASSWORD/x@127.0.0.1:9/y",
      ])
    func userInformation(form: String) async throws {
      let secret = Credential.token.secrets[0]
      let url = form.replacing("PASSWORD", with: secret)
      let commands: [(words: [String], settings: [String: String])] = [
        (["run"], ["LOAD_TARGET_HOST": url]), (["run", "--check"], ["TEST_HOST": url]), (["run", "--host", url], [:]),
        (["probe", url], [:]), (["import", url], [:]),
      ]
      for command in commands {
        let run = try Program(["LoadTools"] + command.words, environment: command.settings)
        #expect(try await run.exitCode() == 104, "\(command.words.prefix(1)): \(run.output)")
        #expect(!run.output.isEmpty)
        try Self.expectNone(of: [secret], in: run)
      }
    }
  }
#endif
