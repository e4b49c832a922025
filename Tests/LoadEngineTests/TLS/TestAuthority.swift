import Foundation
import TestSupport

@testable import LoadEngine

/// Certificates for the tests, made by the `openssl` command when the first test asks.
struct TestAuthority: Sendable {
  enum Key: String, Sendable, CaseIterable {
    case rsa, ecdsa
  }

  /// Whether certificates can be made and used here.
  static var mayBeMade: Bool { Peers.mayRun("/usr/bin/openssl") }

  /// Made once for this process.
  static let shared = Result { try TestAuthority() }

  private let folder: URL

  /// The authority's own certificate, which clients trust.
  func authority(_ key: Key = .ecdsa) -> String { path("\(key)-ca.crt") }
  /// For `localhost` and 127.0.0.1, by the authority.
  func server(_ key: Key = .ecdsa) -> TLSServerConfiguration { pair("\(key)-server", key) }
  /// For `other.test`, by the authority.
  func otherHost() -> TLSServerConfiguration { pair("other", .ecdsa) }
  /// For `localhost`, by itself.
  func selfSigned() -> TLSServerConfiguration { pair("selfsigned", .ecdsa) }
  /// For `localhost`, by the authority, until yesterday.
  func expired() -> TLSServerConfiguration { pair("expired", .ecdsa) }
  /// For `localhost`, by an authority whose key has 512 bits: `weakAuthority`.
  func weaklySigned() -> TLSServerConfiguration { pair("weak", .ecdsa) }
  var weakAuthority: String { path("tiny-ca.crt") }
  /// For `localhost`, by the authority, and for clients only.
  func clientOnly() -> TLSServerConfiguration { pair("client", .ecdsa) }
  /// The server's key of ECDSA behind a password.
  func lockedKey() -> String { path("locked.key") }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  private func pair(_ name: String, _ key: Key) -> TLSServerConfiguration {
    TLSServerConfiguration(certificateFile: path("\(name).crt"), keyFile: path("\(key).key"))
  }

  private init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("authority-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let shell = Process("/bin/sh", ["-euc", Self.script])
    shell.currentDirectoryURL = folder
    _ = try shell.runToEndHere()
  }

  private static let script = """
    openssl genrsa -out rsa.key 2048
    openssl ecparam -name prime256v1 -genkey -noout -out ecdsa.key
    openssl ec -in ecdsa.key -aes128 -passout pass:secret -out locked.key
    # sign NAME KEY SUBJECT-ALTERNATIVE-NAMES [OPTION...]
    sign() {
      name=$1; key=$2; names=$3; shift 3
      printf 'subjectAltName=%b\\n' "$names" > $name.ext
      openssl req -new -key $key.key -subj /CN=$name -out $name.csr
      openssl x509 -req -in $name.csr -CA $key-ca.crt -CAkey $key-ca.key -CAcreateserial -days 2 \
        -extfile $name.ext -out $name.crt "$@"
    }
    openssl genrsa -out rsa-ca.key 2048
    openssl ecparam -name prime256v1 -genkey -noout -out ecdsa-ca.key
    for key in rsa ecdsa; do
      openssl req -x509 -new -key $key-ca.key -subj "/CN=test authority $key" -days 2 -out $key-ca.crt
      sign $key-server $key DNS:localhost,IP:127.0.0.1
    done
    sign other ecdsa DNS:other.test
    openssl req -x509 -new -key ecdsa.key -subj /CN=localhost -addext subjectAltName=DNS:localhost -days 2 \
      -out selfsigned.crt
    openssl genrsa -out tiny-ca.key 512
    openssl req -x509 -new -key tiny-ca.key -subj "/CN=tiny authority" -days 2 -out tiny-ca.crt
    ln -s ecdsa.key tiny.key
    sign weak tiny DNS:localhost
    sign client ecdsa "DNS:localhost\\nextendedKeyUsage=clientAuth"
    sign expired ecdsa DNS:localhost -days -1
    """
}

extension TLSContext {
  /// A client that trusts the tests' authority.
  static func client(_ key: TestAuthority.Key = .ecdsa) throws -> TLSContext {
    try TLSContext(TLSClientConfiguration(trust: .file(TestAuthority.shared.get().authority(key))))
  }
}
