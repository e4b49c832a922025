import Foundation
import TestSupport
import Testing

@testable import LoadEngine

struct SystemTests {
  /// Foundation ends after 4 KiB.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/smaps")))
  func `a long file of the system's is read to its end`() throws {
    let text = try #require(System.text(of: "/proc/self/smaps"))
    #expect(text.utf8.count > 20_000 && text.hasSuffix("\n") && text.contains("[stack]"))
    #expect(System.text(of: "/proc/self/no-such-file") == nil)
  }

  /// Fails when a child process could inherit a socket and keep its port and its connection open, or when a loop could
  /// be held up by one.
  @Test(arguments: [false, true])
  func `sockets are not inherited, and block only when asked to`(blocks: Bool) throws {
    let listener = System.socket(AF_INET, blocks: blocks)
    defer { System.close(listener) }
    #expect(SocketAddress.loopback(0).withSockAddr { bind(listener, $0, $1) } == 0)
    #expect(listen(listener, 1) == 0)
    let client = try RawSocket(connectedTo: try #require(SocketAddress(boundTo: listener)?.port))
    defer { client.close() }
    let accepted = System.accept(listener, blocks: blocks)
    defer { System.close(accepted) }
    for descriptor in [listener, accepted] {
      #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0)
      #expect((fcntl(descriptor, F_GETFL) & O_NONBLOCK == 0) == blocks)
    }
  }
}
