import LoadEngine
import TestSupport
import Testing

/// What the wire is made of.
enum WireScheme: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case http, https

  /// Those that can be served here.
  static var here: [WireScheme] { TestAuthority.mayBeMade ? allCases : [.http] }

  var testDescription: String { rawValue }

  /// What the server is known by.
  func identity() throws -> TLSServerConfiguration? { self == .https ? try TestAuthority.shared.get().server() : nil }

  /// What lets a client trust it.
  func trust() throws -> [String: String] {
    self == .https ? ["LOAD_TLS_CA_FILE": try TestAuthority.shared.get().authority()] : [:]
  }
}
