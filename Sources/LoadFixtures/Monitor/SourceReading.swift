/// What one source of a monitor says at a moment.
struct SourceReading: Sendable {
  /// Whether it says anything, and why not.
  enum State: Sendable, Equatable {
    /// Not asked yet, or what is to come has not begun.
    case waiting(String)
    case offered
    /// The target has nothing of that kind, or it cannot be seen from here.
    case notOffered(String)
    case unreachable(String)

    var word: String {
      switch self {
      case .waiting: "waiting"
      case .offered: "offered"
      case .notOffered: "not offered"
      case .unreachable: "unreachable"
      }
    }

    /// More about it, for people; empty for what needs no word.
    var detail: String {
      switch self {
      case .offered: ""
      case .waiting(let text), .notOffered(let text), .unreachable(let text): text
      }
    }
  }

  var state: State
  /// What it told now. What it does not tell is absent, and never 0.
  var values: [MonitorMetric: Double] = [:]
  /// The names of what is open; `nil` where that is not told.
  var openCircuits: [String]?
  /// Of a load test.
  var load: LoadProgress?
  /// All that is known of it.
  var run: LiveRun?
  /// What it says of itself in a word: "healthy".
  var word: String?
  /// It has no samples, only news of what a load test does.
  var isPartial = false
  /// Parts of it that say nothing, with what is the matter: "cache not offered".
  var parts: [String] = []

  init(_ state: State) { self.state = state }
}

/// How far a load test that is followed has come.
package struct LoadProgress: Sendable, Codable, Equatable {
  package var scenario: String
  /// The stage of the last second; `nil` outside of all.
  package var stage: String?
  /// Troubles that last.
  package var faults: [String] = []
  /// Seconds that were told, and those of the plan.
  package var seconds: Int
  package var planned: Double
  /// Failures so far, by kind.
  package var failureKinds: [String: Int] = [:]
  /// What the generator warns of, while it lasts.
  package var warnings: [String] = []
  /// Of all calls until now.
  package var calls = 0
  package var failed = 0
  /// How many musts are met and breached so far; the others cannot be told yet. Absent for a run without any.
  package var musts: Musts?
  /// Requirements that are not met so far, in sentences.
  package var breaches: [String] = []
  /// passed, failed or invalid, once it has ended.
  package var verdict: String?

  package struct Musts: Sendable, Codable, Equatable {
    package var met: Int
    package var breached: Int
    package var all: Int
  }
}

/// Something that a monitor follows.
protocol MonitorSource: Sendable {
  var kind: MonitorMetric.Source { get }

  /// Reads again and again, at each interval, until the task is cancelled, and hands each reading on. What hangs is given
  /// up in time and said to be unreachable.
  func follow(every interval: Duration, _ take: @escaping @Sendable (SourceReading) async -> Void) async
}
