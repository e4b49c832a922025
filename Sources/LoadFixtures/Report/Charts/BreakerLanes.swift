/// The states of the target's circuit breakers over a run, as strips.
struct BreakerLanes {
  let record: RunRecord

  init(_ record: RunRecord) { self.record = record }

  /// Those that changed come first: the others kept one state throughout.
  var breakers: [String] {
    let changed = Set((record.system.circuitChanges ?? []).map(\.breaker))
    return changed.sorted() + Set((record.system.circuitsBefore ?? [:]).keys).subtracting(changed).sorted()
  }

  var lanes: [LineChart.Lane] {
    let (changes, before) = (record.system.circuitChanges ?? [], record.system.circuitsBefore ?? [:])
    let end = Double((record.timeline.last?.second ?? 0) + 1)
    return breakers.map { name in
      var (state, start) = (before[name] ?? .closed, 0.0)
      var segments: [LineChart.Lane.Segment] = []
      func close(at second: Double) {
        guard second > start else { return }
        segments.append(.init(range: start...second, style: Self.style(of: state), label: Self.label(of: state)))
      }
      for change in changes where change.breaker == name && change.second < end {
        // As they were told: two that came close may have times the other way round, a network's delay apart.
        let second = max(start, change.second)
        close(at: second)
        (state, start) = (change.state, second)
      }
      close(at: end)
      return LineChart.Lane(name: name, segments: segments)
    }
  }

  private static func style(of state: TargetMetrics.CircuitChange.State) -> String {
    state == .halfOpen ? "half" : state.rawValue
  }

  private static func label(of state: TargetMetrics.CircuitChange.State) -> String {
    state == .halfOpen ? "half open" : state.rawValue
  }
}
