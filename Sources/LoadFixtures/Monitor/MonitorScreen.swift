import Foundation

/// What a monitor knows, as a screenful of text or as one line.
package struct MonitorScreen {
  package var columns: Int
  package var rows: Int
  package var colour: Bool
  package var isPaused = false
  package var showsHelp = false
  /// Something to say once: "saved monitor.json".
  package var word: String?

  package init(columns: Int, rows: Int, colour: Bool) {
    (self.columns, self.rows, self.colour) = (max(20, columns), max(5, rows), colour)
  }

  /// Seconds that a sparkline shows.
  private static let sparkTime = 300.0
  private static let nameWidth = 19
  private static let valueWidth = 10

  /// The lines of a screen, at most ``rows`` of them, none longer than ``columns``.
  package func lines(_ state: MonitorState) -> [String] {
    let foot = alerts(state).prefix(max(0, rows - 2)) + [footer]
    // Of the sources as many as leave room for the alerts.
    let head = Array(header(state).prefix(rows - foot.count))
    let table = showsHelp ? help : self.table(state)
    let room = max(0, rows - head.count - foot.count)
    var lines = head + table.prefix(room)
    if table.count > room, room > 0 {
      lines[lines.count - 1] = fitted("… \(table.count - room + 1) more; a higher window shows them")
    }
    return lines + foot
  }

  // MARK: Parts

  private func header(_ state: MonitorState) -> [String] {
    let clock = Self.clock(state.time)
    let title = "monitor \(state.target)"
    let right = "\(isPaused ? "PAUSED  " : "")\(clock)  up \(NumberFormat.duration(seconds: state.second))"
    let gap = max(2, columns - title.count - right.count)
    var lines = [paint(.bold, fitted(title + String(repeating: " ", count: gap) + right))]
    for kind in MonitorMetric.Source.allCases {
      guard let source = state.sources[kind] else { continue }
      lines.append(line(kind, source))
      if let load = source.reading.load { lines += progress(load) }
      if let open = source.reading.openCircuits {
        let names = open.isEmpty ? "none open" : "open: " + open.map(\.neutralised).joined(separator: ", ")
        lines.append(paint(open.isEmpty ? .plain : .red, fitted("  breakers    \(names)")))
      }
    }
    return lines + [""]
  }

  private func line(_ kind: MonitorMetric.Source, _ source: MonitorState.Source) -> String {
    let (reading, state) = (source.reading, source.reading.state)
    var text = kind.title.padding(toLength: 14, withPad: " ", startingAt: 0)
    if state == .offered {
      text += reading.word?.neutralised ?? "answers"
      if !reading.parts.isEmpty { text += "  (\(reading.parts.joined(separator: ", ")))" }
      return fitted(text)
    }
    text += state.word
    // What is not offered is so for good: its time says nothing.
    if case .unreachable = state { text += " since \(Self.clock(source.since))" }
    if !state.detail.isEmpty { text += ": \(state.detail.neutralised)" }
    if case .unreachable = state { return paint(.red, fitted(text)) }
    return paint(.dim, fitted(text))
  }

  private func progress(_ load: LoadProgress) -> [String] {
    var parts = ["\(load.scenario.neutralised)"]
    if let stage = load.stage { parts.append("stage \(stage.neutralised)") }
    parts.append("second \(load.seconds) of \(NumberFormat.number(load.planned))")
    parts.append("\(NumberFormat.count(load.calls)) calls, \(NumberFormat.count(load.failed)) failed")
    if let verdict = load.verdict {
      parts.append(verdict.uppercased())
    } else if let musts = load.musts {
      parts.append("\(musts.met) of \(musts.all) musts met so far")
    }
    var lines = [fitted("  " + parts.joined(separator: ", "))]
    if !load.faults.isEmpty {
      lines.append(paint(.yellow, fitted("  trouble: " + load.faults.map(\.neutralised).joined(separator: ", "))))
    }
    if !load.failureKinds.isEmpty {
      let kinds = load.failureKinds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      lines.append(
        fitted(
          "  failures: "
            + kinds.map { "\($0.key.neutralised) \(NumberFormat.count($0.value))" }.joined(separator: ", ")))
    }
    for breach in load.breaches { lines.append(paint(.red, fitted("  not met: " + breach.neutralised))) }
    for warning in load.warnings { lines.append(paint(.yellow, fitted("  " + warning.neutralised))) }
    return lines
  }

  private func table(_ state: MonitorState) -> [String] {
    let sparkWidth = max(0, min(60, columns - Self.nameWidth - 5 * Self.valueWidth - 4))
    func row(_ name: String, _ cells: [String], _ arrow: String, _ spark: String) -> String {
      let values = cells.map { String(repeating: " ", count: max(1, Self.valueWidth - $0.count)) + $0 }
      let label = name.count > Self.nameWidth ? String(name.prefix(Self.nameWidth - 1)) + "…" : name
      return fitted(
        label.padding(toLength: Self.nameWidth, withPad: " ", startingAt: 0) + values.joined() + " \(arrow) " + spark)
    }
    var lines = [paint(.dim, row("", ["now", "mean", "min", "max", "p95"], " ", sparkWidth > 8 ? "last 5 min" : ""))]
    for metric in state.metrics {
      guard let series = state.series[metric] else { continue }
      func shown(_ value: Double?) -> String { Self.value(value, metric.unit) }
      let highs = series.highs(columns: sparkWidth, seconds: Self.sparkTime, until: state.second)
      lines.append(
        row(
          "\(metric.source.prefix)\(metric.name.neutralised)",
          [state.latest(metric), series.mean, series.lowest, series.highest, series.p95].map(shown),
          series.trend.arrow, Self.spark(highs)))
    }
    return lines
  }

  private func alerts(_ state: MonitorState) -> [String] {
    let lasting = state.alerts
    // The worst come first, and always are seen.
    let room = max(1, rows / 4)
    var lines = lasting.prefix(room).map { alert in
      paint(alert.level >= .high ? .red : .yellow, fitted(Self.sentence(alert, state)))
    }
    if lasting.count > room { lines.append(fitted("… \(lasting.count - room) more alerts")) }
    let past = state.pastAlerts.count + state.alertsLeftOut
    if lasting.isEmpty {
      lines.append(fitted(past == 0 ? "no alert" : "no alert now, \(past) cleared"))
    }
    return lines
  }

  private var footer: String {
    paint(.dim, fitted("q quit  p \(isPaused ? "go on" : "pause")  s save  ? help" + (word.map { "   \($0)" } ?? "")))
  }

  private var help: [String] {
    [
      "q  ends the monitor; its report is written where --output says",
      "p  holds the screen still; what is measured goes on",
      "s  writes the report as it is now",
      "?  this text, and back",
      "", "now is the latest reading, all else is since the monitor began.",
      "arrows: the last minute rose or fell (by a slope that is significant)",
      "– is a value that was not told: never a zero.",
    ].map(fitted)
  }

  // MARK: Words

  /// An alert in one line.
  package static func sentence(_ alert: Alert, _ state: MonitorState) -> String {
    func value(_ value: Double) -> String { NumberFormat.value(value, unit: alert.metric.unit) }
    func clock(_ second: Double) -> String { Self.clock(state.began.addingTimeInterval(second)) }
    let text =
      "\(alert.level.rawValue) \(alert.metric.source.prefix)\(alert.metric.name): worst \(value(alert.worst)), "
      + "threshold \(value(alert.threshold)), since \(clock(alert.raised))"
    return text + (alert.cleared.map { ", cleared \(clock($0))" } ?? "")
  }

  /// One line for a pipe.
  package static func line(_ state: MonitorState) -> String {
    var parts = [clock(state.time)]
    for kind in MonitorMetric.Source.allCases {
      guard let source = state.sources[kind] else { continue }
      guard source.reading.state == .offered else {
        parts.append("\(kind.title) \(source.reading.state.word)")
        continue
      }
      if let load = source.reading.load {
        parts.append(
          "\(load.scenario.neutralised) \(load.seconds) s" + (load.verdict.map { " \($0.uppercased())" } ?? ""))
      }
      let values = state.metrics.filter { $0.source == kind }.map { metric in
        "\(kind.prefix)\(metric.name.neutralised) \(value(state.latest(metric), metric.unit))"
      }
      parts += values
      if let open = source.reading.openCircuits, !open.isEmpty {
        parts.append("open circuits: " + open.map(\.neutralised).joined(separator: " "))
      }
    }
    let alerts = state.alerts
    if let worst = alerts.first { parts.append("\(alerts.count) alerts, the worst \(worst.level.rawValue)") }
    return parts.joined(separator: " | ")
  }

  static func value(_ value: Double?, _ unit: Unit) -> String {
    switch unit {
    case .perSecond, .rate: value == nil ? NumberFormat.missing : NumberFormat.number(value) + "/s"
    case .cores, .count, .users: NumberFormat.trimmed(NumberFormat.number(value))
    default: NumberFormat.value(value, unit: unit)
    }
  }

  /// UTC, as everything else that is written.
  static func clock(_ time: Date) -> String {
    time.formatted(.iso8601.time(includingFractionalSeconds: false))
  }

  /// Bars from 0 to the highest value shown; a blank where there was none.
  static func spark(_ highs: [Double?]) -> String {
    let bars = Array("▁▂▃▄▅▆▇█")
    let top = highs.compactMap(\.self).max() ?? 0
    return String(
      highs.map { high in
        guard let high else { return " " }
        guard top > 0, high > 0 else { return bars[0] }
        return bars[min(bars.count - 1, Int(high / top * Double(bars.count)))]
      })
  }

  private func fitted(_ text: String) -> String { text.count > columns ? String(text.prefix(columns - 1)) + "…" : text }

  private enum Paint: String {
    case plain = ""
    case bold = "1"
    case dim = "2"
    case red = "31"
    case yellow = "33"
  }

  private func paint(_ paint: Paint, _ text: String) -> String {
    colour && paint != .plain && !text.isEmpty ? "\u{1B}[\(paint.rawValue)m\(text)\u{1B}[0m" : text
  }
}

extension MetricSeries.Trend {
  var arrow: String {
    switch self {
    case .up: "↑"
    case .down: "↓"
    case .flat: "→"
    case .unknown: " "
    }
  }
}
