import Foundation
import Testing

@testable import LoadFixtures

@Suite struct HTMLReportTests {
  private func page(_ records: [RunRecord]) throws -> (source: String, reader: MarkupReader) {
    let source = try HTMLReport(.init(records: records), generatedAt: Date(timeIntervalSince1970: 0)).document()
    let reader = MarkupReader(source)
    #expect(reader.problem == nil)
    return (source, reader)
  }

  /// As many groups as columns: told apart from the headings by what they are, not by their number.
  @Test func groupsOfOneColumnEachStandAboveTheirHeadings() {
    let columns: [HTMLTable<Int>.Column] = [.count("a") { $0 }.grouped("g"), .count("b") { $0 }.grouped("h")]
    let markup = HTMLTable(caption: "c", columns: columns, rows: [1]).render().markup
    #expect(markup.contains(#"<tr class="groups"><th scope="colgroup" class="group">g</th>"#))
    #expect(markup.contains(#"<tr><th scope="col" class="n">a</th><th scope="col" class="n">b</th></tr>"#))
  }

  @Test func withoutRecordsThereIsNothingToReport() {
    #expect(throws: ReportError.nothingToReport(path: nil)) { try HTMLReport(.init(records: [])) }
    #expect(throws: ReportError.nothingToReport(path: nil)) { try JSONReport(.init(records: [])) }
  }

  @Test func thePageNeedsNothingFromElsewhere() throws {
    let (source, reader) = try page([ReportSamples.record()])
    let names = Set(reader.elements.map(\.name))
    #expect(names.isDisjoint(with: ["link", "img", "iframe", "object", "embed", "base", "form", "use"]))
    for element in reader.elements {
      for (key, value) in element.attributes where key != "xmlns" {
        #expect(!value.contains("://"), "\(element.name) \(key)=\(value)")
        #expect(!key.hasPrefix("on") && key != "src" && key != "style", "\(element.name) \(key)")
        // The heat map is a picture within the page.
        if key == "href" {
          #expect(value.hasPrefix("#") || element.name == "image" && value.hasPrefix("data:image/png;base64,"))
        }
      }
    }
    // Of the page's own patterns and clips alone.
    #expect(!source.replacing("url(#", with: "").contains("url(") && !source.contains("@import"))
    let policy = reader.elements.first { $0.attributes["http-equiv"] == "Content-Security-Policy" }
    #expect(policy?.attributes["content"]?.hasPrefix("default-src 'none'; script-src 'sha256-") == true)
    // One script, which the policy names by its hash; see `scripts/check-report` for a browser's word.
    #expect(reader.count("script") == 1)
    #expect(reader.elements.contains { $0.name == "meta" && $0.attributes["charset"] == "utf-8" })
    #expect(source.hasPrefix("<!DOCTYPE html>"))
  }

