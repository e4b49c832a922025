import LoadEngine

/// A Prometheus endpoint of the target's, whose chosen series are followed by name.
struct PrometheusSource: MonitorSource {
  let kind = MonitorMetric.Source.prometheus
  let url: TargetURL
  /// Those that are followed; empty for the first ones of the page.
  let names: [String]
  let environment: TargetEnvironment
  var patience = Duration.seconds(5)

  /// Series that are followed where none were chosen.
  static let usualCount = 12
  /// Of a name that nobody chose.
  static let longestName = 200

  func follow(every interval: Duration, _ take: @escaping @Sendable (SourceReading) async -> Void) async {
    await Ticks(every: max(interval, .seconds(1)), from: 0).run {
      do {
        let loop = try EventLoop(name: "metrics")
        let result = await Result {
          let clearance = try await Preflight(url, environment, secrets: .none)
            .check(peakConnections: 1, call: nil, on: loop)
          try await watch(clearance.endpoint, on: loop, every: interval, take)
        }
        await loop.shutDown()
        try result.get()
      } catch {
        if !Task.isCancelled { await take(SourceReading(.unreachable("\(error)"))) }
      }
    }
  }

  private func watch(
    _ endpoint: Endpoint, on loop: EventLoop, every interval: Duration,
    _ take: @escaping @Sendable (SourceReading) async -> Void
  ) async throws {
    let path = url.basePath.isEmpty ? "/" : url.basePath
    let request = OutgoingRequest(
      head: try RequestHead(
        method: "GET", target: path, host: url.authority,
        headers: SuiteHeaders.completing([("Accept", "text/plain; version=0.0.4")])), bodyLimit: 4 << 20)
    await withTaskExecutorPreference(loop) {
      let transport = endpoint.transport(on: loop)
      let bound = LoopBound(transport, to: loop)
      var counters = Counters(names: names)
      await withTaskCancellationHandler {
        await Ticks(every: interval, from: 0).run {
          let outcome = await transport.send(request, timeout: patience)
          let reading = counters.reading(of: outcome.result, at: Double(outcome.timings.end.nanoseconds) / 1e9)
          if !Task.isCancelled { await take(reading) }
        }
      } onCancel: {
        loop.execute { bound.value.cancelCalls() }
      }
      transport.close()
    }
  }

  /// Makes rates of what only counts up.
  struct Counters {
    /// Pinned at the first answer where none were chosen: a page may have others each time.
    private var names: [String]
    private var last: (second: Double, values: [String: Double])?

    init(names: [String]) { self.names = names }

    mutating func reading(of result: Result<HTTPResponse, CallError>, at second: Double) -> SourceReading {
      switch result {
      case .failure(let error): return SourceReading(.unreachable(FailureKind(error).label))
      case .success(let response) where response.status != 200:
        return SourceReading(.unreachable("answers \(response.status)"))
      case .success(let response):
        guard let text = PrometheusText(response.body) else {
          return SourceReading(.unreachable("answers what is no metric"))
        }
        return reading(of: text, at: second)
      }
    }

    mutating func reading(of text: PrometheusText, at second: Double) -> SourceReading {
      var reading = SourceReading(.offered)
      if names.isEmpty {
        names = Array(
          text.names.lazy.filter { $0.utf8.count <= PrometheusSource.longestName }.prefix(PrometheusSource.usualCount))
      }
      var values: [String: Double] = [:]
      for name in names {
        guard let value = text[name] else {
          reading.parts.append("\(name) not offered")
          continue
        }
        values[name] = value
        // The endings that counters have by the format's conventions.
        guard ["_total", "_count", "_sum"].contains(where: name.hasSuffix) else {
          reading.values[.series(name)] = value
          continue
        }
        // A process that was started anew counts from 0.
        if let last, let before = last.values[name], value >= before, second > last.second {
          reading.values[.series(name, isRate: true)] = (value - before) / (second - last.second)
        }
      }
      last = (second, values)
      return reading
    }
  }
}
