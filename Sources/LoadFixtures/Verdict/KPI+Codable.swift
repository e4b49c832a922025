/// A KPI is written by its name, and found again by it: a run tells its requirements to those who follow it.
extension KPI: Codable {
  private struct Form: Codable {
    var name: String
    var outside: [String]?
  }

  package init(from decoder: any Decoder) throws {
    let form = try Form(from: decoder)
    self = KPI.named(form.name, outside: form.outside ?? []) ?? .unknown(form.name)
  }

  package func encode(to encoder: any Encoder) throws {
    try Form(name: name, outside: outside.isEmpty ? nil : outside).encode(to: encoder)
  }

  /// The KPI of a name; `nil` for one that is none of this version.
  static func named(_ name: String, outside: [String] = []) -> KPI? {
    if let kpi = all[name] { return kpi }
    guard let comma = name.firstRange(of: ", ") else { return nil }
    let fault = String(name[comma.upperBound...])
    return switch name[..<comma.lowerBound] {
    case "throughput kept": LimitedKPI<Double>.throughputKept(duringFault: fault).kpi
    case "blast radius": LimitedKPI<Double>.blastRadius(ofFault: fault, outside: outside).kpi
    case "recovery time": LimitedKPI<Duration>.recoveryTime(afterFault: fault).kpi
    case "detection time": LimitedKPI<Duration>.detectionTime(ofFault: fault).kpi
    default: nil
    }
  }

  /// One of another version: its value is told at the end, by the run itself.
  private static func unknown(_ name: String) -> KPI {
    KPI(name: name.cut(to: Secrets.longestName), unit: .count, tolerance: 1) { _, _ in
      .notOffered("This version does not know the KPI.")
    }
  }

  /// Those whose name stands for itself.
  static let all: [String: KPI] = {
    let times: [LimitedKPI<Duration>] = [
      .averageResponseTime, .p50ResponseTime, .p90ResponseTime, .p95ResponseTime, .p99ResponseTime, .rejectionTime,
      .conversationDuration, .warmReadTime, .coldReadTime, .recoveryTime(), .detectionTime(),
    ]
    let numbers: [LimitedKPI<Double>] = [
      .errorRate, .throughput, .breakingPoint, .recovery, .breakerOpenings, .breakerClosings, .breakersLeftOpen,
      .failuresToOpen, .halfOpenProbes, .breakerContradictions, .closingHerd, .completionRate, .conversationsStarted,
      .conversationsCompleted, .conversationsAbandoned, .messagesPerConversation, .tierAccuracy, .wholeProjectionShare,
      .projectionsOutOfRange, .fallbackShare, .emptyAnswerShare, .repeatedAnswerShare, .wrongLanguageShare,
      .distinctTexts, .cacheHitRate, .staleReads, .stampedeComputations, .expirationBurst, .recoveredShare,
      .errorBudgetSpent, .memoryGrowth, .retryAmplification, .repeatsInFaults,
    ]
    return Dictionary(uniqueKeysWithValues: (times.map(\.kpi) + numbers.map(\.kpi)).map { ($0.name, $0) })
  }()
}
