/// Runs one after the other, in the order of arrival.
package actor Serializer {
  /// Shared by all scenarios of the process, and by those tests of the instrument that measure real time.
  package static let scenarios = Serializer()

  private var isTaken = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// Runs `body` when all that came before are done.
  package nonisolated func run<R: Sendable>(_ body: () async throws -> R) async rethrows -> R {
    await enter()
    do {
      let result = try await body()
      await leave()
      return result
    } catch {
      await leave()
      throw error
    }
  }

  private func enter() async {
    guard isTaken else {
      isTaken = true
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  /// The place is handed on, not given back, so that nobody can come in between.
  private func leave() {
    if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
  }
}
