// Run by .ci/threads under the thread sanitizer: `sound` has what the toolchain makes of a Mutex and of continuations,
// `race` has a race besides.
import Foundation
import Synchronization

final class Counter: Sendable {
  private let count = Mutex(0)

  func add() { count.withLock { $0 += 1 } }
  var value: Int { count.withLock { $0 } }
}

/// What the sanitizer has to find: two threads write, and nothing is between them.
final class Planted: @unchecked Sendable {
  var count = 0
}

/// What a thread of its own made.
func handedOver() async -> [Int] {
  await withCheckedContinuation { continuation in
    Thread.detachNewThread { continuation.resume(returning: (0..<100).map { $0 }) }
  }
}

@main
enum Program {
  static func main() async {
    let (counter, planted) = (Counter(), Planted())
    let races = CommandLine.arguments.last == "race"
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<200 {
            counter.add()
            if races { planted.count += 1 }
            if await handedOver().count != 100 { print("lost") }
            await Task.yield()
          }
        }
      }
    }
    print("\(counter.value) additions, \(planted.count) unguarded")
  }
}
