/// What a run shows of one requirement's KPI.
enum KPIReading {
  /// A number, the stage that it stands for, and what makes it less sure.
  case value(Double, stage: String, note: String?, doubt: Doubt? = nil)
  /// There is nothing to judge; a sentence.
  case unobservable(String)
  /// The requirement does not fit the plan, whatever the target does; a sentence.
  case misplaced(String)

  /// Which way the true value may lie from the one that was seen, and why; a sentence.
  enum Doubt {
    case atLeast(String)
    case atMost(String)
    case either(String)
  }
}

extension KPIReading.Doubt {
  /// Why an outcome is not proven; `nil` when the true value can only confirm it.
  func objection(to requirement: Requirement, met: Bool) -> String? {
    // What is met by staying low can be lost by a higher value, and what is missed by being high cannot.
    let higherIsWorse = requirement.comparison != .atLeast
    switch self {
    case .atLeast(let reason): return met == higherIsWorse ? reason : nil
    case .atMost(let reason): return met != higherIsWorse ? reason : nil
    case .either(let reason): return reason
    }
  }
}
