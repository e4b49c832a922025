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
    /// When the process that was named began: another may have its number later.
    var first: Int?
    await Ticks(every: interval, from: 0).run {
      #if os(Linux)
        let sockets = TCPSockets.current(of: port)
        let found = process ?? owner.process(of: sockets.listeners)
        if let process {
          let started = ProcessStatus.startTime(of: process)
          if let first, let started, started != first {
            await take(SourceReading(.unreachable("process \(process) is gone, and another has its number")))
            return
          }
          first = first ?? started
        }
        guard let found, let memory = ProcessStatus.residentMemory(of: found) else {
          await take(SourceReading(Self.missing(process, port)))
          return
        }
        var reading = SourceReading(.offered)
        reading.word = "process \(found)"
        reading.values[.processMemory] = Double(memory)
        reading.values[.processConnections] = Double(sockets.established)
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

/// The TCP sockets of a local port, in this machine's network namespace (proc_net_tcp).
struct TCPSockets {
  private var sockets: [(state: String, inode: String)] = []

  static func current(of port: Int) -> TCPSockets {
    TCPSockets(
      ["/proc/net/tcp", "/proc/net/tcp6"].compactMap { System.text(of: $0) }.joined(separator: "\n"), port: port)
  }

  /// Reads lines "sl: local_address:port rem_address:port st ... inode", ports in four hexadecimal digits.
  ///
  /// A machine under load has thousands of others: only lines of the port are taken apart.
  init(_ text: String, port: Int) {
    let digits = String(port, radix: 16, uppercase: true)
    let wanted = Array(":\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits) ".utf8)
    let bytes = Array(text.utf8)
    var colons = 0
    for place in bytes.indices {
      if bytes[place] == UInt8(ascii: "\n") { colons = 0 }
      guard bytes[place] == UInt8(ascii: ":") else { continue }
      colons += 1
      // The first stands behind the line's number, the second before the local port.
      guard colons == 2, bytes[place...].prefix(wanted.count).elementsEqual(wanted) else { continue }
      let line = bytes[(place + wanted.count)...].prefix { $0 != UInt8(ascii: "\n") }
      let fields = String(decoding: line, as: UTF8.self).split(separator: " ")
      guard fields.count > 7 else { continue }
      sockets.append((String(fields[1]), String(fields[7])))
    }
  }

  /// The inodes of those that listen.
  var listeners: Set<String> { Set(sockets.filter { $0.state == "0A" }.map(\.inode)) }

  /// How many connections are established.
  var established: Int { sockets.count { $0.state == "01" } }

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
