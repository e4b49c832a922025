import Testing

/// A script as a test's argument.
struct NamedScript: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let script: WireScript
}
