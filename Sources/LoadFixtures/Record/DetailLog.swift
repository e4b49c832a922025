/// The observer that writes what each user did to `<scenario>.log`: its start and end, connects, log-ins and failures, and
/// with `LOAD_LOG_LEVEL=trace` each call.
package actor DetailLog: RunObserver {
  package nonisolated let name = "the log of details"
  package nonisolated let details: LogLevel?
  private let directory: ResultsDirectory
  private let limit: Int
  private var file: GrowingFile?
  private var written = 0
  private var requests: [String] = []
  private var checks: [String] = []

  /// - Parameter limit: Bytes that are written at most.
  package init(_ level: LogLevel, in directory: ResultsDirectory, limit: Int = 64 << 20) {
    details = level
    self.directory = directory
    self.limit = limit
  }

  package func observe(_ event: RunEvent) throws {
    switch event {
    case .began(let beginning):
      requests = beginning.plan.requestNames
      checks = beginning.plan.checkNames
      file = try GrowingFile(
        ResultsDirectory.fileName(forScenario: beginning.metadata.scenario, .details), in: directory)
      try append(["# seconds since the run's first instant, user, what it did"])
    case .second(let moment):
      var lines = moment.second.details.sorted { ($0.at, $0.user) < ($1.at, $1.user) }.map(line)
      if moment.second.detailsLeftOut > 0 { lines.append("# \(moment.second.detailsLeftOut) more, left out") }
      try append(lines)
    case .warning(let warning):
      try append(["# second \(warning.second): \(warning.isRaised ? "" : "no more: ")\(warning.sentence.neutralised)"])
    case .fault(let fault):
      try append([
        "# second \(NumberFormat.fixed(fault.second, decimals: 3)): \(fault.name) \(fault.isBegun ? "begins" : "ends")"
      ])
    case .ended(let record):
      try append(["# \(record.verdict.status.rawValue)"])
      file = nil
    }
  }

  private func append(_ lines: [String]) throws {
    let text = lines.map { $0 + "\n" }.joined()
    guard written <= limit, !text.isEmpty else { return }
    written += text.utf8.count
    try file?.append(written <= limit ? text : "# the log is full (\(limit >> 20) MiB)\n")
  }

  private func line(_ detail: Detail) -> String {
    func milliseconds(_ nanoseconds: Int64) -> String { NumberFormat.milliseconds(nanoseconds.milliseconds) }
    let words =
      switch detail.event {
      case .started: "started"
      case .ended: "ended"
      case .loggedIn: "logged in"
      case .connected(let connect, let tls):
        "connected in \(milliseconds(connect))" + (tls > 0 ? ", TLS in \(milliseconds(tls))" : "")
      case .failed(let request, let kind, let sentence):
        "\(name(of: request)) failed: \(kind.label(checks: checks))" + (sentence.map { ": \($0)" } ?? "")
      case .called(let sample):
        "\(name(of: sample.request)) \(sample.outcome) in \(milliseconds(sample.serviceTime))"
          + (sample.start > sample.intendedStart
            ? ", \(milliseconds(sample.start - sample.intendedStart)) after it was due" : "")
      }
    return "\(NumberFormat.fixed(Double(detail.at) / 1e9, decimals: 6)) user \(detail.user) \(words)"
  }

  private func name(of request: UInt16) -> String {
    requests.indices.contains(Int(request)) ? requests[Int(request)] : "request \(request)"
  }
}
