import Foundation
import Synchronization
import TestSupport
import Testing

@testable import LoadEngine

/// A proxy before servers that follow a script, with what it adds held against the clock.
@Suite("A proxy that breaks what it carries", .serialized)
struct FaultProxyTests {
  /// Runs a body with a proxy before a server.
  private static func proxied(
    _ script: @escaping RawServer.Script, _ body: @escaping @Sendable (FaultProxy, RawServer) async throws -> Void
  ) async throws {
    try await RawServer.run(script) { server in
      let loop = try EventLoop(name: "proxy")
      let proxy = try await FaultProxy.start(target: ("127.0.0.1", server.port), seed: 5, on: loop)
      try await withCleanUp({
        await proxy.stop()
        await loop.shutDown()
      }) { try await body(proxy, server) }
    }
  }

  /// Off the cooperative threads: sockets here block.
  private static func apart<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
    }
  }

  private static let echo: RawServer.Script = { socket, _ in
    while case let bytes = socket.readSome(), !bytes.isEmpty { socket.send(bytes) }
  }

  /// Milliseconds for one byte there and back: the median of several.
  private static func roundTrip(through port: Int, times: Int = 15) async throws -> Double {
    try await apart {
      let socket = try RawSocket(connectedTo: port)
      defer { socket.close() }
      let times = (0..<times).map { _ in
        let start = MonotonicTime.now
        socket.send([1])
        _ = socket.readSome()
        return Double(MonotonicTime.now - start) / 1e6
      }
      return times.sorted()[times.count / 2]
    }
  }

  @Test("All bytes come through in order, both ways")
  func bytes() async throws {
    // 1 GB with the long checks; numbers that no two places share.
    let isLong = ProcessInfo.processInfo.environment["LOAD_LONG_CHECKS"] == "1"
    let blocks = isLong ? 1024 : 32
    let block = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    try await Self.proxied { socket, _ in
      for number in 0..<blocks { if !socket.send([UInt8(truncatingIfNeeded: number)] + block) { return } }
    } _: { proxy, _ in
      let isRight = try await Self.apart {
        let socket = try RawSocket(connectedTo: proxy.port)
        defer { socket.close() }
        var (place, isRight) = (0, true)
        while case let bytes = socket.readSome(), !bytes.isEmpty {
          for byte in bytes {
            let (number, offset) = place.quotientAndRemainder(dividingBy: block.count + 1)
            isRight = isRight && byte == (offset == 0 ? UInt8(truncatingIfNeeded: number) : block[offset - 1])
            place += 1
          }
        }
        return isRight && place == blocks * (block.count + 1)
      }
      #expect(isRight)
      #expect(await proxy.counts().bytesFromTarget == blocks * (block.count + 1))
    }
  }

  @Test("The latency that it adds is the one that was asked for, within 1 ms or 2 %")
  func latency() async throws {
    try await Self.proxied(Self.echo) { proxy, _ in
      let plain = try await Self.roundTrip(through: proxy.port)
      var faults = WireFaults()
      faults.toTarget.latency = .milliseconds(40)
      faults.toClient.latency = .milliseconds(60)
      try await proxy.set(faults)
      let added = try await Self.roundTrip(through: proxy.port) - plain
      // The median of what noise can only lengthen.
      #expect(added > 99 && added < 100 + max(1, 2) + plain, "\(added) ms added, \(plain) ms without")
      try await proxy.set(WireFaults())
      #expect(try await Self.roundTrip(through: proxy.port) < 40)
    }
  }

  @Test("A narrow line carries what it says, within 3 %, and whoever sends faster has to wait")
  func bandwidth() async throws {
    let (speed, total) = (4e6, 4 << 20)
    try await Self.proxied { socket, _ in
      _ = socket.send([UInt8](repeating: 7, count: total))
    } _: { proxy, _ in
      var faults = WireFaults()
      faults.toClient.bytesPerSecond = speed
      try await proxy.set(faults)
      let (seconds, count) = try await Self.apart {
        let socket = try RawSocket(connectedTo: proxy.port)
        defer { socket.close() }
        let start = MonotonicTime.now
        var count = 0
        while case let bytes = socket.readSome(), !bytes.isEmpty { count += bytes.count }
        return (Double(MonotonicTime.now - start) / 1e9, count)
      }
      #expect(count == total)
      let expected = Double(total) / speed
      #expect(seconds > 0.97 * expected && seconds < 1.03 * expected + 0.05, "\(seconds) s, \(expected) expected")
    }
  }

  @Test("A receiver that does not read makes the sender wait: what is under way is bounded")
  func backPressure() async throws {
    let isOver = Mutex(false)
    try await Self.proxied { socket, _ in
      while !isOver.withLock({ $0 }) { Thread.sleep(forTimeInterval: 0.01) }
    } _: { proxy, _ in
      let sent = try await Self.apart {
        let socket = try RawSocket(connectedTo: proxy.port)
        defer { socket.close() }
        var limit = timeval(tv_sec: 0, tv_usec: 300_000)
        setsockopt(socket.descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var sent = 0
        while sent < 256 << 20, socket.send([UInt8](repeating: 1, count: 1 << 16)) { sent += 1 << 16 }
        return sent
      }
      let taken = await proxy.counts().bytesFromClients
      isOver.withLock { $0 = true }
      #expect(sent < 256 << 20 && taken < 24 << 20, "\(sent) sent, \(taken) taken")
    }
  }

  @Test("Cut after so many bytes: those arrive, no other does")
  func cut() async throws {
    try await Self.proxied { socket, _ in
      socket.send([UInt8](repeating: 7, count: 100_000))
      _ = socket.readSome()
    } _: { proxy, _ in
      var faults = WireFaults()
      faults.toClient.cutAfter = 12_345
      try await proxy.set(faults)
      let text = try await Self.apart {
        let socket = try RawSocket(connectedTo: proxy.port)
        defer { socket.close() }
        return socket.read()
      }
      #expect(text.utf8.count == 12_345)
    }
  }

  @Test("Refused: what is open ends, nobody listens, and the port is back afterwards")
  func refused() async throws {
    try await Self.proxied(Self.echo) { proxy, _ in
      let open = try RawSocket(connectedTo: proxy.port)
      open.send([1])
      #expect(open.readSome() == [1])
      var faults = WireFaults()
      faults.refuses = true
      try await proxy.set(faults)
      #expect(open.readSome().isEmpty)
      open.close()
      #expect(throws: SystemError.self) { try RawSocket(connectedTo: proxy.port) }
      try await proxy.set(WireFaults())
      #expect(try await Self.roundTrip(through: proxy.port) < 1000)
    }
  }

  @Test("Resets and black holes take their shares of the connections, within three standard deviations")
  func shares() async throws {
    try await Self.proxied(Self.echo) { proxy, _ in
      var faults = WireFaults()
      (faults.resetShare, faults.blackHoleShare) = (0.2, 0.1)
      try await proxy.set(faults)
      let count = 600
      let (passed, silent) = try await Self.apart {
        var (passed, silent) = (0, 0)
        for _ in 0..<count {
          let socket = try RawSocket(connectedTo: proxy.port)
          socket.send([1])
          if socket.isSilent(for: .milliseconds(30)) {
            silent += 1
          } else if socket.readSome() == [1] {
            passed += 1
          }
          socket.close()
        }
        return (passed, silent)
      }
      let deviation = { (share: Double) in 3 * (Double(count) * share * (1 - share)).squareRoot() }
      let reset = count - passed - silent
      #expect(abs(Double(reset) - 0.2 * Double(count)) < deviation(0.2), "\(reset) reset")
      // A machine that is busy makes a sound connection look silent now and then: its own count tells.
      let vanished = await proxy.counts().vanished
      #expect(abs(Double(vanished) - 0.1 * Double(count)) < deviation(0.1), "\(vanished) vanished, \(silent) silent")
      #expect(await proxy.counts().reset == reset)
    }
  }

  @Test("Rules on HTTP: some are answered here, one is put off, one is cut; the target sees the others as they came")
  func rules() async throws {
    let seen = Mutex<[String]>([])
    try await Self.proxied { socket, _ in
      while case let request = socket.readHead(), !request.isEmpty {
        seen.withLock { $0.append(request.components(separatedBy: "\r\n")[0]) }
        if !socket.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello") { return }
      }
    } _: { proxy, _ in
      var faults = WireFaults()
      faults.rules = ["any /busy first 2 status 503", "any /slow delay 100", "any /cut cut 2"].compactMap {
        HTTPRule($0)
      }
      try await proxy.set(faults)
      let (texts, time) = try await Self.apart {
        let socket = try RawSocket(connectedTo: proxy.port)
        defer { socket.close() }
        var texts: [String] = []
        func ask(_ path: String) {
          socket.send("GET \(path) HTTP/1.1\r\nHost: h\r\n\r\n")
          texts.append(String(decoding: socket.readSome(), as: UTF8.self))
        }
        for _ in 0..<3 { ask("/busy") }
        let start = MonotonicTime.now
        ask("/slow")
        let time = MonotonicTime.now - start
        socket.send("GET /cut HTTP/1.1\r\nHost: h\r\n\r\n")
        texts.append(socket.read())
        return (texts, time)
      }
      #expect(
        texts.map { $0.prefix(12) } == ["HTTP/1.1 503", "HTTP/1.1 503"] + Array(repeating: "HTTP/1.1 200", count: 3))
      #expect(texts.last?.hasSuffix("\r\n\r\nhe") == true)
      #expect(time > 100_000_000, "\(time)")
      #expect(
        seen.withLock { $0 } == ["GET /busy HTTP/1.1", "GET /slow HTTP/1.1", "GET /cut HTTP/1.1"])
      let counts = await proxy.counts()
      #expect(counts.ruled == 4 && counts.touched == 5)
    }
  }

  @Test("A slow close comes so much later than the last byte")
  func slowClose() async throws {
    try await Self.proxied { socket, _ in
      _ = socket.send([1, 2, 3])
    } _: { proxy, _ in
      var faults = WireFaults()
      faults.toClient.closeDelay = .milliseconds(200)
      try await proxy.set(faults)
      let (bytes, time) = try await Self.apart {
        let socket = try RawSocket(connectedTo: proxy.port)
        defer { socket.close() }
        let bytes = socket.readSome()
        let start = MonotonicTime.now
        _ = socket.read()
        return (bytes, MonotonicTime.now - start)
      }
      #expect(bytes == [1, 2, 3] && time > 150_000_000, "\(time)")
    }
  }

  @Test("A target that is not there is a reset for the client")
  func noTarget() async throws {
    let gone = try RawSocket(boundTo: 0)
    let port = gone.port
    gone.close()
    let loop = try EventLoop(name: "proxy")
    let proxy = try await FaultProxy.start(target: ("127.0.0.1", port), on: loop)
    try await withCleanUp({
      await proxy.stop()
      await loop.shutDown()
    }) {
      let socket = try RawSocket(connectedTo: proxy.port)
      #expect(socket.readSome().isEmpty)
      socket.close()
    }
  }
}
