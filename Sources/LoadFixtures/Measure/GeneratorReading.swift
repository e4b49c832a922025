/// How late the generator was over a part of a run.
struct GeneratorReading: Sendable {
  /// As ``GeneratorHealth/startLateness``, of the calls that were handed over in that time.
  var startLateness = LatencyStatistics()
  /// As ``GeneratorHealth/eventLoopLag``, of the heartbeats in that time.
  var eventLoopLag = LatencyStatistics()
}
