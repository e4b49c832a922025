/// What every request says of who sends it and of how its answer is read.
enum SuiteHeaders {
  /// The suite's version, as targets see it in their logs.
  static let version = "1.0"

  private static let all = [
    ("User-Agent", "ngx-load-tests/\(version)"),
    // Unpacking would be work of ours in a latency.
    ("Accept-Encoding", "identity"),
  ]

  /// Adds to the headers of a request what they do not say themselves.
  static func completing(_ headers: [(String, String)]) -> [(String, String)] {
    all.filter { own in !headers.contains { $0.0.lowercased() == own.0.lowercased() } } + headers
  }
}
