import Foundation
import LoadEngine
import TestSupport

/// A certificate that signs itself, made by the `openssl` command; whoever trusts its file trusts its server.
struct TestCertificate: Sendable {
  let certificateFile: String
  let keyFile: String

  var server: TLSServerConfiguration { TLSServerConfiguration(certificateFile: certificateFile, keyFile: keyFile) }

  /// For 127.0.0.1. Made when the first test asks.
  static let loopback = Result { try TestCertificate("loopback", for: "IP:127.0.0.1") }
  /// For a host of another name.
  static let otherHost = Result { try TestCertificate("other host", for: "DNS:other.test") }
  /// For 127.0.0.1, until yesterday.
  static let expired = Result { try TestCertificate("expired", for: "IP:127.0.0.1", days: -1) }
  /// For 127.0.0.1, and in nobody's file.
  static let stranger = Result { try TestCertificate("stranger", for: "IP:127.0.0.1") }

  /// For 127.0.0.1, and for clients only.
  static let clientOnly = Result {
    try TestCertificate("client only", for: "IP:127.0.0.1", usage: "extendedKeyUsage=clientAuth")
  }

  /// A file in which all of them are trusted.
  static func bundle(_ certificates: [TestCertificate]) throws -> String {
    if certificates.count == 1 { return certificates[0].certificateFile }
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("bundle-\(UUID().uuidString).pem").path
    let texts = try certificates.map { try String(contentsOfFile: $0.certificateFile, encoding: .utf8) }
    try texts.joined().write(toFile: path, atomically: false, encoding: .utf8)
    return path
  }

  /// True with `LOAD_REQUIRE_PEERS=1`, where a missing program must fail its test, and else when the command is there.
  static var mayBeMade: Bool { Peers.mayRun("/usr/bin/openssl") }

  private init(_ subject: String, for name: String, days: Int = 2, usage: String = "keyUsage=digitalSignature") throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("certificate-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    certificateFile = folder.appendingPathComponent("crt.pem").path
    keyFile = folder.appendingPathComponent("key.pem").path
    let shell = Process("/bin/sh", ["-euc", Self.script, subject, name, "\(days)", usage])
    shell.currentDirectoryURL = folder
    _ = try shell.runToEndHere()
  }

  /// Signed a second time for its days: `openssl req` makes no certificate whose time is over.
  private static let script = """
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$0" \
      -addext "subjectAltName=$1" -addext "$3" -keyout key.pem -out first.pem
    openssl x509 -in first.pem -signkey key.pem -days "$2" -out crt.pem
    """
}
