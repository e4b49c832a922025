import Foundation

/// The page that shows a run while it goes on: a frame that a browser loads once, and parts that are sent as they change.
package struct LivePage: Sendable {
  /// A place in the frame.
  enum Place: String, CaseIterable {
    case head, verdict, users, rate, latency, heat, target, alerts
  }

  /// Markup by place; what is not told stays as it was.
  private(set) var parts: [String: String] = [:]

  init() {}

  mutating func set(_ place: Place, _ html: HTML) { parts[place.rawValue] = html.markup }

  // MARK: The parts of a run

  /// - Parameter run: The latest; `nil` before there is one.
  init(_ run: LiveRun?) {
    guard let run else {
      set(.head, HTML([.tag("h1", [:], "Load test"), .tag("p", ["class": "sub"], "No scenario has begun yet.")]))
      return
    }
    set(.head, Self.head(run))
    set(
      .verdict,
      run.assessments.isEmpty
        ? .hint(run.beginning.requirements.isEmpty ? "No requirement was set." : "Nothing can be said so far.")
        : RequirementsTable(
          assessments: run.assessments, standing: run.status.map { .over($0) } ?? .running, isLive: true
        ).render())
    let charts = TimelineCharts(run)
    for (place, chart) in [
      (.users, charts.load.svg), (.rate, charts.outcomes.svg), (.latency, charts.percentiles.svg),
      (.heat, HeatMapChart(id: "live-heat", map: run.heat).render()),
    ] as [(Place, HTML)] {
      set(place, .tag("div", ["class": "chart"], chart))
    }
  }

  private static func head(_ run: LiveRun) -> HTML {
    let (metadata, counts) = (run.beginning.metadata, run.tally.total)
    var facts = ["second \(NumberFormat.count(run.seconds)) of \(NumberFormat.number(run.beginning.plannedDuration))"]
    if let stage = run.last?.stage, !run.isOver { facts.append("stage \(stage)") }
    let calls = counts.calls
    facts.append("\(NumberFormat.count(calls.calls)) calls, \(NumberFormat.count(calls.failure.count)) failed")
    if counts.dropped > 0 { facts.append("\(NumberFormat.count(counts.dropped)) arrivals dropped") }
    let musts = run.musts
    if musts.all > 0 { facts.append("\(musts.met) of \(musts.all) musts met") }
    let (word, style) = word(run)
    return HTML(
      [
        .tag(
          "h1", [:], HTML(text: metadata.scenario + " "), .tag("span", ["class": "badge \(style)"], HTML(text: word))),
        .tag("p", ["class": "sub"], HTML(text: facts.joined(separator: ", "))),
        .tag(
          "p", ["class": "hint"],
          HTML(text: "\(metadata.target.url), \(metadata.userType), seed \(metadata.seed), began \(metadata.startedAt)")
        ),
      ] + run.lastingTroubles.map { notice("Trouble: \($0.name)", "failed") }
        + run.warnings.map { notice($0, "warned") })
  }

  private static func word(_ run: LiveRun) -> (String, style: String) {
    switch run.status {
    case .passed: ("passed", "passed")
    case .failed: ("failed", "failed")
    case .invalid: ("invalid", "invalid")
    case nil where run.musts.breached > 0: ("running, a must is breached so far", "failed")
    case nil: (run.seconds == 0 ? "about to begin" : "running", "pending")
    }
  }

  private static func notice(_ text: String, _ style: String) -> HTML {
    .tag("p", ["class": "notice badge \(style)"], HTML(text: text))
  }

  // MARK: The frame

  static let script = """
    "use strict";
    const word = document.getElementById("connection");
    function say(text, isGood) { word.textContent = text; word.className = isGood ? "badge passed" : "badge failed"; }
    let lost = false;
    function connect() {
      const source = new EventSource("events");
      source.onopen = () => { lost = false; say("live", true); };
      source.onmessage = event => {
        for (const [place, markup] of Object.entries(JSON.parse(event.data))) {
          const element = document.getElementById(place);
          if (element) element.innerHTML = markup;
        }
      };
      source.onerror = () => {
        if (!lost) say("no connection since " + new Date().toLocaleTimeString() + ", trying again", false);
        lost = true;
        // It tries again by itself, but for an answer that is none.
        if (source.readyState === EventSource.CLOSED) setTimeout(connect, 3000);
      };
    }
    connect();
    """

  static let style = """
    .bar-top{position:sticky;top:0;z-index:1;background:var(--bg);padding:4px 0;text-align:right;font-size:12.5px}
    .badge.pending{color:var(--muted)}.notice{display:block;margin:2px 0;white-space:normal}
    main{padding-top:8px}section:empty{display:none}
    .chart svg{min-width:0}
    """

  /// The whole of a page whose script and style come from where it comes from.
  static let frame: String = {
    func place(_ place: Place) -> HTML { .tag("section", ["id": place.rawValue]) }
    let page = HTML.tag(
      "html", ["lang": "en"],
      .tag(
        "head", [:], .tag("meta", ["charset": "utf-8"]),
        .tag("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        .tag("title", [:], "Load test, live"), .tag("link", ["rel": "stylesheet", "href": "live.css"]),
        .tag("script", ["src": "live.js", "defer": ""])),
      .tag(
        "body", [:],
        .tag(
          "main", [:],
          .tag(
            "div", ["class": "bar-top"], .tag("span", ["id": "connection", "role": "status"], "connecting")),
          place(.head), place(.alerts), place(.verdict),
          .tag("div", ["class": "charts"], place(.users), place(.rate), place(.latency), place(.heat)),
          place(.target))))
    return "<!DOCTYPE html>\n" + page.markup + "\n"
  }()
}

extension TimelineCharts {
  init(_ run: LiveRun) {
    let plan = run.beginning.plan
    let last = Double(run.seconds)
    func seconds(_ time: Int64) -> Double { Double(time) / 1e9 }
    let warmUps =
      ([(Int64(0), plan.warmUpEnd)] + plan.stages.filter(\.warmUp).map { (max($0.start, plan.warmUpEnd), $0.end) })
      .filter { $0.0 < $0.1 && seconds($0.0) < last }.map { seconds($0.0)...seconds($0.1) }
    self.init(
      anchor: "live", model: run.beginning.metadata.model, series: TimelineSeries(run.points),
      hasExpected: run.tally.total.calls.expectedCount > 0, hasDropped: run.tally.total.dropped > 0, warmUps: warmUps,
      troubles: run.pastTroubles + run.lastingTroubles.map { ($0.begun...max($0.begun, last), $0.name) },
      stages: plan.stages.count > 1 ? plan.stages.enumerated().map { (seconds($1.start), "\($0 + 1)") } : [],
      offered: run.beginning.metadata.model == .open
        ? plan.stages.map { (seconds($0.start), seconds($0.end), $0.target) } : [])
  }
}
