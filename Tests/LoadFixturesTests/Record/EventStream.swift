import Foundation

@testable import LoadFixtures

/// An event stream as Swift Testing writes it, put together by hand.
struct EventStream {
  private(set) var lines: [String]
  private var second = 1_795_479_312.0

  init(lines: [String]) { self.lines = lines }

  /// With tests of one target; they all begin at once and wait for each other.
  init(target: String = "BaselineTests", _ functions: String...) {
    lines = []
    for function in functions {
      add(
        "test",
        [
          "kind": "function", "name": "\(function)()", "displayName": "A \"title\" of \(function)",
          "id": Self.id(target, function), "isParameterized": false,
          "sourceLocation": [
            "fileID": "\(target)/\(target).swift", "filePath": "\(target).swift", "line": 7, "column": 4,
          ],
        ])
    }
    event("runStarted", says: "Test run started.")
    for function in functions { event("testStarted", of: function, in: target, says: "Test \(function) started.") }
  }

  static func id(_ target: String, _ function: String) -> String {
    "\(target).\(target)/\(function)()/\(target).swift:7:4"
  }

  mutating func event(
    _ kind: String, of function: String? = nil, in target: String = "BaselineTests", _ more: [String: Any] = [:],
    symbol: String = "details", says texts: String...
  ) {
    second += 0.5
    var payload: [String: Any] = [
      "kind": kind, "instant": ["absolute": second - 1_795_000_000, "since1970": second],
      "messages": texts.map { ["symbol": symbol, "text": $0] },
    ]
    if let function { payload["testID"] = Self.id(target, function) }
    add("event", payload.merging(more) { $1 })
  }

  mutating func issue(_ text: String, of function: String, severity: String = "error", isKnown: Bool = false) {
    event(
      "issueRecorded", of: function,
      ["issue": ["isKnown": isKnown, "severity": severity, "isFailure": severity == "error"]],
      symbol: severity == "error" ? "fail" : severity, says: "Issue recorded", text)
  }

  mutating func attachment(_ name: String, of function: String) {
    event("valueAttached", of: function, ["attachment": ["path": "/a folder of another machine/\(name)"]])
  }

  mutating func end(_ function: String) { event("testEnded", of: function, says: "Test \(function) ended.") }

  mutating func endRun() { event("runEnded", says: "Test run ended.") }

  private mutating func add(_ kind: String, _ payload: [String: Any], version: Any = "6.3.0") {
    // What is put in is JSON.
    let data = try? JSONSerialization.data(withJSONObject: ["kind": kind, "payload": payload, "version": version])
    lines.append(String(decoding: data ?? Data(), as: UTF8.self))
  }

  var text: String { lines.map { $0 + "\n" }.joined() }
}

extension EventStream {
  /// The first of two scenarios has left its record when the process is killed.
  static var killedInTheSecond: EventStream {
    var stream = EventStream("baseline", "normal")
    stream.attachment("baseline.json", of: "baseline")
    stream.end("baseline")
    return stream
  }

  static var cancelled: EventStream {
    var stream = EventStream("baseline")
    // The reason comes with the end.
    stream.event("testCancelled", of: "baseline")
    stream.event("testCaseCancelled", of: "baseline")
    stream.event(
      "testEnded", of: "baseline", symbol: "skip",
      says: "Test baseline was cancelled after 0.011 seconds: \"nothing can make the trouble\"")
    stream.endRun()
    return stream
  }

  static var timedOut: EventStream {
    var stream = EventStream("baseline")
    stream.issue("Time limit was exceeded: 60.000 seconds", of: "baseline")
    stream.end("baseline")
    stream.endRun()
    return stream
  }

  /// Before a record could be: the settings are no good.
  static var refused: EventStream {
    var stream = EventStream("baseline")
    stream.issue("LOAD_SEED is \"x\": this is not allowed. Allowed: an unsigned integer.", of: "baseline")
    stream.issue("and a warning", of: "baseline", severity: "warning")
    stream.issue("that was to be expected", of: "baseline", isKnown: true)
    stream.end("baseline")
    stream.endRun()
    return stream
  }
}
