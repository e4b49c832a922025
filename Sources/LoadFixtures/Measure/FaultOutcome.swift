/// A trouble of a run: as it was planned, and as it really was. Seconds since the load's origin.
package struct FaultOutcome: Codable, Sendable, Equatable {
  /// "cache lost".
  package var name: String
  /// What made it: "the embedded agent's switches", a command.
  package var carrier: String
  package var plannedStart: Double
  package var plannedEnd: Double
  /// When it was there, and when it was gone again; absent where it never was.
  package var begun: Double?
  package var ended: Double?
  /// When it was felt, and when the target was back, as the KPIs have it; absent where it never was.
  package var detected: Double?
  package var recovered: Double?
  /// How many connections or requests it touched, where its carrier counts them.
  package var touched: Int?
  /// What the carrier wrote or could not do; absent for nothing.
  package var beginning: SideCommandOutcome?
  package var ending: SideCommandOutcome?
  /// Why it did not begin or end, a sentence.
  package var problem: String?
}
