import Foundation
import LoadEngine
import Synchronization

/// The reference agent as a process of its own on this machine, which can be killed, started again, and frozen.
///
/// It ends with ``stop()``, or by itself some time after the scenario would have ended, should this process be killed.
final class ChildAgent: FaultCarrier {
  let name = "signals to the agent's process"
  let url: TargetURL
  let credentials: Credentials
  /// The troubles of what it leans on.
  let control: FaultControlCarrier
  private let faultToken = UUID().uuidString.lowercased()
  private let command: [String]
  private let running = Mutex<Running?>(nil)

  /// A process that is watched on a thread of its own.
  private struct Running: Sendable {
    let process: SideProcess
    let stop: StopSignal
    /// Returns when it has ended.
    let ending: Task<Void, Never>
  }

  /// How long it may take until it answers.
  private static let patience = Duration.seconds(10)

  /// Starts it, with what heals in a minute scaled as the load is.
  ///
  /// - Throws: ``ScenarioNotRun`` where there is no such program, or it does not answer.
  init(for scenario: Scenario, _ environment: TargetEnvironment) async throws {
    let scale = scenario.faults.stretched(environment.timeScale)
    let account = Credentials(
      email: "load-test@agent.example", password: UUID().uuidString.lowercased())
    let program = Self.products.appendingPathComponent("LoadTools").path
    guard FileManager.default.isExecutableFile(atPath: program) else {
      throw ScenarioNotRun(
        scenario: scenario.plan.name, reason: "there is no agent to start at \(program); build the whole package first")
    }
    let (port, controlPort) = (try Self.freePort(), try Self.freePort())
    control = FaultControlCarrier(.loopback(port: controlPort), token: faultToken)
    url = TargetURL.loopback(port: port)
    credentials = account
    let lifetime = scenario.plan.profile.totalDuration / .seconds(1) * scale + 300
    command = [
      program, "agent", "--port", String(port), "--seed", String(environment.seed),
      "--breaker-recovery", String(max(0.1, 60 * scale)), "--cache-lifetime", String(max(0.1, 600 * scale)),
      "--fault-control", String(controlPort), "--conversation-lifetime", String(max(0.1, 1800 * scale)), "--for",
      String(lifetime),
    ]
    guard try await start() else {
      await stop()
      throw ScenarioNotRun(
        scenario: scenario.plan.name, reason: "the agent at \(url) did not answer within \(Self.patience)")
    }
  }

  /// The environment of a run against it.
  func environment(_ environment: TargetEnvironment) -> TargetEnvironment {
    var environment = environment
    (environment.target, environment.credentials) = (.remote(url), credentials)
    environment.targetProcess = running.withLock { $0?.process.process }
    return environment
  }

  /// Ends it, if it runs.
  func stop() async {
    let last = running.withLock { running in
      defer { running = nil }
      return running
    }
    last?.stop.stop()
    await last?.ending.value
  }

  // MARK: Troubles

  func carries(_ kind: Fault.Kind) -> Bool { kind == .lose(.agent) || kind == .freeze }

  func begin(_ kind: Fault.Kind) async throws -> SideCommandOutcome? {
    if kind == .freeze {
      running.withLock { $0?.process.signal(SIGSTOP) }
      return nil
    }
    let last = running.withLock { running in
      defer { running = nil }
      running?.process.signal(SIGKILL)
      return running
    }
    await last?.ending.value
    return nil
  }

  func end(_ kind: Fault.Kind) async throws -> SideCommandOutcome? {
    if kind == .freeze {
      running.withLock { $0?.process.signal(SIGCONT) }
    } else if running.withLock({ $0 == nil }), try await !start() {
      throw Failure(description: "the agent did not answer within \(Self.patience) after it was started again")
    }
    return nil
  }

  private struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  // MARK: The process

  /// Starts it; false when it does not answer.
  private func start() async throws -> Bool {
    // In its environment, not among its arguments, which everybody can see.
    var variables = ProcessInfo.processInfo.environment
    (variables["LOAD_EMAIL"], variables["LOAD_PASSWORD"]) = (credentials.email, credentials.password)
    variables["LOAD_FAULT_TOKEN"] = faultToken
    let process = try SideProcess(command, environment: variables)
    let stop = StopSignal()
    let ending = Task {
      await withCheckedContinuation { continuation in
        Thread.detachNewThread {
          _ = process.watch(until: .distantFuture) { stop.isStopped }
          continuation.resume()
        }
      }
    }
    running.withLock { $0 = Running(process: process, stop: stop, ending: ending) }
    let end = MonotonicTime.now + Self.patience
    while MonotonicTime.now < end {
      if Self.listens(at: url.port) { return true }
      // A cancelled run ends the wait with its sleep.
      try await Task.sleep(for: .milliseconds(20))
    }
    return false
  }

  private static var products: URL {
    #if os(Linux)
      // The tests' own program, whatever it was called by.
      let program = URL(fileURLWithPath: "/proc/self/exe")
    #else
      let program = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    #endif
    return program.resolvingSymlinksInPath().deletingLastPathComponent()
  }

  private static func address(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(clamping: port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  /// Calls the system with an address of the loopback; the pointer does not leave the closure.
  private static func with(
    port: Int, _ call: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32, _ socket: Int32
  ) -> Bool {
    var address = address(port: port)
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { call(socket, $0, size) == 0 }
    }
  }

  private static func listens(at port: Int) -> Bool {
    let socket = System.socket(AF_INET, blocks: true)
    guard socket >= 0 else { return false }
    defer { close(socket) }
    return with(port: port, connect, socket)
  }

  /// One that nobody has at the moment.
  private static func freePort() throws -> Int {
    let socket = System.socket(AF_INET, blocks: true)
    guard socket >= 0 else { throw SystemError("socket", errno: errno) }
    defer { close(socket) }
    guard with(port: 0, bind, socket) else { throw SystemError("bind", errno: errno) }
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &size) }
    }
    guard code == 0 else { throw SystemError("getsockname", errno: errno) }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
