import Testing

@testable import LoadFixtures

@Suite("What a report shows of breakers below the chart of a run with troubles")
struct BreakerLaneTests {
  private typealias Change = TargetMetrics.CircuitChange

  private static func page(_ changes: [Change], before: [String: Change.State] = [:]) throws -> MarkupReader {
    var record = FaultsSectionTests.record()
    record.system.circuitChanges = changes
    record.system.circuitsBefore = before
    return FaultsSectionTests.section(record)
  }

  /// The strips, each with where it begins.
  private static func strips(_ reader: MarkupReader) -> [(style: String, x: Double)] {
    reader.elements.compactMap { element in
      guard let style = element.attributes["class"], style.hasPrefix("lane ") else { return nil }
      return (String(style.dropFirst(5)), FaultsSectionTests.number(element.attributes["x"]))
    }
  }

  @Test("A state that the run began with is drawn from its beginning, and the last one to the end")
  func before() throws {
    let strips = Self.strips(try Self.page([.init(breaker: "llm", state: .closed, second: 15)], before: ["llm": .open]))
    #expect(strips.map(\.style) == ["open", "closed"])
    #expect(strips.first?.x == 54 && abs((strips.last?.x ?? 0) - FaultsSectionTests.place(15)) < 0.1)
  }

  @Test("Of many, those that changed are drawn, and the others are counted")
  func many() throws {
    let quiet = ["a", "b", "c", "d", "e"]
    let reader = try Self.page(
      [.init(breaker: "zeta", state: .open, second: 30)],
      before: Dictionary(uniqueKeysWithValues: quiet.map { ($0, Change.State.closed) }))
    #expect(Self.strips(reader).map(\.style) == ["closed", "open", "closed", "closed", "closed"])
    #expect(reader.text.contains("zeta: open from 30.0 s to 60.0 s"))
    #expect(reader.text.contains("4 of 6 breakers are drawn."))
    #expect(!reader.text.contains("e: closed from"))
    #expect(try !Self.page([.init(breaker: "zeta", state: .open, second: 30)]).text.contains("breakers are drawn."))
  }

  @Test("A change whose time lies before that of the one told earlier is not lost")
  func outOfOrder() throws {
    let reader = try Self.page([
      .init(breaker: "llm", state: .halfOpen, second: 30.02), .init(breaker: "llm", state: .open, second: 30.01),
      .init(breaker: "llm", state: .closed, second: 45), .init(breaker: "llm", state: .open, second: 75),
    ])
    #expect(Self.strips(reader).map(\.style) == ["closed", "open", "closed"])
  }

  @Test("What lasts too short for a label says in words what it is")
  func short() throws {
    let reader = try Self.page([
      .init(breaker: "openai_api", state: .open, second: 30),
      .init(breaker: "openai_api", state: .closed, second: 30.5),
    ])
    #expect(reader.text.contains("openai_api: open from 30.0 s to 30.5 s"))
    #expect(reader.text.contains("closed (green), open (red), half open (yellow)"))
  }

  @Test("Changes that were not kept are counted, and without a breaker nothing is said of any")
  func missing() throws {
    var record = FaultsSectionTests.record()
    record.system.circuitChangesLeftOut = 1234
    #expect(FaultsSectionTests.section(record).text.contains("1,234 more changes of breakers were not kept"))
    record.system.circuitChangesLeftOut = nil
    record.system.circuitChanges = nil
    let reader = FaultsSectionTests.section(record)
    #expect(Self.strips(reader).isEmpty && !reader.text.contains("Strips below the chart"))
  }

  @Test("Labels of arrows that lie close or at the edge are not written over each other, nor cut off")
  func labels() throws {
    let chart = LineChart(
      id: "c", title: "T", unit: .count, unitLabel: "%", seconds: (0..<60).map(Double.init),
      series: [.init(name: "of before", style: "first", values: [Double?](repeating: 100, count: 60))],
      marks: [
        .init(second: 22, label: "back", detail: "b"), .init(second: 21, label: "felt", detail: "a"),
        .init(second: 59, label: "back", detail: "c"), .init(second: 61, label: "felt", detail: "beyond the end"),
      ])
    let reader = MarkupReader(chart.render().markup)
    #expect(reader.problem == nil && reader.count("path", style: "arrow") == 3)
    let labels = reader.elements.filter { $0.name == "text" && $0.attributes["y"] == "78" }
    #expect(labels.map { $0.attributes["text-anchor"] } == [nil, "end"], "the second is too close to the first")
  }
}
