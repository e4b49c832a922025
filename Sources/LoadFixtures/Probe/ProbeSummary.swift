/// What a probe found, for a terminal.
package struct ProbeSummary: Sendable {
  private let record: RunRecord

  package init(_ record: RunRecord) {
    self.record = record
  }

  /// The verdict, the counts, the percentiles with how sure they are, failures by kind, and the generator's health.
  package func text(color: Bool) -> String {
    let total = record.total
    var lines = [
      "\(record.title.neutralised), \(record.model.rawValue) load, \(NumberFormat.duration(seconds: record.duration))",
      SummaryTable(records: [record]).text(color: color),
    ]
    lines.append(percentiles.text(color: color))
    for failure in record.failures ?? [] {
      let example = failure.example.map { ": \($0.neutralised)" } ?? ""
      lines.append("failed: \(NumberFormat.count(failure.count)) \(failure.kind)\(example)\n")
    }
    if record.counts.dropped > 0 {
      lines.append("failed: \(NumberFormat.count(record.counts.dropped)) \(FailureKind.droppedLabel)\n")
    }
    if record.counts.repeats > 0 {
      lines.append(
        "sent once more: \(NumberFormat.count(record.counts.repeats)) requests whose idle connection had closed\n")
    }
    if let cancelled = total.cancelled, cancelled > 0, let elapsed = total.cancelledLatency {
      lines.append(
        "cut off at the end: \(NumberFormat.count(cancelled)), after \(NumberFormat.number(elapsed.min)) to "
          + "\(NumberFormat.number(elapsed.max)) ms\n")
    }
    lines.append(health)
    lines += record.notes.map(\.neutralised)
    if total.count == 0 { lines.append("no request was measured\n") }
    return lines.map { $0.hasSuffix("\n") ? $0 : $0 + "\n" }.joined(separator: "")
  }

  private var percentiles: ConsoleTable {
    var table = ConsoleTable(columns: [
      .init("latency (ms)"), .init("response time", .right), .init("95 % sure between", .right),
      .init("service time", .right),
    ])
    let (response, service) = (record.total.latency, record.total.serviceTime)
    let samples = record.total.successes
    table.addRow([
      .init("mean"), .init(NumberFormat.number(response.mean)), .init(""), .init(NumberFormat.number(service.mean)),
    ])
    for percentile in Percentile.allCases {
      let interval = response.intervals?[percentile].map {
        "\(NumberFormat.number($0.low)) to \(NumberFormat.number($0.high))"
      }
      table.addRow([
        .init(percentile.label), .init(NumberFormat.percentile(percentile, of: response, samples: samples)),
        .init(interval ?? NumberFormat.missing),
        .init(NumberFormat.percentile(percentile, of: service, samples: samples)),
      ])
    }
    table.addRow([
      .init("max"), .init(NumberFormat.number(response.max)), .init(""), .init(NumberFormat.number(service.max)),
    ])
    return table
  }

  private var health: String {
    let generator = record.generator
    return "generator: CPU \(NumberFormat.share(generator.cpuShare)) of \(NumberFormat.cores(generator.usableCores)), "
      + (generator.loopsInWords.map { $0 + ", " } ?? "") + "p99 start lateness "
      + "\(NumberFormat.milliseconds(generator.startLateness.p99)), event loop lag up to "
      + "\(NumberFormat.milliseconds(generator.eventLoopLag.max)), memory "
      + "\(NumberFormat.bytes(generator.peakMemory)), descriptors "
      + "\(NumberFormat.count(generator.openFileDescriptors)) of \(NumberFormat.count(generator.fileDescriptorLimit))"
      + ", dropped \(NumberFormat.count(record.counts.dropped)), cancelled \(NumberFormat.count(record.counts.cancelled))"
  }
}
