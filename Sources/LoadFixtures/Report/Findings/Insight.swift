/// Something that a run's data show, with the figures that it rests on, where to see it, and what to look at next.
struct Insight {
  /// The same for each of its kind.
  var code: String
  var sentence: String
  var evidence: String
  /// The chart or section that shows it, by the end of its id.
  var place: String?
  var advice: [Advice] = []
}

/// What follows from the record of a run. Each rule names its bounds; below them nothing is said.
struct InsightRules {
  let record: RunRecord
  var monitors: [MonitorFile] = []

  var all: [Insight] {
    (record.findings ?? []).map(told)
      + [
        capacity, scaling, latencyByLoad, steadiness, burst, rateLimit, slowRequest, chattyRequest, receiving, cache,
        breakers,
      ].compactMap(\.self)
  }

  /// A finding that stands on the record.
  private func told(_ finding: Finding) -> Insight {
    let (place, advice): (String?, [Advice]) =
      switch finding.code {
      case "drift": ("percentiles", [.growth])
      case "fallbackAnswers": ("business", [.dependency])
      case "repeatedAnswers", "wrongLanguage", "emptyAnswers": ("business", [])
      default: ("failures", [])
      }
    return Insight(
      code: finding.code, sentence: finding.sentence, evidence: finding.evidence, place: place, advice: advice)
  }

  // MARK: Load and capacity

  private var steps: [StageStatistics] { record.stages.filter { !$0.warmUp && $0.statistics.hasOutcome } }

  /// Whether the stages are loads of different sizes, which rise.
  private var isStaircase: Bool {
    steps.count > 1 && zip(steps, steps.dropFirst()).allSatisfy { $0.target < $1.target }
  }

  private var loadName: String { record.model == .open ? "arrivals a second" : "users" }

  private var capacity: Insight? {
    guard isStaircase, let best = steps.max(by: { ($0.statistics.throughput ?? 0) < ($1.statistics.throughput ?? 0) })
    else { return nil }
    let most =
      "The highest throughput was \(NumberFormat.rate(best.statistics.throughput)), in stage \"\(best.name)\" "
      + "(\(NumberFormat.number(best.target)) \(loadName))."
    guard record.model == .closed else {
      return Insight(
        code: "capacity", sentence: "The stages show what rate is carried.", evidence: most, place: "capacity")
    }
    switch BreakingPoint.find(in: record.stages) {
    case .broken(let point):
      guard point.isPlateau else {
        return Insight(
          code: "breaks", sentence: "It breaks at \(NumberFormat.value(point.users, unit: .users)).",
          evidence: "\(point.reason). \(most)", place: "capacity")
      }
      return Insight(
        code: "knee",
        sentence:
          "The knee lies at \(NumberFormat.value(point.users, unit: .users)): beyond it more users bring no more.",
        evidence: "\(point.reason). \(most)", place: "capacity",
        advice: [.pool, .replicas] + (cpu.map { $0 < 0.6 ? [.async] : $0 > 0.8 ? [.instances] : [] } ?? []))
    case .none(let users):
      return Insight(
        code: "capacity", sentence: "No knee within \(NumberFormat.value(users, unit: .users)).", evidence: most,
        place: "capacity")
    case .unknown: return nil
    }
  }

  /// A step whose throughput grows by less than this share of what its load grows by, beyond chance, is named.
  private static let leastEfficiency = 0.8

  private var scaling: Insight? {
    guard isStaircase else { return nil }
    let pairs = zip(steps, steps.dropFirst()).compactMap {
      (was, now) -> (was: StageStatistics, now: StageStatistics, efficiency: Double)? in
      guard let before = was.statistics.throughput, let after = now.statistics.throughput, before > 0, was.target > 0,
        was.end > was.start, now.end > now.start
      else { return nil }
      let growth = now.target / was.target - 1
      // Counts scatter about as Poisson counts do, see ``BreakingPoint``.
      let factor = 1 + growth * Self.leastEfficiency
      let variance = after / (now.end - now.start) + factor * factor * before / (was.end - was.start)
      guard before * factor - after > 3 * variance.squareRoot() else { return nil }
      return (was, now, (after / before - 1) / growth)
    }
    guard let worst = pairs.min(by: { $0.efficiency < $1.efficiency }) else { return nil }
    return Insight(
      code: "scaling",
      sentence: "Throughput grows by less than the load: from \"\(worst.was.name)\" to \"\(worst.now.name)\" by "
        + "\(NumberFormat.share(worst.efficiency)) of what the load grew by.",
      evidence: "\(NumberFormat.rate(worst.was.statistics.throughput)) at \(NumberFormat.number(worst.was.target)) and "
        + "\(NumberFormat.rate(worst.now.statistics.throughput)) at \(NumberFormat.number(worst.now.target)) \(loadName).",
      place: "capacity")
  }

