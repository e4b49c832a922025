import Foundation
import LoadEngine
import LoadFixtures

/// `benchmark SUBJECT`: measures what the instrument itself costs and prints one JSON object, for `scripts/benchmark`.
struct BenchmarkCommand {
  static let help = """
    usage: benchmark funnel --host URL [--users N] [--duration S]   SalesUsers without think time (100, 5)
           benchmark idle --host URL [--users N] [--duration S]     memory of SalesUsers that think 2-5 s (10000, 20)
           benchmark recorder [--samples N]                         time to record a sample (20000000)
           benchmark latency --host URL [--users N] [--duration S]  latency added at 50 calls/s a user (1, 5)
    LOAD_EMAIL and LOAD_PASSWORD, or LOAD_TOKEN, as for a run.
    """

  let terminal: Terminal

  func run(_ arguments: [String], environment: [String: String]) async -> ExitCode {
    do {
      let options = try BenchmarkArguments(arguments)
      let settings = try TargetEnvironment(
        environment: environment.merging(options.host.map { ["LOAD_TARGET_HOST": $0] } ?? [:]) { _, host in host })
      let report: BenchmarkReport =
        switch options.subject {
        case .funnel:
          try await UserBenchmark(settings, users: options.users ?? 100, duration: options.duration ?? .seconds(5))
            .funnel()
        case .idle:
          try await UserBenchmark(settings, users: options.users ?? 10_000, duration: options.duration ?? .seconds(20))
            .idle()
        case .recorder:
          .init(nanosecondsPerSample: await RecorderCost.nanosecondsPerSample(of: options.samples ?? 20_000_000))
        case .latency:
          try await LatencyBenchmark(
            host: try TargetURL(options.host ?? "", named: "--host"), users: options.users ?? 1,
            duration: options.duration ?? .seconds(5)
          ).run()
        case nil:
          BenchmarkReport()
        }
      guard options.subject != nil else {
        terminal.write(Self.help, to: .output)
        return .met
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      terminal.write(String(decoding: try encoder.encode(report), as: UTF8.self), to: .output)
      return report.status == .invalid ? .invalid : .met
    } catch let error as ConfigurationError {
      terminal.write("\(error)\n\(Self.help)", to: .error)
      return .badConfiguration
    } catch {
      terminal.write("\(error)", to: .error)
      return .other
    }
  }
}
