import LoadEngine

/// What a process tells of its runs to those who look on while they go on: the outputs that the environment asks for, from
/// the first scenario to the end of the process.
package actor LiveOutputs {
  private let runs = LiveRuns()
  private let environment: TargetEnvironment
  private let log: Log
  private var servers: [LiveServer] = []
  private let exporter: OTLPExporter?
  private var hasStarted = false

  package init(_ environment: TargetEnvironment, log: Log) {
    (self.environment, self.log) = (environment, log)
    exporter = environment.pushEndpoint.map { [runs] in OTLPExporter(to: $0, environment, of: runs, log: log) }
  }

  /// Empty where nobody looks on.
  package nonisolated var observers: [any RunObserver] {
    environment.prometheusAddress == nil && environment.webAddress == nil && exporter == nil ? [] : [runs]
  }

  /// Begins, where it has not yet.
  ///
  /// - Throws: ``ConfigurationError`` when a port cannot be had.
  package func start() async throws {
    guard !hasStarted else { return }
    do {
      try await listen()
    } catch {
      // The next scenario must not go on without them, either.
      for server in servers { await server.stop() }
      servers = []
      throw error
    }
    await exporter?.start()
    hasStarted = true
  }

  private func listen() async throws {
    let runs = runs
    if let address = environment.prometheusAddress {
      let server = try await LiveServer.start(
        at: address, named: EnvironmentVariable.prometheusPort.rawValue,
        metrics: {
          RunFamilies(await runs.all).all
        })
      log.info("metrics: \(server.url)/metrics")
      servers.append(server)
    }
    if let address = environment.webAddress {
      let server = try await LiveServer.start(
        at: address, named: EnvironmentVariable.webPort.rawValue, page: { LivePage(await runs.all.last) })
      log.info("live page: \(server.url)/")
      servers.append(server)
    }
  }

  /// A run is over: what is pushed must not end, nor go on to the next one, before its end was told.
  ///
  /// - Parameter isInterrupted: Whether somebody waits for the end of the process: who looks on may miss it then.
  package func runEnded(isInterrupted: Bool = false) async {
    await exporter?.flush()
    if !isInterrupted { for server in servers { await server.settle() } }
  }
}
