import Foundation
import LoadEngine

/// Certificates for the tests, made by the `openssl` command when the first test asks.
public struct TestAuthority: Sendable {
  /// The kind of a server's key, and of its authority's.
  public enum Key: String, Sendable, CaseIterable {
    case rsa, ecdsa
  }

  /// Whether certificates can be made and used here.
  public static var mayBeMade: Bool { Peers.mayRun("/usr/bin/openssl") }

  /// Made once for this process.
  public static let shared = Result { try TestAuthority() }

  private let folder: URL

  /// The authority's own certificate, which clients trust.
  public func authority(_ key: Key = .ecdsa) -> String { path("\(key)-ca.crt") }
  /// For `localhost` and 127.0.0.1, by the authority.
  public func server(_ key: Key = .ecdsa) -> TLSServerConfiguration { pair("\(key)-server", key) }
  /// For `other.test`, by the authority.
  public var otherHost: TLSServerConfiguration { pair("other") }
  /// For `localhost` and 127.0.0.1, by itself; whoever trusts its file trusts its server.
  public var selfSigned: TLSServerConfiguration { pair("selfsigned") }
  /// For `localhost` and 127.0.0.1, by the authority, until yesterday.
  public var expired: TLSServerConfiguration { pair("expired") }
  /// For `localhost`, by an authority whose key has 512 bits: `weakAuthority`.
  public var weaklySigned: TLSServerConfiguration { pair("weak") }
  /// The certificate of the authority with the weak key.
  public var weakAuthority: String { path("tiny-ca.crt") }
  /// For `localhost` and 127.0.0.1, by the authority, and for clients only.
  public var clientOnly: TLSServerConfiguration { pair("client") }
  /// The server's key of ECDSA behind a password.
  public var lockedKey: String { path("locked.key") }

  /// A file beside the certificates.
  public func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  private func pair(_ name: String, _ key: Key = .ecdsa) -> TLSServerConfiguration {
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
    own=DNS:localhost,IP:127.0.0.1
    for key in rsa ecdsa; do
      openssl req -x509 -new -key $key-ca.key -subj "/CN=test authority $key" -days 2 -out $key-ca.crt
      sign $key-server $key $own
    done
    sign other ecdsa DNS:other.test
    openssl req -x509 -new -key ecdsa.key -subj /CN=localhost -addext subjectAltName=$own \
      -addext keyUsage=digitalSignature -days 2 -out selfsigned.crt
    openssl genrsa -out tiny-ca.key 512
    openssl req -x509 -new -key tiny-ca.key -subj "/CN=tiny authority" -days 2 -out tiny-ca.crt
    ln -s ecdsa.key tiny.key
    sign weak tiny DNS:localhost
    sign client ecdsa "$own\\nextendedKeyUsage=clientAuth"
    sign expired ecdsa $own -days -1
    """
}