  @Test func idsAreUniqueAndLinksLeadSomewhere() throws {
    let (_, reader) = try page(["a", "b", "c"].map { ReportSamples.record($0, seconds: 30) })
    let ids = reader.elements.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count)
    let links = reader.elements.filter { $0.name == "a" }.compactMap { $0.attributes["href"]?.dropFirst() }.map(
      String.init)
    #expect(links.count >= 6 && Set(links).isSubset(of: ids), "\(Set(links).subtracting(ids))")
  }

  @Test func partsComeInTheOrderInWhichAReaderAsks() throws {
    let (_, reader) = try page([ReportSamples.record()])
    let names = reader.elements.compactMap { $0.attributes["data-section"] }
    #expect(
      names == [
        "verdict", "overview", "verdict", "sla", "trust", "findings", "timeline", "heatmap", "curve", "distribution",
        "capacity",
        "requests", "business", "target", "failures", "provenance",
      ])
  }

  @Test func eachChartHasItsNumbersBehindIt() throws {
    let (_, reader) = try page([ReportSamples.record(seconds: 60)])
    let charts = reader.count("figure", style: "chart")
    #expect(charts >= 6 && reader.count("details") == charts && reader.count("summary") == charts)
    #expect(reader.elements.count { $0.attributes["role"] == "img" } == charts)
  }

  @Test func everyStringFromARunIsInert() throws {
    let evil = "</title><script>alert(1)</script>\"' onload='x' &\u{1B}]0;owned\u{7}\u{202E}"
    var record = ReportSamples.record(
      evil, verdict: ReportSamples.verdict(.failed, breaches: [ReportSamples.breach(.must, kpi: evil)]), seconds: 20)
    record.verdict.assessments[0].kpi = evil
    record.verdict.assessments[0].stage = evil
    record.verdict.assessments[0].note = evil
    record.verdict.reasons = [InvalidReason(.other, evil)]
    record.title = evil
    record.target = .init(url: evil, embedded: false)
    (record.contract, record.userType, record.transport) = (evil, evil, evil)
    (record.buildConfiguration, record.startedAt) = (evil, evil)
    record.requests[0].name = evil
    record.requests[0].failures = 3
    record.stages[0].name = evil
    record.failureKinds = [evil: 54]
    record.business.phasesReached = [evil: 1]
    record.business.tierAnswers = [evil: 1]
    record.system.points[0].openCircuits = [evil]
    (record.skippedCalls, record.notes) = ([evil], [evil])
    let (source, reader) = try page([record])
    #expect(source.components(separatedBy: "<script").count == 2 && reader.count("script") == 1)
    #expect(source.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
    #expect(!source.unicodeScalars.contains("\u{202E}"))
    // Shown, not dropped: 1 for each place it entered, the scenario and the target in several.
    #expect(reader.text.components(separatedBy: "alert(1)").count - 1 >= 22)
    #expect(reader.elements.allSatisfy { $0.attributes["onload"] == nil })
  }

  @Test func whatIsNotKnownIsADash() throws {
    var record = ReportSamples.record(seconds: 20)
    record.generator.cpuShare = nil
    record.generator.peakMemory = nil
    let (_, reader) = try page([record])
    let analytics = try #require(reader.request("analytics"))
    #expect(analytics[3] == "–", "no call has no error rate")
    #expect(Array(analytics[7...13]) == [String](repeating: "–", count: 7))
    #expect(reader.text.contains("– of all cores"))
    #expect(reader.text.contains("– at most"))
  }

  @Test func theLoopsAndTheirCoresAreShown() throws {
    var record = ReportSamples.record(seconds: 20)
    record.generator.usableCores = 1.5
    record.generator.othersShare = 0.123
    record.generator.loops = [
      LoopHealth(running: .init(share: 0.2, from: 1, to: 6), waiting: .init(share: 0.04, from: 2, to: 7)),
      LoopHealth(running: .init(share: 0.8, from: 1, to: 6), waiting: .init(share: 0.01, from: 2, to: 7)),
    ]
    let text = try page([record]).1.text
    #expect(text.contains("busiest 80 % of a core, waiting for one 4 % (worst 5 s)"))
    #expect(text.contains("8.3 % of the 1.5 usable cores"))
    #expect(text.contains("12.3 % of the same"))
  }

  @Test func handshakesHaveAColumnWhereThereAreSome() throws {
    var record = ReportSamples.record(seconds: 20)
    let (plain, without) = try page([record])
    // The table behind the phases has it in any case.
    func columns(_ page: String) -> Int { page.components(separatedBy: ">TLS</th>").count - 1 }
    #expect(columns(plain) == 1)
    record.total.phases.tls = 2.5
    record.requests[0].phases.tls = 3.5
    let (source, reader) = try page([record])
    #expect(columns(source) == 2)
    let login = try #require(reader.request("login"))
    #expect(login[14...16] == ["0.84", "3.50", "39.3"])
    #expect(login.count == (without.request("login")?.count ?? 0) + 1)
    #expect(reader.request("all requests")?[15] == "2.50")
    #expect(reader.request("start")?[15] == "–")
  }

  @Test func percentilesOfTooFewSamplesAreWordsWhileMeanAndMaximumStand() throws {
    let (_, reader) = try page([ReportSamples.record(seconds: 20)])
    let login = try #require(reader.request("login"))
    #expect(login[7] == "42.7" && login[13] == "862")
    #expect(login[12] == "insufficient (100)")
    // 612 calls, 2 of them failed: only the successful have a latency to rank.
    #expect(reader.request("start")?[12] == "insufficient (610)")
    #expect(reader.request("all requests")?[11] == "1,263")
  }

  @Test func requirementsShowLimitObservedLevelAndResult() throws {
    var record = ReportSamples.record(seconds: 20)
    record.verdict.assessments[1].met = false
    record.verdict.assessments[2].observed = nil
    record.verdict.assessments.append(ReportSamples.breach(.should))
    let (_, reader) = try page([record])
    #expect(
      reader.requirement("average response time")?.prefix(5) == [
        "average response time", "must", "< 200 ms", "142 ms", "✓ met",
      ])
    #expect(reader.requirement("p95 response time")?[4] == "✗ breached")
    #expect(reader.requirement("p99 response time")?[3...4] == ["–", "? not observed"])
    #expect(reader.requirement("p99 response time")?[6] == "insufficient: 150 samples of 368")
    #expect(reader.rows.contains { $0.first == "p95 response time" && $0[1] == "should" && $0[4] == "! missed" })
  }

  @Test func anInvalidRunSaysThatItsNumbersMustNotBeUsed() throws {
    let invalid = ReportSamples.verdict(.invalid, reasons: ["5 arrivals were dropped."])
    let (_, reader) = try page([
      ReportSamples.record("good", seconds: 20), ReportSamples.record("bad", verdict: invalid, seconds: 20),
    ])
    #expect(reader.text.contains("The numbers of this run must not be used:5 arrivals were dropped."))
    #expect(reader.count("article", style: "void") == 1 && reader.count("tr", style: "void") == 1)
    #expect(reader.text.contains("Exit code 98."))
    let results = reader.rows.filter { $0.first == "average response time" && $0.count == 7 }.map { $0[4] }
    #expect(results == ["✓ met", "? not proven"])
  }

  @Test func aTargetWithoutMetricsIsDescribedInWords() throws {
    var record = ReportSamples.record(seconds: 20)
    record.system.points = []
    let (_, reader) = try page([record])
    #expect(reader.text.contains("unreachable: it did not answer"))
    #expect(reader.text.contains("not offered by this target"))
    #expect(reader.text.contains("No reading was taken."))
  }

  @Test func countsThatDoNotAddUpAreSaid() throws {
    var record = ReportSamples.record(seconds: 20)
    #expect(try !page([record]).reader.text.contains("not consistent"))
    record.counts.scheduled += 1
    record.failureKinds["timeout"] = 4
    let (_, reader) = try page([record])
    #expect(reader.text.contains("they add up to 8,702: this run is not consistent"))
    #expect(reader.row("not accounted for")?[1] == "5")
  }

  @Test func anEmptyRunStillMakesAPage() throws {
    var record = ReportSamples.record(
      verdict: .init(status: .invalid, reasons: ["no sample"], assessments: []))
    record.counts = .init()
    record.total = ReportSamples.statistics("total", count: 0, failures: 0)
    (record.requests, record.stages, record.timeline, record.distribution) = ([], [], [], [])
    (record.failureKinds, record.business) = ([:], BusinessOutcome())
    let (_, reader) = try page([record])
    #expect(reader.text.contains("No call failed.") && reader.text.contains("No conversation was held."))
    #expect(reader.text.contains("No requirement was set"))
    #expect(reader.text.components(separatedBy: "no data").count - 1 == 3)
  }

  @Test func anOpenModelShowsServiceTimeBesideResponseTime() throws {
    var record = ReportSamples.record(seconds: 20)
    #expect(try !page([record]).reader.text.contains("Service time"))
    record.model = .open
    record.counts.dropped = 3
    let (_, reader) = try page([record])
    #expect(reader.text.contains("Service time of successful requests (ms)"))
    #expect(reader.text.contains("calls in flight") && reader.text.contains("dropped"))
  }

  @Test func requestsAndThroughputAreTwoColumnsOfTheirOwn() throws {
    let (_, reader) = try page([ReportSamples.record(seconds: 20)])
    #expect(reader.request("message")?[5...6] == ["22.1", "21.9"])
    #expect(reader.request("all requests")?[5...6] == ["31.5", "31.3"])
    #expect(reader.text.contains("Requests/s: all calls that ended; throughput: successful ones answered within 3 s."))
  }

  @Test func droppedArrivalsStandInTheStageAndAmongTheFailuresAndWhatTheyHideIsNotJudged() throws {
    var record = ReportSamples.record(verdict: ReportSamples.verdict(.failed), seconds: 20)
    let hidden = "The p95 response time cannot be judged: 330 arrivals were dropped."
    (record.verdict.assessments[1].met, record.verdict.assessments[1].unjudged) = (false, hidden)
    record.counts.dropped = 330
    record.failureKinds["dropped"] = 330
    record.stages[2].statistics.dropped = 330
    let (source, reader) = try page([record])
    #expect(reader.rows.contains { $0.count > 6 && $0[1] == "hold 100 again" && $0[6] == "330" })
    #expect(reader.row("dropped")?[1...4] == ["330", "–", "–", "85.9 %"])
    #expect(
      reader.requirement("p95 response time")?[4] == "? not judged"
        && reader.requirement("p95 response time")?[6] == hidden)
    #expect(source.contains("must: \(hidden)"))
    #expect(SummaryTable(records: [record]).text(color: false).contains("must not judged: \(hidden)"))
    // A passed run with a should that nobody can judge has a warning.
    record.verdict.status = .passed
    record.verdict.assessments[1].severity = .should
    #expect(SummaryTable(records: [record]).text(color: false).contains("passed, 1 warning"))
  }
}

extension MarkupReader {
  /// The row of a table of requirements; that behind the bullets has fewer columns.
  fileprivate func requirement(_ kpi: String) -> [String]? { rows.first { $0.first == kpi && $0.count == 7 } }

  /// The row of the table of requests.
  fileprivate func request(_ name: String) -> [String]? { rows.first { $0.first == name && $0.count > 14 } }
}
