import Foundation
import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

@Suite("Comparison of two sides of runs")
struct RunComparisonTests {
  /// A run whose latencies are those of the samples by a factor, `number` minutes into the session.
  static func run(
    _ side: String, at number: Int, factor: Double = 1, _ change: (inout RunRecord) -> Void = { _ in }
  ) -> RunComparison.Run {
    var record = ReportSamples.record("peak", seconds: 20)
    record.loadBegan = 1_800_000_000 + Double(number) * 60
    record.machine = "here"
    record.total.latency = ReportSamples.latency(factor)
    record.requests = [
      ReportSamples.statistics("message", count: 5_960, failures: 0, scale: factor),
      ReportSamples.statistics("rare", count: 3, failures: 0, scale: factor),
    ]
    change(&record)
    return RunComparison.Run(record: record, path: "\(side)-\(number)")
  }

  /// Sides in turns A B B A, with some run-to-run noise that is the same for every call.
  static func sides(
    _ runs: Int, ratio: Double, noise: Double = 0.01, isInterleaved: Bool = true
  ) -> (a: [RunComparison.Run], b: [RunComparison.Run]) {
    var random = SplitMix64(seed: 7)
    var sides: (a: [RunComparison.Run], b: [RunComparison.Run]) = ([], [])
    for round in 0..<runs {
      let isFlipped = !round.isMultiple(of: 2)
      let (first, second) =
        isInterleaved ? (2 * round + (isFlipped ? 1 : 0), 2 * round + (isFlipped ? 0 : 1)) : (round, runs + round)
      func factor() -> Double { 1 + Double.random(in: -noise...noise, using: &random) }
      sides.a.append(run("a", at: first, factor: factor()))
      sides.b.append(run("b", at: second, factor: ratio * factor()))
    }
    return sides
  }

  private static func compare(_ sides: (a: [RunComparison.Run], b: [RunComparison.Run])) throws -> RunComparison {
    try RunComparison(a: sides.a, b: sides.b)
  }

  @Test(
    "Twice as slow is worse, half as slow is better, as slow is the same",
    arguments: [
      (2.0, Change.Word.worse, ExitCode.breached), (0.5, .better, .met), (1.0, .same, .met),
    ])
  func words(ratio: Double, word: Change.Word, code: ExitCode) throws {
    let comparison = try Self.compare(Self.sides(6, ratio: ratio))
    #expect(comparison.word == word && comparison.exitCode == code && comparison.isInterleaved)
    #expect(comparison.alpha == 0.01 && comparison.runsA == 6)
    let p95 = try #require(comparison.rows.first { $0.request == nil && $0.value == .p95 })
    #expect(abs(exp(p95.change.shift) - ratio) < 0.02 * ratio && abs(p95.a - 412) < 5, "\(p95)")
    // Nothing failed in either: the difference of nothing is the same.
    let errors = try #require(comparison.rows.first { $0.request == "message" && $0.value == .errorRate })
    #expect(errors.change.word == .same && errors.change.shift == 0)
  }

  @Test("Noise that is larger than the change is inconclusive, and says how much could have been seen")
  func inconclusive() throws {
    let comparison = try Self.compare(Self.sides(6, ratio: 1.35, noise: 0.3))
    #expect(comparison.word == .inconclusive && comparison.exitCode == .invalid)
    let p95 = try #require(comparison.rows.first { $0.request == nil && $0.value == .p95 })
    #expect(p95.change.smallestSeen ?? 0 > log(1.1) && comparison.sentence.contains("do not settle it"))
  }

  @Test("Three a side settle nothing, however far they are apart")
  func few() throws {
    let comparison = try Self.compare(Self.sides(3, ratio: 3))
    #expect(comparison.rows.allSatisfy { $0.change.word == .inconclusive } && comparison.exitCode == .invalid)
    #expect(comparison.notes.contains { $0.contains("settle nothing") })
  }

  @Test("What is worse and not interleaved decides nothing, since a drift may have done it")
  func drift() throws {
    let comparison = try Self.compare(Self.sides(6, ratio: 2, isInterleaved: false))
    #expect(!comparison.isInterleaved && comparison.word == .worse && comparison.exitCode == .invalid)
    #expect(comparison.notes.contains { $0.hasPrefix("Not interleaved") })
    #expect(comparison.sentence.contains("decides nothing"))
  }

