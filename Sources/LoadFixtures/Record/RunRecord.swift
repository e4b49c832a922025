/// Everything one run of one scenario has to say, as it is written to `<scenario>.json`.
///
/// Latencies are milliseconds, `duration` and times in the timeline are seconds, rates are requests a second,
/// error rates and shares are 0 to 1. A value that is not known is absent or `null`, never 0.
public struct RunRecord: Codable, Sendable {
  /// Raised whenever a key changes its name or meaning.
  public static let currentSchemaVersion = 2
  /// The note on a run whose target may have been anybody.
  public static let unverifiedNote = "TLS certificates were not verified (LOAD_TLS_INSECURE)."

  public var schemaVersion = RunRecord.currentSchemaVersion
  /// The id of the run that made it; absent on records of earlier versions.
  public var run: String?
  public var scenario: String
  /// The scenario's title for people.
  public var title: String
  public var verdict: Verdict
  public var target: Target
  public var contract: String
  /// `closed` or `open`.
  public var model: String
  public var userType: String
  public var seed: UInt64
  public var timeScale: Double
  public var thinkTimeScale: Double
  public var usersScale: Double
  public var transport: String
  /// `debug` or `release`, and whether Sources were optimised.
  public var buildConfiguration: String
  /// ISO 8601, UTC.
  public var startedAt: String
  /// Seconds from the first call to the last answer or cut-off.
  public var duration: Double
  /// Seconds at the beginning that KPIs leave out.
  public var warmUp: Double
  public var interrupted: Bool
  public var counts: Counts
  /// All requests, warm-up left out.
  public var total: RequestStatistics
  /// By request name, in the contract's order, warm-up left out.
  public var requests: [RequestStatistics]
  /// By stage of the profile, in order of time. The ramp-up is a stage of its own, marked as warm-up.
  public var stages: [StageStatistics]
  /// Failures by kind over the whole run, `dropped` among them; they add up to `counts.failed` and `counts.dropped`.
  public var failureKinds: [String: Int]
  /// What was wrong the first time, by kind, where that says more than the kind. Absent in records of old.
  public var failureExamples: [String: String]?
  public var timeline: [TimelinePoint]
  /// Successful requests' response times over the whole measured run, for the distribution chart.
  public var distribution: [DistributionBucket]
  public var generator: GeneratorHealth
  public var business: BusinessOutcome
  public var system: SystemObservation
  /// Calls of the contract that the target lacks, and what that left out.
  public var skippedCalls: [String]
  /// Where the users' connections went, when the target's name has or had more than one address.
  public var endpoints: [Endpoint]?
  /// What a reader must know before using the numbers, in sentences (scales, insecure TLS, insufficient samples).
  public var notes: [String]

  /// Bytes that everything about a run of so many seconds may take: the record, its copy as an attachment, the report.
  static func room(forSeconds seconds: Double) -> Int {
    // Measured: 20 KiB a record, written twice, 30 KiB a report, 0.2 KiB for each second of the timeline; the rest is for
    // what the target says of itself.
    512 << 10 + Int(min(max(0, seconds), 1e6) * 4096)
  }

  /// One address of the target.
  public struct Endpoint: Codable, Sendable, Equatable {
    /// With its port, `127.0.0.1:8000`, or `other` for those beyond the first few.
    public var address: String
    /// Opened by users over the run.
    public var connections: Int
  }

  /// Where the load went.
  public struct Target: Codable, Sendable {
    /// Base URL without user information.
    public var url: String
    /// True when the target was the reference agent inside this process.
    public var embedded: Bool

    public init(url: String, embedded: Bool) {
      self.url = url
      self.embedded = embedded
    }
  }

  /// What became of every call, warm-up included: scheduled = completed + failed + dropped + cancelled.
  public struct Counts: Codable, Sendable, Equatable {
    public var scheduled: Int
    public var completed: Int
    public var failed: Int
    /// Arrivals of an open model that found no free user.
    public var dropped: Int
    /// In flight when the run was cut off.
    public var cancelled: Int
    /// Calls that the instrument made for itself (pre-flight, the target's metrics); in none of the above.
    public var instrument: Int
    /// Requests sent once more because their idle connection closed under them; their calls are counted above, once.
    public var repeats: Int

    public init(
      scheduled: Int = 0, completed: Int = 0, failed: Int = 0, dropped: Int = 0, cancelled: Int = 0,
      instrument: Int = 0, repeats: Int = 0
    ) {
      self.scheduled = scheduled
      self.completed = completed
      self.failed = failed
      self.dropped = dropped
      self.cancelled = cancelled
      self.instrument = instrument
      self.repeats = repeats
    }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      scheduled = try container.decode(Int.self, forKey: .scheduled)
      completed = try container.decode(Int.self, forKey: .completed)
      failed = try container.decode(Int.self, forKey: .failed)
      dropped = try container.decode(Int.self, forKey: .dropped)
      cancelled = try container.decode(Int.self, forKey: .cancelled)
      instrument = try container.decode(Int.self, forKey: .instrument)
      // Absent before anything was repeated.
      repeats = try container.decodeIfPresent(Int.self, forKey: .repeats) ?? 0
    }
  }

  public init(
    scenario: String, title: String, verdict: Verdict, target: Target, contract: String, model: String,
    userType: String, seed: UInt64, timeScale: Double, thinkTimeScale: Double, usersScale: Double,
    transport: String, buildConfiguration: String, startedAt: String, duration: Double, warmUp: Double,
    interrupted: Bool, counts: Counts, total: RequestStatistics, requests: [RequestStatistics],
    stages: [StageStatistics], failureKinds: [String: Int], timeline: [TimelinePoint],
    distribution: [DistributionBucket], generator: GeneratorHealth, business: BusinessOutcome,
    system: SystemObservation, skippedCalls: [String], notes: [String]
  ) {
    self.scenario = scenario
    self.title = title
    self.verdict = verdict
    self.target = target
    self.contract = contract
    self.model = model
    self.userType = userType
    self.seed = seed
    self.timeScale = timeScale
    self.thinkTimeScale = thinkTimeScale
    self.usersScale = usersScale
    self.transport = transport
    self.buildConfiguration = buildConfiguration
    self.startedAt = startedAt
    self.duration = duration
    self.warmUp = warmUp
    self.interrupted = interrupted
    self.counts = counts
    self.total = total
    self.requests = requests
    self.stages = stages
    self.failureKinds = failureKinds
    self.timeline = timeline
    self.distribution = distribution
    self.generator = generator
    self.business = business
    self.system = system
    self.skippedCalls = skippedCalls
    self.notes = notes
  }
}
