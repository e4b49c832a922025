import Foundation
import LoadEngine

/// Reads once a second what the target says of itself. What cannot be read is said to be so, and is never 0.
struct SystemMonitor {
  private let catalogue: CallCatalogue
  private let transport: any Transport
  private var observation = SystemObservation.notOffered
  /// Calls made so far.
  private(set) var calls = 0

  init(catalogue: CallCatalogue, transport: any Transport) {
    self.catalogue = catalogue
    self.transport = transport
  }

  var result: SystemObservation { observation }

  /// Takes one reading at `second` of the run.
  mutating func read(at second: Double) async {
    var point = SystemObservation.Point(second: second)
    if let metrics = await ask(.metrics, \.metrics) {
      point.averageResponseTime = number(metrics["avg_response_time"])
      point.errorRate = number(metrics["error_rate"])
      point.requestsPerSecond = number(metrics["requests_per_second"])
    }
    if let connections = await ask(.connections, \.connections) {
      point.activeConnections = number(connections["active_connections"]).map { Int($0) }
    }
    if let breakers = await ask(.breakers, \.breakers) {
      point.openCircuits = breakers["open_circuits"] as? [String]
    }
    if let cache = await ask(.cacheStats, \.cache) {
      point.cacheHitRate = number(cache["hit_rate"])
      point.cacheKeys = number(cache["total_keys"]).map { Int($0) }
    }
    observation.points.append(point)
  }

  func close() {
    transport.close()
  }

  private func number(_ value: Any?) -> Double? {
    (value as? NSNumber)?.doubleValue
  }

  private mutating func ask(
    _ call: AgentCall, _ availability: WritableKeyPath<SystemObservation, SystemObservation.Availability>
  ) async -> [String: Any]? {
    // The run is over: a target that no longer answers must not hold it up for four time-outs.
    guard !Task.isCancelled, let entry = catalogue[call] else { return nil }
    calls += 1
    let headers = entry.authorized ? catalogue.givenAuthorization : nil
    let outcome = await transport.send(
      OutgoingRequest(head: entry.head, headers: headers ?? HeaderLines(), bodyLimit: catalogue.bodyLimit),
      timeout: .seconds(2))
    if outcome.timings.repeated != nil { calls += 1 }
    guard case .success(let response) = outcome.result else {
      observation[keyPath: availability] = .unreachable
      return nil
    }
    guard entry.success.contains(response.status), let object = Self.object(response) else {
      observation[keyPath: availability] = response.status == 404 ? .notOffered : .unreachable
      return nil
    }
    observation[keyPath: availability] = .offered
    return object
  }

  private static func object(_ response: HTTPResponse) -> [String: Any]? {
    do {
      return try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any]
    } catch {
      // Not JSON: the source is then called unreachable, and nothing is made up.
      return nil
    }
  }
}
