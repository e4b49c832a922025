/// How much of the processors' time a control group of Linux lets its processes use.
public struct CPUQuota: Sendable, Equatable {
  /// Processors, above 0; 1.5 for a processor and a half.
  public let processors: Double
  /// Seconds after which the group has its share anew.
  public let period: Double
  /// The folder of the group.
  let folder: String

  public init(processors: Double, period: Double, folder: String = "") {
    self.processors = processors
    self.period = period
    self.folder = folder
  }

  /// Processor seconds that the group's processes have used together; `nil` where the system does not say.
  public var used: Double? { used(reading: System.text(of:)) }

  /// The tightest quota of the groups that this process is in, of both versions of control groups.
  ///
  /// - Parameter text: Gives what a file says, `nil` for one that is not there.
  static func tightest(reading text: (String) -> String?) -> CPUQuota? {
    guard let groups = text("/proc/self/cgroup"), let mounts = text("/proc/self/mountinfo") else { return nil }
    return folders(groups: groups, mounts: mounts).compactMap { CPUQuota(folder: $0, reading: text) }
      .min { $0.processors < $1.processors }
  }

  /// The folders of the groups that share out processors, each with those that it lies in: a quota binds all below it.
  private static func folders(groups: String, mounts: String) -> [String] {
    let mounts = mounts.split(separator: "\n").compactMap(Mount.init)
    return groups.split(separator: "\n").flatMap { line -> [String] in
      // "number:controllers:path"; version 2 names no controllers (cgroups(7)).
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3, let mount = mounts.first(where: { $0.shares(fields[1]) }) else { return [] }
      var path = mount.path(of: fields[2])
      var folders = [mount.point + path]
      while let slash = path.lastIndex(of: "/") {
        path = String(path[..<slash])
        folders.append(mount.point + path)
      }
      return folders
    }
  }

  private init?(folder: String, reading text: (String) -> String?) {
    // Version 2 has "200000 100000" or "max 100000", version 1 two files, -1 in the first for no limit; microseconds.
    let words =
      (text(folder + "/cpu.max")
      ?? [text(folder + "/cpu.cfs_quota_us"), text(folder + "/cpu.cfs_period_us")].compactMap(\.self)
      .joined(separator: " ")).split { $0 == " " || $0 == "\n" }
    guard words.count == 2, let limit = Double(words[0]), let period = Double(words[1]), limit > 0, period > 0 else {
      return nil
    }
    self.init(processors: limit / period, period: period / 1e6, folder: folder)
  }

  func used(reading text: (String) -> String?) -> Double? {
    let usage = text(folder + "/cpu.stat")?.split(separator: "\n").first { $0.hasPrefix("usage_usec ") }
    if let usage { return Double(usage.dropFirst("usage_usec ".count)).map { $0 / 1e6 } }
    // Version 1, nanoseconds.
    return text(folder + "/cpuacct.usage")?.split(separator: "\n").first.flatMap { Double($0) }.map { $0 / 1e9 }
  }

  /// Where control groups are to be found: a line of `mountinfo` (proc_pid_mountinfo(5)).
  private struct Mount {
    let root: Substring
    let point: String
    /// Empty for version 2.
    let controllers: [Substring]

    init?(_ line: Substring) {
      let fields = line.split(separator: " ")
      guard let dash = fields.firstIndex(of: "-"), dash > 4, fields.count > dash + 3 else { return nil }
      switch fields[dash + 1] {
      case "cgroup2": controllers = []
      case "cgroup": controllers = fields[dash + 3].split(separator: ",")
      default: return nil
      }
      root = fields[3]
      point = String(fields[4])
    }

    /// Whether groups with these controllers, separated by commas, share out processors and are found here.
    func shares(_ names: Substring) -> Bool {
      names.isEmpty
        ? controllers.isEmpty : names.split(separator: ",").contains("cpu") && controllers.contains("cpu")
    }

    /// Where a group lies below the mount point, from "" on.
    func path(of group: Substring) -> String {
      let root = root == "/" ? "" : root
      // A container sees only a part of the tree, and may be told a path from outside of it.
      guard group == root || group.hasPrefix(root + "/"), !group.hasPrefix("/..") else { return "" }
      let path = group.dropFirst(root.count)
      return path == "/" ? "" : String(path)
    }
  }
}
