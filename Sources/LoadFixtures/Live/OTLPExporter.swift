import Foundation
import LoadEngine

/// Pushes the metrics of runs to an OpenTelemetry collector, every ten seconds and at each scenario's end: a run may be
/// shorter than the interval at which somebody scrapes.
///
/// Nothing of it delays the load: what cannot be delivered waits, and is counted as lost when too much of it does.
actor OTLPExporter {
  private let environment: TargetEnvironment
  private let endpoint: TargetURL
  private let runs: LiveRuns
  private let log: Log
  private var work: Task<Void, Never>?
  /// The push that is under way: one at a time, or two would send the same.
  private var pushing: Task<Void, Never>?

  /// The run that was told of last, by its beginning, with its figures then.
  private var told: (began: Double, families: [MetricFamily], at: Date)?
  /// Bodies of messages that are not delivered yet, the oldest first.
  private var waiting: [[UInt8]] = []
  private var delivered = 0
  private var lost = 0
  private var hasComplained = false
  private var connection: Connection?

  /// Of more messages the oldest are lost: ten minutes.
  private static let mostWaiting = 60
  private static let patience = Duration.seconds(5)
  private let interval: Duration

  init(
    to endpoint: TargetURL, _ environment: TargetEnvironment, of runs: LiveRuns,
    every interval: Duration = .seconds(10),
    log: Log
  ) {
    (self.endpoint, self.environment, self.runs, self.log) = (endpoint, environment, runs, log)
    self.interval = interval
  }

  /// Pushes until ``stop()``.
  func start() {
    guard work == nil else { return }
    work = Task { [interval] in
      while !Task.isCancelled {
        do { try await Task.sleep(for: interval) } catch { return }
        await push().value
      }
    }
  }

  func stop() async {
    work?.cancel()
    await work?.value
    await pushing?.value
    await disconnect()
  }

  /// Tells all that is known, waits until it is delivered, for five seconds at most, and says what was lost.
  func flush() async {
    let push = push()
    let (ends, ended) = AsyncStream<Void>.makeStream()
    Task {
      await push.value
      ended.yield()
    }
    let limit = Task {
      try? await Task.sleep(for: Self.patience)
      ended.yield()
    }
    for await _ in ends { break }
    limit.cancel()
    if lost + waiting.count > 0 {
      log.warning(
        "\(endpoint) has \(delivered) of \(delivered + lost + waiting.count) messages with metrics; the others could not "
          + "be delivered")
    }
  }

  /// Begins a push behind the one that is under way.
  private func push() -> Task<Void, Never> {
    let last = pushing
    let task = Task {
      await last?.value
      await pushOnce()
    }
    pushing = task
    return task
  }

  private func pushOnce() async {
    if let message = await message(), let body = try? JSONEncoder().encode(message) { waiting.append(Array(body)) }
    while waiting.count > Self.mostWaiting {
      waiting.removeFirst()
      lost += 1
    }
    let deadline = MonotonicTime.now + Self.patience
    while let body = waiting.first, MonotonicTime.now < deadline {
      switch await send(body) {
      case .delivered: delivered += 1
      case .refused(let reason):
        lost += 1
        complain(reason)
      case .tryAgain(let reason):
        complain(reason)
        return
      }
      waiting.removeFirst()
    }
  }

  private func complain(_ reason: String) {
    guard !hasComplained else { return }
    hasComplained = true
    log.warning("metrics cannot be pushed to \(endpoint): \(reason)")
  }

  /// What is new since the last one; `nil` without news.
  private func message() async -> OTLPMessage? {
    guard let run = await runs.all.last else { return nil }
    let (families, now) = (RunFamilies([run]).all, Date())
    let began = run.beginning.startTime
    // One that is made again counts from 0.
    let last = told?.began == began ? told : nil
    told = (began, families, now)
    let (metadata, target) = (
      run.beginning.metadata, try? TargetURL(run.beginning.metadata.target.url, named: "target")
    )
    let message = OTLPMessage(
      families, since: last?.families ?? [],
      resource: [
        .init("service.name", "ngx-load-tests"), .init("service.version", SuiteHeaders.version),
        .init("service.instance.id", metadata.run ?? environment.runID), .init("loadtest.scenario", run.scenario),
        .init("loadtest.seed", String(metadata.seed)), .init("loadtest.contract", metadata.contract),
      ],
      everywhere: target.map {
        [.init("server.address", $0.host), .init("server.port", $0.port), .init("url.scheme", $0.scheme.rawValue)]
      } ?? [],
      from: last?.at ?? Date(timeIntervalSince1970: began), to: now)
    return message.points > 0 ? message : nil
  }

  // MARK: Sending

  private enum Outcome {
    case delivered
    /// The same again would be refused again, or may have arrived: what was counted twice would be worse than what is lost.
    case refused(String)
    case tryAgain(String)
  }

  /// A loop with the way to the collector.
  private struct Connection {
    let loop: EventLoop
    let transport: LoopBound<any Transport>
    let head: RequestHead
  }

  private func send(_ body: [UInt8]) async -> Outcome {
    do {
      let connection = try await connected()
      let request = OutgoingRequest(head: connection.head, body: body, bodyLimit: 1 << 16)
      let outcome = await withTaskExecutorPreference(connection.loop) {
        await connection.transport.value.send(request, timeout: Self.patience)
      }
      switch outcome.result {
      case .success(let response) where (200..<300).contains(response.status):
        return .delivered
      case .success(let response):
        // Those that OTLP calls retryable.
        let mayTryAgain = [429, 502, 503, 504].contains(response.status)
        return mayTryAgain ? .tryAgain("it answers \(response.status)") : .refused("it answers \(response.status)")
      case .failure(let error):
        // It may have moved.
        await disconnect()
        // Before the connection stood nothing can have arrived.
        let isUnsent = outcome.timings.sent == nil
        return isUnsent ? .tryAgain(FailureKind(error).label) : .refused(FailureKind(error).label)
      }
    } catch {
      return .tryAgain("\(error)")
    }
  }

  private func disconnect() async {
    guard let last = connection else { return }
    connection = nil
    await last.loop.run { last.transport.value.close() }
    await last.loop.shutDown()
  }

  private func connected() async throws -> Connection {
    if let connection { return connection }
    let head = try RequestHead(
      method: "POST", target: endpoint.path("/v1/metrics"), host: endpoint.authority,
      headers: SuiteHeaders.completing(
        [("Content-Type", "application/json")] + environment.pushHeaders.map { ($0.name, $0.value) }))
    let loop = try EventLoop(name: "push")
    var environment = environment
    environment.requestTimeout = min(environment.requestTimeout, Self.patience)
    do {
      let clearance = try await Preflight(
        endpoint, environment, secrets: Secrets(environment.pushHeaders.map(\.value))
      ).check(peakConnections: 1, call: nil, on: loop)
      let transport = await loop.run { LoopBound(clearance.endpoint.transport(on: loop), to: loop) }
      let made = Connection(loop: loop, transport: transport, head: head)
      connection = made
      return made
    } catch {
      await loop.shutDown()
      throw error
    }
  }
}
