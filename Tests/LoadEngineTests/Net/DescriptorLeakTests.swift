import Foundation
import Testing

@testable import LoadEngine

#if os(Linux)
  @Suite(.timeLimit(.minutes(1)))
  struct DescriptorLeakTests {
    @Test(arguments: PollerChoice.both)
    func `no socket outlives its loops`(poller: PollerChoice) async throws {
      var port = 0
      weak var released: EventLoop?
      do {
        let serverLoops = [try EventLoop(name: "a", poller: poller), try EventLoop(name: "b", poller: poller)]
        let server = try await HTTPServer.start(loops: serverLoops, handler: Samples.handler)
        port = server.port
        released = serverLoops[1]
        try await OnLoop.run(poller) { loop in
          var connections: [HTTPConnection] = []
          for _ in 0..<50 {
            let connection = HTTPConnection(to: [.loopback(server.port)], on: loop)
            let error = try await connection.call(Samples.request(), deadline: .soon).error
            #expect(error == nil)
            connections.append(connection)
          }
          #expect(await server.openConnections() == 50)
          // A listener and both ends of each connection: the census sees what it is to miss later.
          #expect(Self.sockets(at: server.port) == 101)
          for connection in connections { connection.close() }
        }
        await server.stop()
        for loop in serverLoops { await loop.shutDown() }
      }
      #expect(try await OnLoop.eventually { Self.sockets(at: port) == 0 })
      #expect(try await OnLoop.eventually { released == nil })
    }

    /// This process's sockets with that port at either end. Other tests open descriptors at the same time, so their
    /// plain number says nothing.
    private static func sockets(at port: Int) -> Int {
      let suffix =
        ":" + String(repeating: "0", count: 4 - String(port, radix: 16).count)
        + String(port, radix: 16, uppercase: true)
      let table = (try? String(contentsOfFile: "/proc/net/tcp", encoding: .utf8)) ?? ""
      var inodes: Set<String> = []
      for line in table.split(separator: "\n").dropFirst() {
        let fields = line.split(separator: " ")
        if fields.count > 9, fields[1].hasSuffix(suffix) || fields[2].hasSuffix(suffix) {
          inodes.insert("socket:[\(fields[9])]")
        }
      }
      let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
      return descriptors.count { descriptor in
        // Descriptors of other tests vanish while they are looked at.
        let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")
        return inodes.contains(link ?? "")
      }
    }
  }
#endif
