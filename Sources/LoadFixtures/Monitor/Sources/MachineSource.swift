import LoadEngine

/// This machine's processors and memory, where the target is on it.
struct MachineSource: MonitorSource {
  let kind = MonitorMetric.Source.machine

  func follow(every interval: Duration, _ take: @escaping @Sendable (SourceReading) async -> Void) async {
    let usable = UsableCPU.current
    var last = MachineReading(of: usable)
    await repeating(every: interval) {
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
    func kibibytes(_ name: String) -> Double? {
      text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
        .flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Double($0) }
    }
    guard let total = kibibytes("MemTotal"), let available = kibibytes("MemAvailable"), total > 0 else { return nil }
    return min(1, max(0, 1 - available / total))
  }
}