  @Test("A value that some run's samples do not carry is named and not compared")
  func tooFew() throws {
    let comparison = try Self.compare(Self.sides(6, ratio: 1))
    #expect(!comparison.rows.contains { $0.request == "rare" && $0.value == .p50 })
    #expect(comparison.notes.contains { $0.contains("too few samples") && $0.contains("rare p50") })
    var sides = Self.sides(6, ratio: 1)
    sides.b[2].record.requests.removeFirst()
    let without = try Self.compare(sides)
    #expect(!without.rows.contains { $0.request == "message" })
    #expect(without.notes.contains { $0.contains("some run has none of it: message") })
  }

  @Test("An invalid or interrupted run drops its round, and is named")
  func dropped() throws {
    var sides = Self.sides(6, ratio: 1)
    sides.a[1].record.verdict = ReportSamples.verdict(.invalid, reasons: ["generator late"])
    sides.b[4].record.interrupted = true
    let comparison = try Self.compare(sides)
    #expect(comparison.runsA == 4 && comparison.runsB == 4 && comparison.isInterleaved)
    #expect(comparison.notes.filter { $0.hasPrefix("Left out, and with it its round") }.count == 2)
    #expect(!comparison.runs.contains { $0.path == sides.b[1].path || $0.path == sides.a[4].path })
    for index in 0..<6 { sides.b[index].record.interrupted = true }
    #expect(throws: ComparisonRefusal.self) { try Self.compare(sides) }
  }

  @Test("The order in which runs are named does not matter")
  func order() throws {
    let sides = Self.sides(6, ratio: 1.3)
    let (first, second) = (try Self.compare(sides), try Self.compare((sides.a.reversed(), sides.b.shuffled())))
    #expect(try first.encoded() == second.encoded())
  }

  private static func differ(in name: String, _ record: inout RunRecord) {
    switch name {
    case "machine": record.machine = "elsewhere"
    case "time scale": record.timeScale = 0.5
    case "contract": record.contract = "v0.9"
    case "user class": record.userType = "StressUser"
    case "build": record.buildConfiguration = "release"
    case "scenario": record.scenario = "normal"
    default: record.transport = "urlsession"
    }
  }

  @Test(
    "Runs that differ in more than their side are refused in words, and compared when forced, with a note",
    arguments: ["machine", "time scale", "contract", "user class", "build", "scenario", "transport"])
  func refused(name: String) throws {
    var sides = Self.sides(4, ratio: 1)
    Self.differ(in: name, &sides.b[3].record)
    let refusal = #expect(throws: ComparisonRefusal.self) { try Self.compare(sides) }
    #expect(refusal?.description.contains("\(name): ") == true && refusal?.description.contains("--force") == true)
    let forced = try RunComparison(a: sides.a, b: sides.b, isForced: true)
    #expect(forced.notes.contains { $0.hasPrefix("Compared although the runs differ: \(name): ") })
    #expect(throws: ComparisonRefusal.self) { try RunComparison(a: [], b: sides.b) }
  }

  // MARK: Outputs

  @Test("Page, table, Markdown and JSON say the same, and hostile names have no power in them")
  func outputs() throws {
    var sides = Self.sides(6, ratio: 2)
    let evil = "<script>alert(1)</script>|`x`\u{1B}[2J"
    for index in 0..<6 {
      sides.a[index].record.requests[0].name = evil
      sides.b[index].record.requests[0].name = evil
      let curve = (1...30).map { step in
        CurvePoint(quantile: 1 - pow(10, -Double(step) / 16), response: Double(step), low: 1, high: 99)
      }
      (sides.a[index].record.curve, sides.b[index].record.curve) = (curve, curve)
    }
    let comparison = try Self.compare(sides)
    let page = MarkupReader(ComparisonPage(comparison).document())
    #expect(page.problem == nil && page.count("script") == 1)
    #expect(page.elements.compactMap { $0.attributes["data-section"] } == ["comparison", "curves", "runs"])
    #expect(page.count("figure", style: "chart") == 2 && page.text.contains("B is worse"))
    let row = try #require(page.rows.first { $0.first == "all requests, p95" && $0.count == 9 })
    #expect(row[1] == "worse" && row[4].hasPrefix("+") && row[4].hasSuffix("%"))
    let bars = page.elements.count { $0.attributes["class"] == "bullet failed" }
    #expect(bars == comparison.rows.count { $0.change.word == .worse })
    let table = comparison.table(color: false)
    #expect(table.contains("all requests, p95") && table.contains("worse") && !table.contains("\u{1B}"))
    #expect(comparison.markdown.hasPrefix("**Worse**: ") && !comparison.markdown.contains("<script"))
    let read = try JSONDecoder().decode(RunComparison.self, from: Data(comparison.encoded()))
    #expect(read.word == .worse && read.rows.count == comparison.rows.count && read.schemaVersion == 1)
  }
}
