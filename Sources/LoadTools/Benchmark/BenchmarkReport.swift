import LoadFixtures

/// What one benchmark measured; only what its subject has.
struct BenchmarkReport: Encodable {
  var status: Verdict.Status?
  var reasons: [String]?
  /// Calls that were completed, warm-up included.
  var requests: Int?
  var failures: Int?
  /// User and system time of this process over the run.
  var cpuSeconds: Double?
  var users: Int?
  /// Growth of the resident memory over the run, divided by the users.
  var bytesPerUser: Double?
  var nanosecondsPerSample: Double?
  var p50Microseconds: Double?
  var p99Microseconds: Double?
}
