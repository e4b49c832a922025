import LoadEngine

/// This machine's processors and memory, where the target is on it.
struct MachineSource: MonitorSource {
  let kind = MonitorMetric.Source.machine

  func follow(every interval: Duration, _ take: @escaping @Sendable (SourceReading) async -> Void) async {
    let usable = UsableCPU.current
    var last = MachineReading(of: usable)
    await Ticks(every: interval, from: 0).run {
      var reading = SourceReading(.offered)
      if let now = MachineReading(of: usable) {
        if let last, let share = now.busyShare(since: last) { reading.values[.cpu] = share }
        last = now
      }
      if let text = System.text(of: "/proc/meminfo"), let share = Self.usedMemory(text) {
        reading.values[.memory] = share
      }
      // The first reading has no time to reckon CPU over.
      if reading.values.isEmpty { reading.state = .notOffered("this system does not say") }
      await take(reading)
    }
  }

  /// What programs cannot have of all memory, 0 to 1 (`MemTotal`, `MemAvailable`; proc_meminfo(5)).
  static func usedMemory(_ text: String) -> Double? {
    guard let total = TargetState.memory("MemTotal", in: text), let available = TargetState.memory(in: text), total > 0
    else { return nil }
    return min(1, max(0, 1 - Double(available) / Double(total)))
  }
}
