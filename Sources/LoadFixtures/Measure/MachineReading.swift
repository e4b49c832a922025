import LoadEngine

/// What the usable processors have done so far, whoever made them do it: how busy they were is seen from two readings.
struct MachineReading: Sendable {
  /// Ticks of one processor. All of them passed, busy or not, so that a share of them cannot exceed 1.
  private struct Ticks {
    var busy: Double
    var all: Double
  }

  /// Most of the usable cores' time that others may use without being named.
  static let busyShare = 0.3

  private let seconds: Double
  private let ticks: [Int: Ticks]
  private let quota: CPUQuota?
  private let groupSeconds: Double?

  /// Takes a reading; `nil` where the system does not say.
  init?(of usable: UsableCPU) {
    guard let text = System.text(of: "/proc/stat") else { return nil }
    self.init(
      stat: text, processors: usable.processors, quota: usable.quota, groupSeconds: usable.quota?.used,
      seconds: Double(MonotonicTime.now.nanoseconds) / 1e9)
  }

  /// Reads the lines "cpuN user nice system idle iowait irq softirq steal guest guest_nice" (proc_stat(5)). The time of
  /// guests is in user and nice already.
  init?(
    stat text: String, processors: Set<Int>, quota: CPUQuota? = nil, groupSeconds: Double? = nil, seconds: Double
  ) {
    var ticks: [Int: Ticks] = [:]
    for line in text.split(separator: "\n") where line.hasPrefix("cpu") {
      let fields = line.dropFirst(3).split(separator: " ", omittingEmptySubsequences: false)
      let counts = fields.dropFirst().prefix(8).compactMap { Double($0) }
      guard let number = Int(fields[0]), processors.contains(number), counts.count == 8 else { continue }
      let all = counts.reduce(0, +)
      ticks[number] = Ticks(busy: all - counts[3] - counts[4], all: all)
    }
    guard !ticks.isEmpty else { return nil }
    (self.ticks, self.quota, self.groupSeconds, self.seconds) = (ticks, quota, groupSeconds, seconds)
  }

  /// The share of the usable time that was used since an earlier reading, 0 to 1; `nil` when none passed.
  ///
  /// With a quota it is that of the processors or that of the group, whichever is fuller. A group may use the quota of
  /// three periods in the time of two, so its share is taken of one period more.
  ///
  /// - Parameter own: Seconds of processor time since then that are not to count.
  func busyShare(since earlier: MachineReading, without own: Double = 0) -> Double? {
    let elapsed = seconds - earlier.seconds
    let known = ticks.keys.filter { earlier.ticks[$0] != nil }
    func sum(_ part: KeyPath<Ticks, Double>) -> Double {
      known.reduce(0) { $0 + (ticks[$1]?[keyPath: part] ?? 0) - (earlier.ticks[$1]?[keyPath: part] ?? 0) }
    }
    let all = sum(\.all)
    guard elapsed > 0, all > 0 else { return nil }
    let ofProcessors = sum(\.busy) / all - own / (elapsed * Double(known.count))
    guard let quota, let now = groupSeconds, let before = earlier.groupSeconds else { return ofProcessors }
    return max(ofProcessors, (now - before - own) / (quota.processors * (elapsed + quota.period)))
  }
}
