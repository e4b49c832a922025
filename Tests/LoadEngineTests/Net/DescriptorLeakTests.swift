import Foundation
import TestSupport
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
          #expect(OpenSockets.count(at: server.port) == 101)
          for connection in connections { connection.close() }
        }
        await server.stop()
        for loop in serverLoops { await loop.shutDown() }
      }
      #expect(try await OnLoop.eventually { OpenSockets.count(at: port) == 0 })
      #expect(try await OnLoop.eventually { released == nil })
    }
  }
#endif
