import Foundation
import Synchronization
import TestSupport
import Testing

@testable import LoadEngine

/// A proxy before servers that follow a script, with what it adds held against the clock.
@Suite("A proxy that breaks what it carries", .serialized)
struct FaultProxyTests {
  /// Milliseconds for one byte there and back: the median of several.
  private static func roundTrip(through port: Int, times: Int = 15) async throws -> Double {
    try await Proxied.apart {
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
    try await Proxied.run { socket, _ in
      for number in 0..<blocks { if !socket.send([UInt8(truncatingIfNeeded: number)] + block) { return } }
    } _: { proxy, _ in
      let isRight = try await Proxied.apart {
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
    try await Proxied.run(Proxied.echo) { proxy, _ in
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
    try await Proxied.run { socket, _ in
      _ = socket.send([UInt8](repeating: 7, count: total))
    } _: { proxy, _ in
      var faults = WireFaults()
      faults.toClient.bytesPerSecond = speed
      try await proxy.set(faults)
      let (seconds, count) = try await Proxied.apart {
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
    try await Proxied.run { socket, _ in
      while !isOver.withLock({ $0 }) { Thread.sleep(forTimeInterval: 0.01) }
    } _: { proxy, _ in
      let sent = try await Proxied.apart {
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
    try await Proxied.run { socket, _ in
      socket.send([UInt8](repeating: 7, count: 100_000))
      _ = socket.readSome()
    } _: { proxy, _ in
      var faults = WireFaults()
      faults.toClient.cutAfter = 12_345
      try await proxy.set(faults)
      let text = try await Proxied.apart {
        let socket = try RawSocket(connectedTo: proxy.port)
        defer { socket.close() }
        return socket.read()
      }
      #expect(text.utf8.count == 12_345)
    }
  }

  @Test("Refused: what is open ends, nobody listens, and the port is back afterwards")
  func refused() async throws {
    try await Proxied.run(Proxied.echo) { proxy, _ in
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

  @Test("A slow close comes so much later than the last byte, either way")
  func slowClose() async throws {
    let ended = Mutex<[MonotonicTime]>([])
    try await Proxied.run { socket, number in
      if number == 0 { _ = socket.send([1, 2, 3]) } else { _ = socket.read() }
      ended.withLock { $0.append(.now) }
    } _: { proxy, _ in
      var faults = WireFaults()
      (faults.toClient.closeDelay, faults.toTarget.closeDelay) = (.milliseconds(200), .milliseconds(300))
      try await proxy.set(faults)
      let (bytes, time) = try await Proxied.connected(to: proxy) { socket in
        let bytes = socket.readSome()
        let start = MonotonicTime.now
        _ = socket.read()
        return (bytes, MonotonicTime.now - start)
      }
      #expect(bytes == [1, 2, 3] && time > 150_000_000, "\(time)")
      let closed = try await Proxied.connected(to: proxy) { socket in
        socket.send([4])
        return MonotonicTime.now
      }
      _ = try await OnLoop.eventually { ended.withLock { $0.count == 2 } }
      let times = ended.withLock { $0 }
      try #require(times.count == 2)
      #expect(times[1] - closed > 250_000_000, "\(times[1] - closed)")
    }
  }

  @Test("The target's addresses are tried in turn, and what was sent meanwhile arrives")
  func addresses() async throws {
    let gone = try RawSocket(boundTo: 0)
    defer { gone.close() }
    try await RawServer.run(Proxied.echo) { server in
      let loop = try EventLoop(name: "proxy")
      let targets = [gone.port, gone.port, server.port].map { SocketAddress.loopback($0) }
      let (connections, port) = try await loop.run {
        let connections = ProxyConnections(to: targets, seed: 1, on: loop)
        let bound = try connections.listen(at: .loopback(0))
        return (LoopBound(connections, to: loop), bound.port)
      }
      try await withCleanUp({
        await loop.run { connections.value.close() }
        await loop.shutDown()
      }) {
        let answer = try await Proxied.apart {
          let socket = try RawSocket(connectedTo: port)
          defer { socket.close() }
          socket.send("early")
          return socket.read(until: "early")
        }
        #expect(answer == "early")
      }
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
