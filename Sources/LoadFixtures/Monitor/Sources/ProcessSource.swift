import Foundation
import LoadEngine

/// The process of a target on this machine: the one that was named, or the one that listens on the target's port.
struct ProcessSource: MonitorSource {
  let kind = MonitorMetric.Source.process
  let process: Int32?
  let port: Int

  func follow(every interval: Duration, _ take: @escaping @Sendable (SourceReading) async -> Void) async {
    var owner = PortOwner()
    var last: (process: Int32, cpu: Double, at: MonotonicTime)?
    await Ticks(every: interval, from: 0).run {
      #if os(Linux)
        let sockets = TCPSockets.current
        let found = process ?? owner.process(of: sockets.listeners(on: port))
        guard let found, let memory = ProcessStatus.residentMemory(of: found) else {
          await take(SourceReading(Self.missing(process, port)))
          return
        }
        var reading = SourceReading(.offered)
        reading.word = "process \(found)"
        reading.values[.processMemory] = Double(memory)
        reading.values[.processConnections] = Double(sockets.established(on: port))
        if let descriptors = ProcessStatus.openFileDescriptors(of: found) {
          reading.values[.processDescriptors] = Double(descriptors)
        }
        let now = MonotonicTime.now
        if let cpu = ProcessStatus.cpuSeconds(of: found) {
          if let last, last.process == found, cpu >= last.cpu, now > last.at {
            reading.values[.processCPU] = (cpu - last.cpu) / (Double(now - last.at) / 1e9)
          }
          last = (found, cpu, now)
        }
        await take(reading)
      #else
        await take(SourceReading(.notOffered("looked up on Linux only")))
      #endif
    }
  }

  private static func missing(_ process: Int32?, _ port: Int) -> SourceReading.State {
    if let process { return .unreachable("there is no process \(process) (LOAD_TARGET_PID), or it cannot be seen") }
    return .unreachable("no process that this user can see listens on port \(port); name it by LOAD_TARGET_PID")
  }
}

/// Who has a port, looked for among all processes: only when its sockets have changed, and where nobody was found now and
/// then.
private struct PortOwner {
  private var inodes: Set<String> = []
  private var found: Int32?
  private var looks = 0

  private static let pause = 10

  mutating func process(of now: Set<String>) -> Int32? {
    // A child may hold the socket of a process that is gone.
    if let known = found, ProcessStatus.residentMemory(of: known) == nil { (found, looks) = (nil, 0) }
    let isDue = found == nil && looks % Self.pause == 0
    looks = found == nil && !isDue ? looks + 1 : 1
    guard now != inodes || isDue else { return found }
    (inodes, found) = (now, TCPSockets.owner(of: now))
    return found
  }
}

/// The TCP sockets of this machine's network namespace (proc_net_tcp).
struct TCPSockets {
  private struct Socket {
    var port: Int
    var state: String
    var inode: String
  }

  private var sockets: [Socket] = []

  static var current: TCPSockets {
    TCPSockets(["/proc/net/tcp", "/proc/net/tcp6"].compactMap { System.text(of: $0) }.joined(separator: "\n"))
  }

  /// Reads lines "sl local_address rem_address st ... inode", ports in hexadecimal digits.
  init(_ text: String) {
    sockets = text.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ")
      guard fields.count > 9, let colon = fields[1].lastIndex(of: ":"),
        let port = Int(fields[1][fields[1].index(after: colon)...], radix: 16)
      else { return nil }
      return Socket(port: port, state: String(fields[3]), inode: String(fields[9]))
    }
  }

  /// The inodes of those that listen on a port.
  func listeners(on port: Int) -> Set<String> {
    Set(sockets.filter { $0.state == "0A" && $0.port == port }.map(\.inode))
  }

  /// How many connections to a port of this machine are established.
  func established(on port: Int) -> Int { sockets.count { $0.state == "01" && $0.port == port } }

  /// The process that has one of these sockets open; `nil` where none is seen.
  static func owner(of inodes: Set<String>) -> Int32? {
    guard !inodes.isEmpty else { return nil }
    let names = Set(inodes.map { "socket:[\($0)]" })
    let files = FileManager.default
    // What this user may not look into is passed over.
    for process in (try? files.contentsOfDirectory(atPath: "/proc"))?.compactMap({ Int32($0) }) ?? [] {
      for descriptor in (try? files.contentsOfDirectory(atPath: "/proc/\(process)/fd")) ?? [] {
        if let link = try? files.destinationOfSymbolicLink(atPath: "/proc/\(process)/fd/\(descriptor)"),
          names.contains(link)
        {
          return process
        }
      }
    }
    return nil
  }
}
