import Foundation
import LoadEngine

/// What all executors of a run have in common, whatever their users do.
struct RunSetup: Sendable {
  let profile: LoadProfile
  /// Scaled.
  let pacing: Pacing
  var thinkTimeScale = 1.0
  let seed: UInt64
  let gracefulStop: Duration
  let endpoint: Endpoint
  /// What may stand in nothing that the run leaves.
  var secrets = Secrets.none
  /// The level of details that an observer wants of each user: debug or trace; `nil` for none.
  var details: LogLevel?
  /// How calls are told to the target's tracing; `nil` for not at all.
  var tracing: Tracing?
  /// When the profile begins, on the monotonic clock: a little later, so that all loops are there.
  let origin = MonotonicTime.now + .milliseconds(20)
  /// The same on the wall clock, seconds since 1970: for others' files alone.
  let began = Date().timeIntervalSince1970 + 0.02

  func transport(on loop: EventLoop, user: Int? = nil) -> any Transport {
    endpoint.transport(on: loop, user: user)
  }
}
