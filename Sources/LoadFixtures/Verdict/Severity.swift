/// Whether a requirement fails the run or only warns.
public enum Severity: String, Codable, Sendable {
  case must, should
}
