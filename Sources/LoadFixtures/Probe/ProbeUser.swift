import LoadEngine

/// Sends the same request again and again.
struct ProbeUser: VirtualUser {
  static let name = "ProbeUser"
  static let thinkTime = Pacing.none

  let caller: Caller
  let request: OutgoingRequest
  let timeout: Duration

  mutating func iterate() async throws -> Pause {
    try await caller.call(request, number: 0, timeout: timeout) { response in
      // A redirect is an answer; following it would load another address than the one that was named.
      (200..<400).contains(response.status) ? .good(()) : .failed(.status(response.status))
    }
    return .think
  }

  mutating func leave() {}
}
