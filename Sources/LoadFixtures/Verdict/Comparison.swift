/// How an observed value is held against its limit.
public enum Comparison: String, Codable, Sendable {
  case below, atMost, atLeast
}

extension Comparison {
  /// As it reads in a sentence: `below`, `at most`, `at least`.
  public var label: String {
    switch self {
    case .below: "below"
    case .atMost: "at most"
    case .atLeast: "at least"
    }
  }
}
