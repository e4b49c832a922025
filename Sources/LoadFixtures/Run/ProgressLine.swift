/// The observer that keeps the last second of a run in sight where there is a terminal.
actor ProgressLine: RunObserver {
  nonisolated let name = "the progress line"
  private let terminal: Terminal
  private var title = ""
  private var total = 0
  private var calls = 0
  private var failures = 0
  private var troubles: [String] = []

  init(_ terminal: Terminal) {
    self.terminal = terminal
  }

  func observe(_ event: RunEvent) {
    guard terminal.showsProgress else { return }
    switch event {
    case .began(let beginning):
      title = beginning.metadata.scenario
      total = Int(beginning.plannedDuration.rounded(.up))
    case .second(let moment): terminal.progress(line(moment.second))
    case .warning(let warning):
      troubles.removeAll { $0 == warning.code }
      if warning.isRaised { troubles.append(warning.code) }
    case .fault(let fault):
      troubles.removeAll { $0 == fault.name }
      if fault.isBegun { troubles.append(fault.name) }
    case .ended: terminal.endProgress()
    }
  }

  private func line(_ second: RunSecond) -> String {
    let now = second.tally.calls
    calls += now.calls + second.tally.dropped
    failures += now.failure.count + second.tally.dropped
    let errors = calls == 0 ? nil : Double(failures) / Double(calls)
    let p95 = now.response.value(atQuantile: 0.95)?.milliseconds
    return "\(title)  \(second.number + 1)/\(total) s  \(second.users) users  \(now.calls) req/s  "
      + "p95 \(NumberFormat.milliseconds(p95))  errors \(NumberFormat.share(errors))"
      + troubles.map { "  \($0.uppercased())" }.joined()
  }
}
