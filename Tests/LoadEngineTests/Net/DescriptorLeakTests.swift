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
    static func sockets(at port: Int) -> Int {
      // The lowest free number is always taken: no test opens as many as these.
      (0..<Int32(4096)).count { descriptor in
        if SocketAddress(boundTo: descriptor)?.port == port { return true }
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { pointer in
          pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            getpeername(descriptor, address, &length) == 0
              && SocketAddress(copying: address, length: length).port == port
          }
        }
      }
    }
  }
#endif
