import LoadEngine

/// What a target said of itself before the load, and how its machine was where that is this one.
package struct TargetState: Codable, Sendable, Equatable {
  /// `nil` where it offers no metrics.
  package var metrics: TargetMetrics.Point?
  /// How much of the usable cores was in use, 0 to 1; `nil` of another machine, and where the system does not say.
  package var busyShare: Double?
  /// Bytes that programs could still have.
  package var availableMemory: Int?
  /// File descriptors that the system could still give.
  package var freeDescriptors: Int?

  /// More than this of the cores in use before a load leaves the target too little.
  static let busy = 0.8

  /// How this machine is, looked at for a while.
  static func ofThisMachine(lookingFor time: Duration = .milliseconds(200)) async -> TargetState {
    var state = TargetState()
    let usable = UsableCPU.current
    if let before = MachineReading(of: usable) {
      // A cancelled wait only makes the look shorter.
      try? await Task.sleep(for: time)
      state.busyShare = MachineReading(of: usable)?.busyShare(since: before)
    }
    state.availableMemory = memory(in: System.text(of: "/proc/meminfo") ?? "")
    state.freeDescriptors = descriptors(in: System.text(of: "/proc/sys/fs/file-nr") ?? "")
    return state
  }

  /// Bytes in the line `MemAvailable: 123 kB`, or another of proc_meminfo(5).
  static func memory(_ name: String = "MemAvailable", in text: String) -> Int? {
    text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
      .flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) }.map { $0 * 1024 }
  }

  /// Those in use, those free among them, and the most there can be (proc_sys_fs(5)).
  static func descriptors(in text: String) -> Int? {
    let numbers = text.split { " \t\n".contains($0) }.compactMap { Int($0) }
    return numbers.count == 3 ? max(0, numbers[2] - numbers[0] + numbers[1]) : nil
  }

  /// What a reader must know, a sentence each.
  var notes: [String] {
    var notes: [String] = []
    let open = (metrics?.openCircuits?.count ?? 0) + (metrics?.openCircuitsNotNamed ?? 0)
    if open > 0 {
      let names = metrics?.openCircuits?.joined(separator: ", ") ?? ""
      notes.append("Before the load \(open) of the target's circuits were open\(names.isEmpty ? "" : ": \(names)").")
    }
    if let busyShare, busyShare > Self.busy {
      notes.append("Before the load \(NumberFormat.share(busyShare)) of this machine's usable cores were in use.")
    }
    return notes
  }
}
