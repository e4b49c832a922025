import Foundation
import LoadEngine

/// A certificate that signs itself, made by the `openssl` command; whoever trusts its file trusts its server.
struct TestCertificate: Sendable {
  struct Failed: Error {
    var output: String
  }

  let certificateFile: String
  let keyFile: String

  var server: TLSServerConfiguration { TLSServerConfiguration(certificateFile: certificateFile, keyFile: keyFile) }

  /// For 127.0.0.1. Made when the first test asks.
  static let loopback = Result { try TestCertificate(for: "IP:127.0.0.1") }
  /// For a host of another name.
  static let otherHost = Result { try TestCertificate(for: "DNS:other.test") }

  /// True with `LOAD_REQUIRE_PEERS=1`, where a missing program must fail its test, and else when the command is there.
  static var mayBeMade: Bool {
    ProcessInfo.processInfo.environment["LOAD_REQUIRE_PEERS"] == "1"
      || FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")
  }

  private init(for name: String) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("certificate-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    certificateFile = folder.appendingPathComponent("crt.pem").path
    keyFile = folder.appendingPathComponent("key.pem").path
    let openssl = Process()
    openssl.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
    openssl.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
      "/CN=test", "-addext", "subjectAltName=\(name)", "-keyout", keyFile, "-out", certificateFile,
    ]
    let output = Pipe()
    openssl.standardInput = FileHandle.nullDevice
    openssl.standardOutput = output
    openssl.standardError = output
    try openssl.run()
    let said = try output.fileHandleForReading.readToEnd() ?? Data()
    openssl.waitUntilExit()
    guard openssl.terminationStatus == 0 else { throw Failed(output: String(decoding: said, as: UTF8.self)) }
  }
}
