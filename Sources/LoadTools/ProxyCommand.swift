import LoadEngine
import LoadFixtures

/// `proxy`: a proxy that breaks what it carries, until SIGINT, SIGTERM or SIGHUP.
struct ProxyCommand {
  let terminal: Terminal

  func run(_ arguments: [String], environment: [String: String]) async throws -> ExitCode {
    let options: ProxyArguments
    do {
      options = try ProxyArguments(arguments)
    } catch {
      terminal.write("\(error)\n\(ProxyArguments.help)", to: .error)
      return .badConfiguration
    }
    guard let target = options.target, !options.wantsHelp else {
      terminal.write(ProxyArguments.help, to: .output)
      return .met
    }
    // Behind it nobody sees any more where the load goes.
    let policy = TargetPolicy(allowPublicTarget: try TargetEnvironment(environment: environment).allowPublicTarget)
    for address in try await Resolver.resolve(host: target.host, port: target.port) {
      if case .refused(let reason) = policy.decide(address.host) {
        terminal.write(reason + "\n", to: .error)
        return .badConfiguration
      }
    }
    let loop = try EventLoop(name: "proxy")
    let proxy = try await FaultProxy.start(
      port: options.port, target: (target.host, target.port), seed: options.seed, on: loop)
    try await proxy.set(options.faults)
    terminal.write(
      "fault proxy at \(target.scheme)://127.0.0.1:\(proxy.port) before \(target), seed \(options.seed)\n", to: .output)
    await EndRequests.first()
    let counts = await proxy.counts()
    await proxy.stop()
    await loop.shutDown()
    terminal.write(
      "\(counts.connections) connections, \(counts.bytesFromClients) bytes to the target and \(counts.bytesFromTarget) "
        + "back, \(counts.reset) reset or cut, \(counts.vanished) into a black hole, "
        + "\(counts.ruled) requests changed by rules\n", to: .output)
    return .met
  }
}
