import Foundation
import LoadEngine
import Synchronization

/// Ports for programs that cannot choose their own.
package enum FreePort {
  private static let dealt = Mutex<Set<Int>>([])

  /// One that this process has not given away before. Below those that systems deal out for port 0, or a server of
  /// another test could be given it before the program has it.
  package static func next() throws -> Int {
    while true {
      let port = Int.random(in: 20_000..<32_000)
      guard dealt.withLock({ $0.insert(port).inserted }) else { continue }
      do {
        try RawSocket(boundTo: port).close()
        return port
      } catch let error as SystemError where error.errno == EADDRINUSE {
        continue
      }
    }
  }
}
