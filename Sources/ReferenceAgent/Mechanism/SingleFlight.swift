import Synchronization

/// Lets one caller do the work that several ask for at the same time: the others wait and share what came of it.
final class SingleFlight<Value: Sendable>: Sendable {
  /// Those who wait for each key's work.
  private let waiting = Mutex<[String: [CheckedContinuation<Value?, Never>]]>([:])

  /// What the work for a key gives.
  ///
  /// Where it fails, its caller has the error, and one of those who waited does it anew.
  func value(for key: String, _ work: () async throws -> Value) async throws -> Value {
    while true {
      guard begins(key) else {
        if let value = await end(of: key) { return value }
        continue
      }
      do {
        let value = try await work()
        finish(key, value)
        return value
      } catch {
        finish(key, nil)
        throw error
      }
    }
  }

  /// Whether nobody is at it.
  private func begins(_ key: String) -> Bool {
    waiting.withLock { waiting in
      guard waiting[key] == nil else { return false }
      waiting[key] = []
      return true
    }
  }

  private func end(of key: String) async -> Value? {
    await withCheckedContinuation { continuation in
      // It may be over by now.
      let isOver = waiting.withLock { $0[key]?.append(continuation) == nil }
      if isOver { continuation.resume(returning: nil) }
    }
  }

  private func finish(_ key: String, _ value: Value?) {
    let others = waiting.withLock { $0.removeValue(forKey: key) } ?? []
    for other in others { other.resume(returning: value) }
  }
}
