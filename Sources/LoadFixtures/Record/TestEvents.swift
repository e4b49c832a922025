import Foundation

/// What Swift Testing told of the tests of scenarios: which began, how they ended, what they recorded against
/// themselves, and what they attached.
///
/// Read are JSON Lines as `--event-stream-output-path` writes them, in version 0 as in 6.3 and later ones that keep
/// these keys. Records and events of other kinds are passed over (swiftlang/swift-testing,
/// `Documentation/ABI/JSON.md`).
package struct TestEvents: Sendable {
  /// Where a run of the tool has them.
  package static let fileName = "events.jsonl"
  /// The test targets that hold nothing but scenarios.
  package static let scenarioTargets: Set = ["BaselineTests", "PeakTests", "StressTests", "ChaosTests"]

  /// One go of a test: it may be repeated.
  struct Attempt: Sendable {
    enum End: Sendable {
      case ended, cancelled, skipped
    }

    /// Of a test function's name: `circuitBreaker()` is `circuit-breaker`.
    var scenario: String
    /// `nil` while it goes on, and for ever when its process was killed.
    var end: End?
    var reason: String?
    var issues: [UnrecordedTest.Issue] = []
    /// Names of files, without their directories: those may have been moved since.
    var attachments: [String] = []
  }

  /// In the order in which they began.
  private(set) var attempts: [Attempt] = []
  /// Seconds since 1970; `nil` of a run that did not get so far.
  private(set) var ended: Double?

  /// - Throws: ``ResultsError`` for a file that cannot be read, or is no event stream; its last line may have been cut.
  package init(contentsOf path: String) throws(ResultsError) {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
    } catch {
      throw ResultsError(operation: "read the event stream", path: path, reason: "\(error)")
    }
    var reader = Reader()
    let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.isEmpty {
      do {
        reader.take(try JSONDecoder().decode(Line.self, from: line))
      } catch {
        // Nothing follows the last line feed, unless the process was killed while it wrote.
        if index > 0, index == lines.count - 1 { break }
        throw ResultsError(
          operation: "read the event stream", path: path,
          reason: "line \(index + 1) is no event of Swift Testing's; name the file of --event-stream-output-path, or "
            + "remove it")
      }
    }
    (attempts, ended) = (reader.attempts, reader.ended)
  }

  /// The tests without a record.
  ///
  /// - Parameter isRecorded: Whether what an attempt attached is there, or its record is known otherwise.
  func unrecorded(unless isRecorded: (Attempt) -> Bool) -> [UnrecordedTest] {
    attempts.filter { !isRecorded($0) }.map { attempt in
      let ended: UnrecordedTest.End =
        switch attempt.end {
        case .ended: .failed
        case .cancelled: .cancelled
        case .skipped: .skipped
        case nil: .crashed
        }
      let lost =
        attempt.attachments.isEmpty
        ? nil : "what it attached is not there: \(attempt.attachments.joined(separator: ", "))"
      return UnrecordedTest(
        name: attempt.scenario, ended: ended, reason: attempt.reason ?? lost, issues: attempt.issues)
    }
  }

  /// The scenario of a test function: each capital begins a word.
  static func scenario(ofFunction name: String) -> String {
    var scenario = ""
    for scalar in name.prefix(while: { $0 != "(" }).unicodeScalars {
      if scalar.properties.isUppercase, !scenario.isEmpty { scenario += "-" }
      scenario += scalar.properties.lowercaseMapping
    }
    return scenario
  }
}

/// Follows the tests from line to line.
private struct Reader {
  var attempts: [TestEvents.Attempt] = []
  var ended: Double?
  /// The scenarios of the tests that are followed, by the tests' ids.
  private var scenarios: [String: String] = [:]
  /// Where the latest attempt of each is.
  private var latest: [String: Int] = [:]

  /// Issues of one attempt that are kept, and scalars of each: a test may record thousands.
  private static let mostIssues = 20
  private static let longestText = 2000

