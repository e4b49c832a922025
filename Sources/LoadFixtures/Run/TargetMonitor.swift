import AgentContracts
import LoadEngine

/// Reads once a second what the target says of itself. What cannot be read is said to be so, and is never 0.
struct TargetMonitor {
  private let catalogue: CallCatalogue
  let transport: any Transport
  private var observation: TargetMetrics
  private var circuits: ForeignNames
  /// Answers of 404 in a row: what is not there twice is not asked for again, since each call counts for a target's limit.
  private var absences: [OperationKey: Int] = [:]
  /// What is counted from; `nil` before a run, whose changes of breakers are no part of it.
  var origin: MonotonicTime?
  /// The number of each breaker's latest change that was told.
  private var lastChanges: [String: Int] = [:]
  /// Asked before each call: once the run has ended no other is made.
  var isOver: @Sendable () -> Bool = { false }
  /// The most that a call may take; `nil`: as its operation has it.
  var patience: Duration?
  /// The most that all calls of one reading may take together; `nil`: as they take.
  var budget: Duration?
  private var readingEnd = MonotonicTime.distantFuture
  /// Whether the last call had no answer in its time.
  private var isHanging = false
  /// What is asked; `nil` for all.
  var only: Set<OperationKey>?
  /// The target's process, whose memory is read as well; `nil` for none.
  var process: Int32?
  /// Whether its readings are kept for the record; a monitor without an end keeps them elsewhere.
  var keepsPoints = true
  /// Calls made so far, by operation.
  private(set) var calls: [String: Int] = [:]

  private static var sources: [(OperationKey, WritableKeyPath<TargetMetrics, TargetMetrics.Availability>)] {
    [(.metrics, \.metrics), (.connections, \.connections), (.breakers, \.breakers), (.cacheStats, \.cache)]
  }

  init(catalogue: CallCatalogue, transport: any Transport) {
    self.catalogue = catalogue
    self.transport = transport
    circuits = ForeignNames(secrets: catalogue.secrets)
    observation = .notOffered
    // What has not answered yet is not said to be lacking: the run may end before it does.
    for (key, availability) in Self.sources where catalogue[key] != nil {
      observation[keyPath: availability] = .unreachable
    }
  }

  /// Most bytes of an answer that are kept: it is read on the loop of users, once a second.
  private static let bodyLimit = 1 << 20

  var result: TargetMetrics { observation }

  /// Takes one reading at `second` of the run.
  mutating func read(at second: Double) async -> TargetMetrics.Point {
    var point = TargetMetrics.Point(second: second)
    // First: what hangs in the target must not put it off.
    point.residentMemory = process.flatMap(ProcessStatus.residentMemory(of:))
    readingEnd = budget.map { .now + $0 } ?? .distantFuture
    isHanging = false
    for (key, availability) in Self.sources {
      guard let operation = catalogue[key], absences[key, default: 0] < 2, only?.contains(key) ?? true else { continue }
      // Whoever has little patience waits for one route that hangs, and not for all.
      if patience != nil, isHanging || readingEnd <= .now {
        observation[keyPath: availability] = .unreachable
        continue
      }
      guard let reading = await ask(operation, availability) else { continue }
      for metric in operation.metrics { take(metric, from: reading, into: &point) }
    }
    if keepsPoints { observation.points.append(point) }
    return point
  }

  func close() {
    transport.close()
  }

  // MARK: One answer

  /// What an answer can be read as.
  private enum Reading {
    case json(JSONDocument)
    case prometheus(PrometheusText)
  }

  private mutating func take(_ metric: Metric, from reading: Reading, into point: inout TargetMetrics.Point) {
    switch metric.name {
    case .averageResponseTime:
      point.averageResponseTime = number(metric, in: reading, Believable.milliseconds)
    case .errorRate: point.errorRate = number(metric, in: reading, Believable.shares)
    case .requestsPerSecond: point.requestsPerSecond = number(metric, in: reading, Believable.rates)
    case .cacheHitRate: point.cacheHitRate = number(metric, in: reading, Believable.shares)
    case .activeConnections: point.activeConnections = count(metric, in: reading)
    case .cacheKeys: point.cacheKeys = count(metric, in: reading)
    case .openCircuits: takeCircuits(metric, from: reading, into: &point)
    case .cacheHits: point.cacheHits = count(metric, in: reading)
    case .cacheMisses: point.cacheMisses = count(metric, in: reading)
    case .cacheComputations: point.cacheComputations = count(metric, in: reading)
    case .cacheExpirations: point.cacheExpirations = count(metric, in: reading)
    case .halfOpenProbes: point.halfOpenProbes = count(metric, in: reading)
    case .circuitRejections: point.circuitRejections = count(metric, in: reading)
    case .requestsTotal: point.requestsTotal = count(metric, in: reading)
    case .circuitChanges: takeChanges(metric, from: reading)
    }
  }

  /// The names of the open circuits, or how many there are.
  private mutating func takeCircuits(
    _ metric: Metric, from reading: Reading, into point: inout TargetMetrics.Point
  ) {
    if case .json(let document) = reading, case .pointer(let pointer) = metric.source,
      let open = document.strings(pointer)
    {
      let named = open.compactMap { circuits.shown($0) }.prefix(ForeignNames.most)
      point.openCircuits = Array(named)
      point.openCircuitsNotNamed = open.count > named.count ? open.count - named.count : nil
    } else if let count = count(metric, in: reading) {
      point.openCircuits = []
      point.openCircuitsNotNamed = count > 0 ? count : nil
    }
  }