  /// A p95 that rises by more than this from the lowest step to the highest rises with the load.
  private static let risingRatio = 1.5
  private static let steadyRatio = 1.1

  private var latencyByLoad: Insight? {
    guard isStaircase, let first = steps.first, let last = steps.last,
      first.statistics.successes >= Percentile.p95.samplesNeeded,
      last.statistics.successes >= Percentile.p95.samplesNeeded,
      let low = first.statistics.latency.p95, let high = last.statistics.latency.p95, low > 0
    else { return nil }
    let rises = high > low * Self.risingRatio && high - low > 10
    // Between the two nothing is said.
    guard rises || high <= low * Self.steadyRatio else { return nil }
    return Insight(
      code: rises ? "latencyRises" : "latencyHolds",
      sentence: rises
        ? "Response times rise with the load." : "Response times do not rise with the load.",
      evidence: "p95 \(NumberFormat.milliseconds(low)) at \(NumberFormat.number(first.target)) and "
        + "\(NumberFormat.milliseconds(high)) at \(NumberFormat.number(last.target)) \(loadName).",
      place: "capacity-latency")
  }

  /// The machine's highest CPU share under the load, where a monitor saw it.
  private var cpu: Double? {
    guard let began = record.loadBegan else { return nil }
    return monitors.flatMap { file in
      file.series.filter { $0.source == .machine && $0.metric == MonitorMetric.cpu.name }.flatMap { series in
        series.samples.filter {
          (0...record.duration).contains(file.began.timeIntervalSince1970 - began + $0.to)
        }.map(\.max)
      }
    }.max()
  }

  // MARK: Time

  private var steadiness: Insight? {
    guard let steady = record.steadiness, !steady.isSteady, !record.changesByPlan, record.faults == nil else {
      return nil
    }
    return Insight(
      code: "notSteady", sentence: "The measured part was not steady: its percentiles stand for a mixture.",
      evidence: TrustSection.words(steady), place: "percentiles",
      advice: steady.change < -Steadiness.tolerance ? [.warming] : steady.change > 0.5 ? [.growth] : [])
  }

  /// So many failures within seconds in a row, of which more than a twentieth of the calls failed, are a burst.
  private static let fewestInBurst = 5

