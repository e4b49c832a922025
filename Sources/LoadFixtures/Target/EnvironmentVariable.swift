/// Every variable that steers a run.
package enum EnvironmentVariable: String, CaseIterable, Sendable {
  case targetHost = "LOAD_TARGET_HOST"
  /// Read when `LOAD_TARGET_HOST` is unset.
  case testHost = "TEST_HOST"
  case contract = "LOAD_CONTRACT"
  case timeScale = "LOAD_TIME_SCALE"
  case thinkTimeScale = "LOAD_THINK_TIME_SCALE"
  case usersScale = "LOAD_USERS_SCALE"
  case seed = "LOAD_SEED"
  case resultsDirectory = "LOAD_RESULTS_DIR"
  /// Given by `run-load-tests` to the tests that it runs.
  case runID = "LOAD_RUN_ID"
  case email = "LOAD_EMAIL"
  case password = "LOAD_PASSWORD"
  case token = "LOAD_TOKEN"
  /// A file of accounts, one for each user.
  case accounts = "LOAD_ACCOUNTS"
  case accountsShared = "LOAD_ACCOUNTS_SHARED"
  /// A file of values, a row for each conversation.
  case data = "LOAD_DATA"
  case dataOrder = "LOAD_DATA_ORDER"
  case dataEnd = "LOAD_DATA_END"
  case locale = "LOAD_LOCALE"
  case texts = "LOAD_TEXTS"
  /// Commands before and after a run.
  case prepare = "LOAD_PREPARE"
  case cleanUp = "LOAD_CLEANUP"
  /// The scenario's own calls before its profile, for so long.
  case warmUp = "LOAD_WARM_UP"
  case note = "LOAD_NOTE"
  /// The process of a target on this machine, whose memory is watched.
  case targetProcess = "LOAD_TARGET_PID"
  /// A Prometheus endpoint of the target's, for a monitor.
  case targetMetrics = "LOAD_TARGET_METRICS"
  /// Where a run serves its metrics.
  case prometheusPort = "LOAD_PROMETHEUS_PORT"
  /// Where a run serves its live page.
  case webPort = "LOAD_WEB_PORT"
  /// Whether calls tell of their traces, and the share of which the target is asked to keep them.
  case trace = "LOAD_TRACE"
  case traceRate = "LOAD_TRACE_RATE"
  /// Where metrics are pushed to, by OpenTelemetry's names.
  case pushEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT"
  case pushHeaders = "OTEL_EXPORTER_OTLP_HEADERS"
  case enduranceDuration = "LOAD_ENDURANCE_DURATION"
  case eventLoops = "LOAD_EVENT_LOOPS"
  case transport = "LOAD_TRANSPORT"
  case requestTimeout = "LOAD_REQUEST_TIMEOUT"
  case bodyLimit = "LOAD_BODY_LIMIT"
  case keepAlive = "LOAD_KEEP_ALIVE"
  case gracefulStop = "LOAD_GRACEFUL_STOP"
  case tlsCAFile = "LOAD_TLS_CA_FILE"
  case tlsInsecure = "LOAD_TLS_INSECURE"
  case allowPublicTarget = "LOAD_ALLOW_PUBLIC_TARGET"
  case logLevel = "LOAD_LOG_LEVEL"
  case userClass = "LOAD_USER_CLASS"
  /// The load of a run that the command line describes.
  case users = "LOAD_USERS"
  case spawnRate = "LOAD_SPAWN_RATE"
  case runTime = "LOAD_RUN_TIME"
  case rate = "LOAD_RATE"
  case stages = "LOAD_STAGES"
  case shape = "LOAD_SHAPE"
  case sla = "LOAD_SLA"

  /// Those that describe such a load.
  package static let custom: [EnvironmentVariable] = [.users, .spawnRate, .runTime, .rate, .stages, .shape]

  /// Commands that make a trouble and end it.
  case faultCacheBegin = "LOAD_FAULT_CACHE_BEGIN"
  case faultCacheEnd = "LOAD_FAULT_CACHE_END"
  case faultLLMBegin = "LOAD_FAULT_LLM_BEGIN"
  case faultLLMEnd = "LOAD_FAULT_LLM_END"
  case faultDatabaseBegin = "LOAD_FAULT_DATABASE_BEGIN"
  case faultDatabaseEnd = "LOAD_FAULT_DATABASE_END"
  case faultAgentBegin = "LOAD_FAULT_AGENT_BEGIN"
  case faultAgentEnd = "LOAD_FAULT_AGENT_END"
  case faultMemoryBegin = "LOAD_FAULT_MEMORY_BEGIN"
  case faultMemoryEnd = "LOAD_FAULT_MEMORY_END"
  /// Where a reference agent listens for its switches, and what opens them.
  case faultControl = "LOAD_FAULT_CONTROL"
  case faultToken = "LOAD_FAULT_TOKEN"
  /// Whether the suite's own proxy may stand before a named target.
  case faultNetwork = "LOAD_FAULT_NETWORK"
  /// Whether scenarios with troubles run once more without them.
  case control = "LOAD_CONTROL"

  /// What commands can break, with the variables that name them.
  static let faults: [(name: String, begin: EnvironmentVariable, end: EnvironmentVariable)] = [
    ("cache", .faultCacheBegin, .faultCacheEnd), ("llm", .faultLLMBegin, .faultLLMEnd),
    ("database", .faultDatabaseBegin, .faultDatabaseEnd), ("agent", .faultAgentBegin, .faultAgentEnd),
    ("memory", .faultMemoryBegin, .faultMemoryEnd),
  ]

  /// Read elsewhere, by the build and by the instrument's own tests.
  static let elsewhere: Set<String> = [
    "LOAD_POLLER", "LOAD_SCENARIOS_ONLY", "LOAD_XCTEST_FIXTURE", "LOAD_UNOPTIMISED", "LOAD_REQUIRE_PEERS",
    "LOAD_LONG_CHECKS",
    "LOAD_DIFFERENTIAL_COUNT",
  ]

  /// Whether its value must not be shown, not even when it is malformed.
  var isSecret: Bool {
    switch self {
    case .email, .password, .token, .faultToken, .pushHeaders: true
    default: false
    }
  }
}
