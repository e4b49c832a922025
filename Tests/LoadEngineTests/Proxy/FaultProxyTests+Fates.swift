import Synchronization
import TestSupport
import Testing

@testable import LoadEngine

/// What is drawn for connections.
extension FaultProxyTests {
  @Test("Resets and black holes take their shares of the connections, within three standard deviations")
  func shares() async throws {
    try await Proxied.run(Proxied.echo) { proxy, _ in
      var faults = WireFaults()
      (faults.resetShare, faults.blackHoleShare) = (0.2, 0.1)
      try await proxy.set(faults)
      let count = 600
      let (passed, silent) = try await Proxied.apart {
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
      // A machine that is busy makes a connection look silent now and then, whatever became of it: the proxy's own counts tell.
      let (reset, vanished) = await (proxy.counts().reset, proxy.counts().vanished)
      #expect(abs(Double(reset) - 0.2 * Double(count)) < deviation(0.2), "\(reset) reset")
      #expect(abs(Double(vanished) - 0.1 * Double(count)) < deviation(0.1), "\(vanished) vanished, \(silent) silent")
      #expect(count - passed - silent <= reset)
    }
  }

  @Test("The same seed draws the same for open connections, in the order in which they came")
  func draws() async throws {
    let outcomes = Mutex<[[Bool]]>([])
    for _ in 0..<2 {
      try await Proxied.run(Proxied.echo) { proxy, _ in
        let sockets = try await Proxied.apart {
          try (0..<16).map { _ in
            let socket = try RawSocket(connectedTo: proxy.port)
            socket.send([1])
            _ = socket.readSome()
            return socket
          }
        }
        var faults = WireFaults()
        faults.resetShare = 0.5
        try await proxy.set(faults)
        let passed = try await Proxied.apart {
          sockets.map { socket in
            defer { socket.close() }
            socket.send([2])
            return socket.readSome() == [2]
          }
        }
        outcomes.withLock { $0.append(passed) }
      }
    }
    let both = outcomes.withLock { $0 }
    #expect(both[0] == both[1] && Set(both[0]).count == 2, "\(both)")
  }

  @Test("A black hole counts the connections whose bytes it has swallowed, each once, and no idle one")
  func vanished() async throws {
    try await Proxied.run(Proxied.echo) { proxy, _ in
      let sockets = try await Proxied.apart {
        try (0..<4).map { _ in
          let socket = try RawSocket(connectedTo: proxy.port)
          socket.send([1])
          _ = socket.readSome()
          return socket
        }
      }
      defer { for socket in sockets { socket.close() } }
      var faults = WireFaults()
      faults.blackHoleShare = 1
      try await proxy.set(faults)
      #expect(await proxy.counts().vanished == 0)
      for socket in sockets[..<2] { socket.send([2, 3]) }
      #expect(try await Proxied.arrival(of: 8, at: proxy))
      sockets[0].send([4])
      #expect(try await Proxied.arrival(of: 9, at: proxy))
      let counts = await proxy.counts()
      #expect(counts.vanished == 2 && counts.touched == 2, "\(counts)")
    }
  }
}
