extension Result where Failure == any Error {
  /// What the body returned or threw, for what has to be cleared up either way.
  init(_ body: () async throws -> Success) async {
    do {
      self = .success(try await body())
    } catch {
      self = .failure(error)
    }
  }
}
