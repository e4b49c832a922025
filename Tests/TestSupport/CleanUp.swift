import Foundation

/// Runs a body, and then the clean-up whatever came of it: `defer` takes no asynchronous call.
public func withCleanUp<R>(_ cleanUp: () async -> Void, _ body: () async throws -> R) async throws -> R {
  let result: Result<R, any Error>
  do { result = .success(try await body()) } catch { result = .failure(error) }
  await cleanUp()
  return try result.get()
}

/// Runs a body with a new folder, which is removed afterwards.
public func withTemporaryFolder<R>(_ body: (URL) async throws -> R) async throws -> R {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("test-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }  // Left behind it does no harm.
  return try await body(folder)
}
