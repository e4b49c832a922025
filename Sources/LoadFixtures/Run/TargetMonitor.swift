import LoadEngine

/// Reads once a second what the target says of itself. What cannot be read is said to be so, and is never 0.
struct TargetMonitor {
  private let catalogue: CallCatalogue
  let transport: any Transport
  private var observation: TargetMetrics
  private var circuits: ForeignNames
  /// Asked before each call: once the run has ended no other is made.
  var isOver: @Sendable () -> Bool = { false }
  /// Calls made so far.
  private(set) var calls = 0

  init(catalogue: CallCatalogue, transport: any Transport) {
    self.catalogue = catalogue
    self.transport = transport
    circuits = ForeignNames(secrets: catalogue.secrets)
    // What has not answered yet is not said to be lacking: the run may end before it does.
    func beforeAnAnswer(_ call: AgentCall) -> TargetMetrics.Availability {
      catalogue[call] == nil ? .notOffered : .unreachable
    }
    observation = TargetMetrics(
      metrics: beforeAnAnswer(.metrics), connections: beforeAnAnswer(.connections), breakers: beforeAnAnswer(.breakers),
      cache: beforeAnAnswer(.cacheStats), points: [])
  }

  /// Most bytes of an answer that are kept: it is read on the loop of users, once a second.
  private static let bodyLimit = 1 << 20

  var result: TargetMetrics { observation }

  /// Takes one reading at `second` of the run.
  mutating func read(at second: Double) async -> TargetMetrics.Point {
    var point = TargetMetrics.Point(second: second)
    if let metrics = await ask(.metrics, \.metrics) {
      point.averageResponseTime = number("avg_response_time", in: metrics, Believable.milliseconds)
      point.errorRate = number("error_rate", in: metrics, Believable.shares)
      point.requestsPerSecond = number("requests_per_second", in: metrics, Believable.rates)
    }
    if let connections = await ask(.connections, \.connections) {
      point.activeConnections = count("active_connections", in: connections)
    }
    if let breakers = await ask(.breakers, \.breakers) { read(breakers, into: &point) }
    if let cache = await ask(.cacheStats, \.cache) {
      point.cacheHitRate = number("hit_rate", in: cache, Believable.shares)
      point.cacheKeys = count("total_keys", in: cache)
    }
    observation.points.append(point)
    return point
  }

  func close() {
    transport.close()
  }

  /// The number of that name, within what it can be.
  private mutating func number(_ name: String, in answer: JSONObject, _ range: ClosedRange<Double>) -> Double? {
    believed(name, in: answer, answer.number(name).flatMap { range.contains($0) ? $0 : nil })
  }

  private mutating func count(_ name: String, in answer: JSONObject) -> Int? {
    believed(name, in: answer, answer.number(name).flatMap { Int(believable: $0) })
  }

  private mutating func read(_ breakers: JSONObject, into point: inout TargetMetrics.Point) {
    guard let open = believed("open_circuits", in: breakers, breakers.strings("open_circuits")) else { return }
    let named = open.compactMap { circuits.shown($0) }.prefix(ForeignNames.most)
    point.openCircuits = Array(named)
    point.openCircuitsNotNamed = open.count > named.count ? open.count - named.count : nil
  }

  /// Takes note when the answer has something of that name that is not the value it should be.
  private mutating func believed<Value>(_ name: String, in answer: JSONObject, _ value: Value?) -> Value? {
    if value == nil, answer.hasValue(name) {
      observation.notBelievable = (observation.notBelievable ?? [:]).merging([name: 1], uniquingKeysWith: +)
    }
    return value
  }

  private mutating func ask(
    _ call: AgentCall, _ availability: WritableKeyPath<TargetMetrics, TargetMetrics.Availability>
  ) async -> JSONObject? {
    guard !Task.isCancelled, !isOver(), let entry = catalogue[call] else { return nil }
    calls += 1
    let headers = entry.authorized ? catalogue.givenAuthorization : nil
    let outcome = await transport.send(
      OutgoingRequest(
        head: entry.head, headers: headers ?? HeaderLines(), bodyLimit: min(catalogue.bodyLimit, Self.bodyLimit)),
      timeout: catalogue.timeout)
    if outcome.timings.wasSentTwice { calls += 1 }
    guard case .success(let response) = outcome.result else {
      // Cut off by the end of the run, which says nothing of the target.
      if case .failure(.cancelled) = outcome.result { return nil }
      observation[keyPath: availability] = .unreachable
      return nil
    }
    guard entry.success.contains(response.status), let object = JSONObject(response.body) else {
      observation[keyPath: availability] = response.status == 404 ? .notOffered : .unreachable
      return nil
    }
    observation[keyPath: availability] = .offered
    return object
  }
}
