/// What a run shows of one requirement's KPI.
enum KPIReading {
  /// A number, the stage that it stands for, and what makes it less sure.
  case value(Double, stage: String, note: String?)
  /// Calls were made and every one failed, so there is no latency; a sentence.
  case allFailed(String)
  /// There is nothing to judge; a sentence.
  case unobservable(String)
}