  mutating func take(_ line: Line) {
    switch line.payload {
    case .test(let test):
      let target = test.sourceLocation?.fileID?.prefix { $0 != "/" } ?? test.id.prefix { $0 != "." }
      guard test.kind == "function", TestEvents.scenarioTargets.contains(String(target)) else { return }
      scenarios[test.id] = TestEvents.scenario(ofFunction: test.name)
    case .event(let event): take(event)
    case .other: return
    }
  }

  private mutating func take(_ event: Line.Event) {
    if event.kind == "runEnded" { ended = event.instant?.since1970 }
    guard let id = event.testID, let scenario = scenarios[id] else { return }
    // A test that is skipped does not begin.
    if event.kind == "testStarted" || latest[id] == nil {
      latest[id] = attempts.count
      attempts.append(TestEvents.Attempt(scenario: scenario))
    }
    guard let index = latest[id] else { return }
    switch event.kind {
    case "issueRecorded": add(event, to: index)
    case "valueAttached":
      if let path = event.attachment?.path { attempts[index].attachments.append((path as NSString).lastPathComponent) }
    case "testCancelled", "_testCancelled": end(index, .cancelled, event)
    case "testSkipped": end(index, .skipped, event)
    // A cancelled test ends as well, and only then the reason is told.
    case "testEnded" where attempts[index].end == .cancelled || event.messages?.first?.symbol == "skip":
      end(index, .cancelled, event)
    case "testEnded": attempts[index].end = .ended
    default: return
    }
  }

  private mutating func end(_ index: Int, _ end: TestEvents.Attempt.End, _ event: Line.Event) {
    attempts[index].end = end
    let text = event.text
    if !text.isEmpty { attempts[index].reason = Self.reason(in: text).cut(to: Self.longestText) }
  }

  /// What stands in quotation marks behind `Test "..." skipped: ` or `... was cancelled after 0.01 seconds: `; all
  /// where nothing does.
  private static func reason(in text: String) -> String {
    let marks = ["skipped: \"", " seconds: \""]
    guard text.hasSuffix("\""), let mark = marks.compactMap({ text.firstRange(of: $0) }).first else { return text }
    return String(text[mark.upperBound...].dropLast())
  }

  private mutating func add(_ event: Line.Event, to index: Int) {
    guard event.issue?.isKnown != true else { return }
    let count = attempts[index].issues.count
    guard count < Self.mostIssues else {
      attempts[index].issues[count - 1] = .init("and more issues, which are left out here", severity: "warning")
      return
    }
    attempts[index].issues.append(
      .init(event.text.cut(to: Self.longestText), severity: event.severity))
  }
}

/// One line of a stream.
private struct Line: Decodable {
  enum Payload {
    case test(Test)
    case event(Event)
    case other
  }

  struct Test: Decodable {
    struct Location: Decodable {
      var fileID: String?
    }

    var kind: String
    var id: String
    var name: String
    var sourceLocation: Location?
  }

  struct Event: Decodable {
    struct Instant: Decodable {
      var since1970: Double
    }

    struct Message: Decodable {
      var symbol: String
      var text: String
    }

    struct Issue: Decodable {
      var isKnown: Bool?
      var severity: String?
    }

    struct Attachment: Decodable {
      var path: String?
    }

    var kind: String
    var instant: Instant?
    var testID: String?
    var messages: [Message]?
    var issue: Issue?
    var attachment: Attachment?

    /// Version 0 has it in the symbol alone.
    var severity: String { issue?.severity ?? (messages?.first?.symbol == "warning" ? "warning" : "error") }

    /// What it says for people, without the title that every recorded issue has.
    var text: String {
      let messages = messages ?? []
      let details = messages.dropFirst().map(\.text)
      let said = messages.first?.text == "Issue recorded" && !details.isEmpty ? details : messages.map(\.text)
      return said.joined(separator: ": ")
    }
  }

  let payload: Payload

  private enum CodingKeys: CodingKey {
    case kind, payload
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    payload =
      switch try container.decode(String.self, forKey: .kind) {
      case "test": .test(try container.decode(Test.self, forKey: .payload))
      case "event": .event(try container.decode(Event.self, forKey: .payload))
      default: .other
      }
  }
}
