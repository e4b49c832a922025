/// How an observed value is held against its limit.
public enum Comparison: String, Codable, Sendable {
  case below, atMost, atLeast
}
