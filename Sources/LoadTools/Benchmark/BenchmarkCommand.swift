import Foundation
import LoadEngine
import LoadFixtures

/// `benchmark SUBJECT`: measures what the instrument itself costs and prints one JSON object, for `scripts/benchmark`.
struct BenchmarkCommand {
  static let help = """
    usage: benchmark funnel --host URL [--users N] [--duration S]   SalesUsers without think time (100, 5)
           benchmark idle --host URL [--users N] [--duration S]     memory of SalesUsers that think 2-5 s (10000, 20)
           benchmark watched --host URL [--users N] [--duration S]  a load that is told live as the environment says (100, 30)
           benchmark recorder [--samples N]                         time to record a sample (20000000)
           benchmark latency --host URL [--users N] [--duration S]  latency added at 50 calls/s a user (1, 5)
    LOAD_EMAIL and LOAD_PASSWORD, or LOAD_TOKEN, as for a run.
    """

  let terminal: Terminal

  func run(_ arguments: [String], environment: [String: String]) async throws -> ExitCode {
    do {
      let options = try BenchmarkArguments(arguments)
      guard let subject = options.subject else {
        terminal.write(Self.help, to: .output)
        return .met
      }
      let settings = try TargetEnvironment(
        environment: environment.merging(options.host.map { ["LOAD_TARGET_HOST": $0] } ?? [:]) { _, host in host })
      let report: BenchmarkReport =
        switch subject {
        case .funnel:
          try await UserBenchmark(settings, users: options.users ?? 100, duration: options.duration ?? .seconds(5))
            .funnel()
        case .idle:
          try await UserBenchmark(settings, users: options.users ?? 10_000, duration: options.duration ?? .seconds(20))
            .idle()
        case .watched:
          try await UserBenchmark(settings, users: options.users ?? 100, duration: options.duration ?? .seconds(30))
            .watched(log: Log(level: .warning, terminal: terminal))
        case .recorder:
          .init(nanosecondsPerSample: await RecorderCost.nanosecondsPerSample(of: options.samples ?? 20_000_000))
        case .latency:
          try await LatencyBenchmark(
            host: try TargetURL(options.host ?? "", named: "--host"), users: options.users ?? 1,
            duration: options.duration ?? .seconds(5)
          ).run()
        }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      terminal.write(String(decoding: try encoder.encode(report), as: UTF8.self), to: .output)
      return report.status == .invalid ? .invalid : .met
    } catch let error as ConfigurationError {
      terminal.write("\(error)\n\(Self.help)", to: .error)
      return .badConfiguration
    }
  }
}

/// What one benchmark measured; only what its subject has.
struct BenchmarkReport: Encodable {
  var status: Verdict.Status?
  var reasons: [String]?
  /// Calls that were completed, warm-up included.
  var requests: Int?
  /// Calls that the instrument made for itself, beside those.
  var instrument: Int?
  var failures: Int?
  /// User and system time of this process over the run.
  var cpuSeconds: Double?
  var users: Int?
  /// Growth of the resident memory over the run, divided by the users.
  var bytesPerUser: Double?
  var nanosecondsPerSample: Double?
  /// How late users were started, p99.
  var p99LatenessMicroseconds: Double?
  var p50Microseconds: Double?
  var p99Microseconds: Double?
}

/// The command line of `benchmark`, read into typed values.
struct BenchmarkArguments {
  enum Subject: String, CaseIterable {
    case funnel, idle, watched, recorder, latency
  }

  /// `nil` when help is asked for.
  private(set) var subject: Subject?
  private(set) var host: String?
  private(set) var users: Int?
  private(set) var duration: Duration?
  private(set) var samples: Int?

  /// - Throws: ``ConfigurationError`` naming option, value and what is allowed.
  init(_ arguments: [String]) throws(ConfigurationError) {
    var options = OptionReader(arguments)
    let allowed = Subject.allCases.map(\.rawValue).joined(separator: ", ")
    guard let word = try options.next() else {
      throw ConfigurationError(variable: "subject", value: nil, allowed: allowed)
    }
    if word == "--help" || word == "-h" { return }
    guard let subject = Subject(rawValue: word) else {
      throw ConfigurationError(variable: "subject", value: word, allowed: allowed)
    }
    while let option = try options.next() {
      switch option {
      case "--host": host = try options.text(of: option, allowed: "a base URL")
      case "--users": users = try options.whole(of: option, in: 1...1_000_000)
      case "--duration": duration = try options.duration(of: option)
      case "--samples": samples = try options.whole(of: option, in: 1...1_000_000_000)
      default: throw OptionReader.refusal(of: option, allowed: "those of --help")
      }
    }
    if subject != .recorder, host == nil {
      throw ConfigurationError(variable: "--host", value: nil, allowed: "the base URL of a server in another process")
    }
    self.subject = subject
  }
}
