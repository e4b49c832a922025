import LoadEngine
import LoadFixtures
import ReferenceAgent

/// `agent`: the reference agent alone, until SIGINT, SIGTERM or SIGHUP.
struct AgentCommand {
  let terminal: Terminal

  func run(_ arguments: [String], environment: [String: String]) async throws -> ExitCode {
    let options: AgentArguments
    do {
      options = try AgentArguments(arguments, environment: environment)
    } catch {
      terminal.write("\(error)\n\(AgentArguments.help)", to: .error)
      return .badConfiguration
    }
    if options.wantsHelp {
      terminal.write(AgentArguments.help, to: .output)
      return .met
    }
    do {
      let loops = try EventLoop.start(UsableCPU.current.usualEventLoops, name: "agent")
      let server = try await AgentServer.start(
        configuration: options.configuration, host: options.host, port: options.port, tls: options.tls, loops: loops)
      var control: FaultControl?
      if let faultControl = options.faultControl {
        control = try await FaultControl.start(
          of: server.agent, port: faultControl.port, token: faultControl.token, on: loops[0])
      }
      announce(options, port: server.port, control: control)
      await Self.untilOver(after: options.lifetime)
      let counts = server.agent.answeredRequests
      await control?.stop()
      await server.stop()
      for loop in loops { await loop.shutDown() }
      let answered = counts.filter { !$0.key.isMonitoring }.values.reduce(0, +)
      terminal.write("answered \(answered) requests", to: .output)
      return .met
    } catch  where !(error is TLSConfigurationError) {
      terminal.write("cannot start on \(options.host):\(options.port): \(error)", to: .error)
      return .other
    }
  }

  private func announce(_ options: AgentArguments, port: Int, control: FaultControl?) {
    let contract = options.configuration.contract.name
    var text = "reference agent at \(options.tls == nil ? "http" : "https")://\(options.host):\(port)"
    text += ", contract \(contract)\(Self.named(options.configuration.quirks, options.configuration.flaws))\n"
    if options.credentialsAreGenerated {
      // The one way to learn credentials that exist nowhere else.
      let credentials = options.configuration.credentials
      text += "LOAD_EMAIL=\(credentials.email) LOAD_PASSWORD=\(credentials.password)\n"
    }
    if let control, let given = options.faultControl {
      text += "LOAD_FAULT_CONTROL=http://127.0.0.1:\(control.port)"
      text += given.isGenerated ? " LOAD_FAULT_TOKEN=\(given.token)\n" : "\n"
    }
    terminal.write(text, to: .output)
  }

  /// Returns at a signal, or when the agent's time is over.
  private static func untilOver(after lifetime: Duration?) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await EndRequests.first() }
      // Cancelled by whichever comes first.
      if let lifetime { group.addTask { try? await Task.sleep(for: lifetime) } }
      await group.next()
      group.cancelAll()
    }
  }

  /// What is on, so that a run against it is not taken for one against a sound agent.
  private static func named(_ quirks: AgentQuirks, _ flaws: AgentFlaws) -> String {
    let names = AgentQuirks.named.filter { quirks.contains($0.quirk) }.map(\.name)
    let wrong = AgentFlaws.named.filter { flaws.contains($0.flaw) }.map(\.name)
    return (names.isEmpty ? "" : ", quirks \(names.joined(separator: ", "))")
      + (wrong.isEmpty ? "" : ", flaws \(wrong.joined(separator: ", "))")
  }
}
