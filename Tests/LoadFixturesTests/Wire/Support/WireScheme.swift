import Testing

/// What the wire is made of.
enum WireScheme: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case http, https

  /// Those that can be served here.
  static var here: [WireScheme] { TestCertificate.mayBeMade ? allCases : [.http] }

  var testDescription: String { rawValue }

  /// The server's own, which its clients trust.
  func certificate() throws -> TestCertificate? {
    self == .https ? try TestCertificate.loopback.get() : nil
  }
}
