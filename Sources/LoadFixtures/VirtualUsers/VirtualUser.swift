import AgentContracts

/// One simulated person: a sequence of iterations over a connection of their own.
///
/// A user's code says what the person does. When it does it, how long it took, and what became of it, is measured
/// around it. A user is confined to one event loop and needs no locks.
package protocol VirtualUser: SendableMetatype {
  /// The name in records and on the command line.
  static var name: String { get }
  /// The pause between two iterations of a closed model.
  static var thinkTime: Pacing { get }
  /// The most connections that one user holds at the same time.
  static var connections: Int { get }

  /// Does one thing, and says what is to follow it. In an open model every arrival is one iteration.
  ///
  /// - Throws: ``CallFailure`` when a call failed (it is counted already; the next iteration follows after the think
  ///   time), ``UserEnded`` when the run is over. Any other error is a fault of the user's code and invalidates the run.
  mutating func iterate() async throws -> Pause

  /// Accounts for what the user leaves unfinished. No call is possible any more.
  mutating func leave()
}

extension VirtualUser {
  package static var connections: Int { 1 }
}

/// A virtual user that speaks to the agent by its contract: the users of scenarios.
package protocol AgentUser: VirtualUser {
  /// Operations without which the user has nothing to do.
  static var mainOperations: [OperationKey] { get }
  /// What of its tasks a contract does not allow, for people: their weight goes to the others.
  static func tasksLeftOut(by contract: AgentContract) -> [String]

  init(_ context: UserContext, agent: AgentClient)
}

/// What follows an iteration.
package enum Pause: Sendable, Equatable {
  /// The next iteration at once.
  case none
  /// The user's think time.
  case think
  /// A pause of its own, scaled like think time.
  case backOff(Duration)
}

/// A call failed and was counted; the iteration cannot go on.
package struct CallFailure: Error, Sendable, Equatable {
  package var kind: FailureKind
}

/// The run is over for this user: no call may start any more.
package struct UserEnded: Error {}

/// What a virtual user is made from.
package struct UserContext: Sendable {
  /// Random choices of this user alone: the same seed and number give the same sequence.
  package let random: SeededRandom
  /// Makes and measures the user's calls.
  package let caller: Caller
}
