/// Why a run's numbers must not be used.
package struct InvalidReason: Codable, Sendable, Equatable, CustomStringConvertible {
  package enum Code: String, Codable, Sendable {
    /// The run ended before its plan did.
    case interrupted
    /// Calls were lost or counted twice.
    case countsDoNotAddUp
    /// The load was not the plan's.
    case planNotFollowed
    case nothingMeasured
    /// The target was not well before the first trouble, so that nothing can be said of what it changed.
    case noSteadyState
    /// A trouble of the plan did not come, or did not end.
    case faultNotCarried
    case generatorLate, generatorStalled, generatorOutOfCPU, generatorOutOfDescriptors
    /// A user's own code failed.
    case harnessError
    /// A requirement that no run can be judged by.
    case misplacedRequirement
    /// A must that this run does not answer.
    case notJudged
    /// The load was not begun: the target is not there, or may not or cannot be loaded.
    case refused
    /// A reason that this version does not know, or one of a record that has no codes.
    case other

    package init(from decoder: any Decoder) throws {
      self = Code(rawValue: try decoder.singleValueContainer().decode(String.self)) ?? .other
    }

    /// As a warning says it in a word.
    var label: String {
      switch self {
      case .generatorLate: "generator late"
      case .generatorStalled: "generator stalled"
      case .generatorOutOfCPU: "generator out of CPU"
      case .generatorOutOfDescriptors: "generator out of file descriptors"
      default: rawValue
      }
    }

    /// Whether it says nothing of the target and nothing of the suite, only of the machine that sent the load.
    package var blamesMachine: Bool {
      switch self {
      case .generatorLate, .generatorStalled, .generatorOutOfCPU: true
      default: false
      }
    }
  }

  package var code: Code
  /// For people: what happened, to which value, what to do.
  package var sentence: String

  package init(_ code: Code, _ sentence: String) {
    self.code = code
    self.sentence = sentence
  }

  package var description: String { sentence }
}