  /// Takes the changes that were not told before.
  private mutating func takeChanges(_ metric: Metric, from reading: Reading) {
    guard let origin, case .json(let document) = reading, case .pointer(let pointer) = metric.source else { return }
    guard case .array(let changes)? = document.value(pointer) else {
      if document.hasValue(pointer) {
        observation.notBelievable = (observation.notBelievable ?? [:]).merging(
          [series(of: metric): 1], uniquingKeysWith: +)
      }
      return
    }
    let now = Double(MonotonicTime.now - origin) / 1e9
    var known = observation.circuitChanges ?? []
    // A target that was started anew counts from 1 again.
    let latest = changes.compactMap { $0["number"]?.double }.max() ?? 0
    if latest < Double(lastChanges.values.max() ?? 0) { lastChanges = [:] }
    for change in changes {
      guard let name = change["breaker"]?.text, let breaker = circuits.shown(name),
        let number = change["number"]?.double, number > 0, number < 1e15,
        let state = (change["state"]?.text).flatMap(TargetMetrics.CircuitChange.State.init),
        let ago = change["seconds_ago"]?.double, Believable.seconds.contains(ago)
      else {
        observation.notBelievable = (observation.notBelievable ?? [:]).merging(
          [series(of: metric): 1], uniquingKeysWith: +)
        continue
      }
      guard Int(number) > lastChanges[breaker, default: 0] else { continue }
      lastChanges[breaker] = Int(number)
      // Before the run's origin: another run's.
      guard now - ago >= 0 else {
        observation.circuitsBefore = (observation.circuitsBefore ?? [:]).merging([breaker: state]) { $1 }
        continue
      }
      guard known.count < Self.mostChanges else {
        observation.circuitChangesLeftOut = (observation.circuitChangesLeftOut ?? 0) + 1
        continue
      }
      known.append(
        .init(
          breaker: breaker, state: state, second: now - ago,
          failures: (change["failures"]?.double).flatMap { Int(believable: $0) }))
    }
    observation.circuitChanges = known
  }

  /// Changes that are kept of a run.
  private static let mostChanges = 2000

  /// The metric's number in the record's unit, within what it can be.
  private mutating func number(_ metric: Metric, in reading: Reading, _ range: ClosedRange<Double>) -> Double? {
    believed(metric, in: reading, value(of: metric, in: reading).flatMap { range.contains($0) ? $0 : nil })
  }

  private mutating func count(_ metric: Metric, in reading: Reading) -> Int? {
    believed(metric, in: reading, value(of: metric, in: reading).flatMap { Int(believable: $0) })
  }

  private func value(of metric: Metric, in reading: Reading) -> Double? {
    switch reading {
    case .json(let document):
      guard case .pointer(let pointer) = metric.source else { return nil }
      return document.number(pointer).map { $0 * metric.factor }
    case .prometheus(let text): return text[series(of: metric)].map { $0 * metric.factor }
    }
  }

  /// A target that answers in Prometheus' text what its contract has as JSON calls it by the same name.
  private func series(of metric: Metric) -> String {
    switch metric.source {
    case .series(let name): name
    case .pointer(let pointer): pointer.tokens.last ?? ""
    }
  }

  /// Takes note when the answer has something there that is not the value it should be.
  private mutating func believed<Value>(_ metric: Metric, in reading: Reading, _ value: Value?) -> Value? {
    guard value == nil else { return value }
    let isThere =
      switch (reading, metric.source) {
      case (.json(let document), .pointer(let pointer)): document.hasValue(pointer)
      case (.prometheus(let text), _): text[series(of: metric)] != nil
      default: false
      }
    if isThere {
      observation.notBelievable = (observation.notBelievable ?? [:]).merging(
        [series(of: metric): 1], uniquingKeysWith: +)
    }
    return nil
  }

  private mutating func ask(
    _ operation: PreparedOperation, _ availability: WritableKeyPath<TargetMetrics, TargetMetrics.Availability>
  ) async -> Reading? {
    guard !Task.isCancelled, !isOver() else { return nil }
    calls[operation.label, default: 0] += 1
    let headers = operation.authorization == .never ? nil : catalogue.givenToken(of: 0)?.header
    let outcome = await transport.send(
      OutgoingRequest(
        head: operation.head, headers: headers ?? HeaderLines(),
        bodyLimit: min(catalogue.bodyLimit, Self.bodyLimit)),
      timeout: timeout(of: operation))
    if outcome.timings.wasSentTwice { calls[operation.label, default: 0] += 1 }
    guard case .success(let response) = outcome.result else {
      // Cut off by the end of the run, which says nothing of the target.
      if case .failure(.cancelled) = outcome.result { return nil }
      if case .failure(let error) = outcome.result { isHanging = error == .timeout || error == .connectTimeout }
      observation[keyPath: availability] = .unreachable
      return nil
    }
    absences[operation.key] = response.status == 404 ? absences[operation.key, default: 0] + 1 : 0
    guard operation.statuses.contains(response.status), let reading = Self.reading(response.body) else {
      observation[keyPath: availability] = response.status == 404 ? .notOffered : .unreachable
      return nil
    }
    observation[keyPath: availability] = .offered
    return reading
  }

  private func timeout(of operation: PreparedOperation) -> Duration {
    let timeout = patience.map { min($0, operation.timeout) } ?? operation.timeout
    guard budget != nil else { return timeout }
    return min(timeout, .nanoseconds(max(1_000_000, readingEnd - .now)))
  }

  /// Asks once more for what was not there: it may have come meanwhile.
  mutating func forgetAbsences() { absences = [:] }

  private static func reading(_ body: [UInt8]) -> Reading? {
    JSONDocument(body).map(Reading.json) ?? PrometheusText(body).map(Reading.prometheus)
  }
}