  private var burst: Insight? {
    var worst: (from: Int, to: Int, failed: Int, kinds: [String: Int])?
    var now: (from: Int, to: Int, failed: Int, kinds: [String: Int])?
    for point in record.timeline {
      guard point.failed > 0, Double(point.failed) > 0.05 * Double(point.completed + point.failed) else {
        now = nil
        continue
      }
      var run = now ?? (point.second, point.second, 0, [:])
      run.to = point.second + 1
      run.failed += point.failed
      run.kinds.merge(point.failureKinds ?? [:], uniquingKeysWith: +)
      now = run
      if run.failed > worst?.failed ?? 0 { worst = run }
    }
    let failed = record.counts.failed
    guard let worst, worst.failed >= Self.fewestInBurst, worst.to - worst.from < record.timeline.count / 2 else {
      return nil
    }
    let kinds = worst.kinds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3).map(\.key)
    return Insight(
      code: "errorBurst",
      sentence: "Failures came in a burst, from second \(worst.from) to \(worst.to) of the run.",
      evidence: "\(NumberFormat.count(worst.failed)) of all \(NumberFormat.count(failed)) failures"
        + (kinds.isEmpty ? "." : ": \(kinds.joined(separator: ", "))."),
      place: "rate", advice: [.errors])
  }

  private var rateLimit: Insight? {
    let limited = record.failureKinds["status 429"] ?? 0
    guard limited > 0 else { return nil }
    return Insight(
      code: "rateLimited", sentence: "The target refused calls because they were too many (status 429).",
      evidence:
        "\(NumberFormat.count(limited)) of \(NumberFormat.count(record.counts.completed + record.counts.failed)) "
        + "calls; the schedule did not change for them.",
      place: "failures", advice: [.rateLimit])
  }

  // MARK: Requests

  private var told: [RequestStatistics] {
    record.requests.filter { $0.successes >= Percentile.p50.samplesNeeded }
  }

  /// The share of all response time that a request takes.
  static func timeShare(of request: RequestStatistics, in record: RunRecord) -> Double? {
    func sum(_ request: RequestStatistics) -> Double { (request.latency.mean ?? 0) * Double(request.successes) }
    let all = record.requests.reduce(0) { $0 + sum($1) }
    return all > 0 ? sum(request) / all : nil
  }

  /// A request whose median is so many times that of all, and that takes at least a fifth of the time, is slow alone.
  private static let slowRatio = 3.0

  private var slowRequest: Insight? {
    guard told.count > 2, let usual = record.total.latency.p50, usual > 0 else { return nil }
    let slow = told.compactMap { request -> (RequestStatistics, p50: Double, share: Double)? in
      guard let p50 = request.latency.p50, p50 > Self.slowRatio * usual, p50 - usual > 20,
        let share = Self.timeShare(of: request, in: record), share > 0.2
      else { return nil }
      return (request, p50, share)
    }.max { $0.share < $1.share }
    guard let slow else { return nil }
    return Insight(
      code: "slowRequest", sentence: "\(slow.0.name) is slow beside the rest.",
      evidence:
        "p50 \(NumberFormat.milliseconds(slow.p50)) against \(NumberFormat.milliseconds(usual)) of all; it takes "
        + "\(NumberFormat.share(slow.share)) of the time.",
      place: "requests", advice: [.indexes])
  }

  private var chattyRequest: Insight? {
    guard record.requests.count > 2, record.total.count >= 100,
      let most = record.requests.max(by: { $0.count < $1.count }),
      Double(most.count) > 0.7 * Double(record.total.count), let p50 = most.latency.p50, p50 < 5
    else { return nil }
    return Insight(
      code: "chattyRequest", sentence: "Most calls are \(most.name), each of them short.",
      evidence: "\(NumberFormat.share(Double(most.count) / Double(record.total.count))) of all calls, p50 "
        + "\(NumberFormat.milliseconds(p50)).",
      place: "requests", advice: [.batching])
  }

  private var receiving: Insight? {
    guard let profile = record.total.phaseProfiles?.first(where: { $0.percentile == .p50 }), profile.all > 1,
      profile.receive > 0.25 * profile.all
    else { return nil }
    return Insight(
      code: "receiving", sentence: "A large part of the time goes into receiving answers.",
      evidence:
        "\(NumberFormat.milliseconds(profile.receive)) of \(NumberFormat.milliseconds(profile.all)), mean of the "
        + "\(NumberFormat.count(profile.count)) calls around p50.",
      place: "phases", advice: [.serialisation])
  }

  // MARK: The target's own word

  /// As the contract's cache limit has it.
  private static let leastHitRate = 0.6

  private var cache: Insight? {
    let points = record.system.points
    func growth(_ value: (TargetMetrics.Point) -> Int?) -> Int? {
      let told = points.compactMap(value)
      return told.first.flatMap { first in told.last.map { $0 - first } }
    }
    // Of the load's own look-ups: a rate since the target began may stand for others, or for nearly none.
    guard let hits = growth(\.cacheHits), let missed = growth(\.cacheMisses), hits >= 0, missed >= 0,
      hits + missed >= 50
    else { return nil }
    let rate = Double(hits) / Double(hits + missed)
    guard rate < Self.leastHitRate else { return nil }
    let expired = growth(\.cacheExpirations)
    let advice: [Advice] =
      expired.map { Double($0) > 0.1 * Double(missed) ? [.timeToLive] : [.cacheAside] } ?? []
    return Insight(
      code: "lowHitRate", sentence: "The target's cache answers few look-ups.",
      evidence:
        "Hit rate \(NumberFormat.share(rate)) of \(NumberFormat.count(hits + missed)) look-ups, usual limit \(NumberFormat.share(Self.leastHitRate))"
        + (expired.map { "; \(NumberFormat.count($0)) entries expired under the load." } ?? "."),
      place: "target", advice: advice)
  }

  private var breakers: Insight? {
    let opened = (record.system.breakerTotals ?? []).filter { $0.openings > 0 }
    // Where an opening is a must it is no news.
    let isAsked = record.verdict.assessments.contains {
      $0.kpi == LimitedKPI<Double>.breakerOpenings.kpi.name && $0.comparison == .atLeast
    }
    guard !opened.isEmpty, record.faults == nil, !isAsked else { return nil }
    return Insight(
      code: "breakerOpened", sentence: "Circuit breakers of the target opened.",
      evidence: opened.prefix(5).map { breaker in
        "\(breaker.breaker) \(NumberFormat.count(breaker.openings)) times"
          + (breaker.longestOpen.map { ", open for \(NumberFormat.duration(seconds: $0)) at most" } ?? "")
      }.joined(separator: "; ") + ".",
      place: "target", advice: [.dependency])
  }
}

extension PhaseProfile {
  /// The sum of its phases, milliseconds: of the response time it lacks what lies between them, as writing the request.
  var all: Double { start + connect + tls + wait + receive }
}

extension RunRecord {
  /// Whether the load itself changed after the warm-up: numbers of such a run are a mixture by plan.
  var changesByPlan: Bool { self.stages.count(where: { !$0.warmUp }) > 1 }
}
