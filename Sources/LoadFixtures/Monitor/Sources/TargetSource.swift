import AgentContracts
import LoadEngine

/// What the target tells by its contract: health, metrics, connections, cache, breakers.
struct TargetSource: MonitorSource {
  let kind = MonitorMetric.Source.target
  let environment: TargetEnvironment
  /// The most that the calls of one look may take together; one that hangs is given up.
  var patience = Duration.seconds(5)

  /// Looks after which routes that were not there are asked for again.
  private static let renewal = 60

  func follow(every interval: Duration, _ take: @escaping @Sendable (SourceReading) async -> Void) async {
    await Ticks(every: max(interval, .seconds(1)), from: 0).run {
      do {
        // Until it is there: a target may come later than its monitor.
        let target = try await PreparedTarget(environment)
        let (contract, _, _) = try await Preflight.contract(of: environment, at: target)
        // No credentials are asked for: what is open to nobody is told to be so.
        let catalogue = try CallCatalogue(
          contract, environment, to: target, run: .init(scenario: "monitor", environment))
        let loop = try EventLoop(name: "monitor")
        let result = await Result {
          let clearance = try await Preflight(target.url, environment, secrets: catalogue.secrets)
            .check(peakConnections: 2, call: nil, on: loop)
          await watch(catalogue, clearance.endpoint, on: loop, every: interval, take)
        }
        await loop.shutDown()
        try result.get()
      } catch {
        if !Task.isCancelled { await take(SourceReading(.unreachable("\(error)"))) }
      }
    }
  }

  private func watch(
    _ catalogue: CallCatalogue, _ endpoint: Endpoint, on loop: EventLoop, every interval: Duration,
    _ take: @escaping @Sendable (SourceReading) async -> Void
  ) async {
    // On the loop, where its connections are.
    await withTaskExecutorPreference(loop) {
      let transport = endpoint.transport(on: loop)
      var monitor = TargetMonitor(catalogue: catalogue, transport: endpoint.transport(on: loop))
      (monitor.patience, monitor.keepsPoints) = (patience, false)
      let health = catalogue.healthCall
      var looks = 0
      // A target may get another address in the days that it is followed.
      async let keeping = endpoint.keepAddresses(on: loop)
      let bound = (LoopBound(transport, to: loop), LoopBound(monitor.transport, to: loop))
      await withTaskCancellationHandler {
        await Ticks(every: interval, from: 0).run {
          var reading = SourceReading(.offered)
          let start = MonotonicTime.now
          if let health { await Self.ask(health, transport, patience, catalogue.secrets, into: &reading) }
          monitor.budget = max(.milliseconds(1), patience - .nanoseconds(MonotonicTime.now - start))
          looks += 1
          if looks % Self.renewal == 0 { monitor.forgetAbsences() }
          if reading.state == .offered { await Self.read(&monitor, into: &reading) }
          if !Task.isCancelled { await take(reading) }
        }
      } onCancel: {
        loop.execute {
          bound.0.value.cancelCalls()
          bound.1.value.cancelCalls()
        }
      }
      transport.close()
      monitor.close()
      _ = await keeping
    }
  }

  private static func ask(
    _ health: Preflight.Call, _ transport: any Transport, _ patience: Duration, _ secrets: Secrets,
    into reading: inout SourceReading
  ) async {
    let outcome = await transport.send(health.request, timeout: patience)
    switch outcome.result {
    case .success(let response):
      reading.values[.health] = Double(outcome.timings.end - outcome.timings.start) / 1e6
      let word = JSONDocument(response.body)?.string("/status").map { secrets.shown($0) }
      let fits = health.success?.contains(response.status) ?? true
      reading.word = fits ? word ?? "answers \(response.status)" : "answers \(response.status)"
    case .failure(let error):
      reading.state = .unreachable("\(health.path): \(FailureKind(error).label)")
    }
  }

  private static func read(_ monitor: inout TargetMonitor, into reading: inout SourceReading) async {
    let point = await monitor.read(at: 0)
    func set(_ metric: MonitorMetric, _ value: Double?) { if let value { reading.values[metric] = value } }
    set(.responseTime, point.averageResponseTime)
    set(.errorRate, point.errorRate)
    set(.requestRate, point.requestsPerSecond)
    set(.activeConnections, point.activeConnections.map(Double.init))
    set(.cacheHitRate, point.cacheHitRate)
    set(.cacheKeys, point.cacheKeys.map(Double.init))
    if let open = point.openCircuits {
      reading.openCircuits = open + (point.openCircuitsNotNamed.map { ["\($0) more"] } ?? [])
      set(.openCircuits, Double(open.count + (point.openCircuitsNotNamed ?? 0)))
    }
    let told = monitor.result
    let parts = [
      ("metrics", told.metrics), ("connections", told.connections), ("breakers", told.breakers), ("cache", told.cache),
    ]
    reading.parts = parts.filter { $0.1 != .offered }.map { "\($0.0) \($0.1.rawValue)" }
  }
}
