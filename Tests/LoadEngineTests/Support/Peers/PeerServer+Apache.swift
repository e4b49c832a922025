import Foundation
import TestSupport

extension PeerServer {
  /// As one process that stays in the foreground (`-X`): others would outlive the one that is known here.
  static let apache = PeerServer(
    name: "Apache",
    lacks: [
      .trailers: "takes none from a CGI program", .put: "needs a program, as POST, which is tried",
    ],
    program: "apache2", isInstalled: { Peers.mayRun("/usr/sbin/apache2") }
  ) { setting, folder, port in
    try folder.writeZeros("www/large", count: setting.largeBytes)
    try folder.write("www/stall", text)
    try folder.write("www/headers", "hello".utf8)
    try folder.write("pieces", apachePieces.utf8, isExecutable: true)
    try folder.write("echo", apacheEcho.utf8, isExecutable: true)
    try folder.write("conf", apacheConfiguration(setting, folder.path, port).utf8)
    return Process("/usr/sbin/apache2", ["-X", "-d", folder.path, "-f", folder.path + "/conf"])
  }

  /// The pause makes Apache send what it has: it does not see the end, and so neither the length.
  private static let apachePieces = #"""
    #!/bin/sh
    printf 'Content-Type: text/plain\r\n\r\n'
    head -c 100000 www/text
    sleep 0.02
    tail -c +100001 www/text

    """#

  /// Apache reads no answer before it has written the whole body.
  private static let apacheEcho = #"""
    #!/bin/sh
    file=$(mktemp)
    cat > $file
    printf 'Content-Type: text/plain\r\n\r\n'
    cat $file
    rm $file

    """#

  private static func apacheConfiguration(_ setting: Setting, _ folder: String, _ port: Int) -> String {
    let identity = setting.identity.map {
      """
      SSLEngine on
      SSLSessionCache none
      SSLCertificateFile \($0.certificateFile)
      SSLCertificateKeyFile \($0.keyFile)
      """
    }
    let modules = [
      "mpm_event", "authz_core", "alias", "cgi", "deflate", "headers", "setenvif", "env", "filter", "mime", "ratelimit",
      "ssl",
    ]
    let load = modules.map { "LoadModule \($0)_module /usr/lib/apache2/modules/mod_\($0).so" }
    let many = (0..<100).map { "Header set X-\($0) \"value \($0)\"" }
    return """
      \(load.joined(separator: "\n"))
      DefaultRuntimeDir \(folder)
      PidFile \(folder)/pid
      ErrorLog \(folder)/errors
      ServerName localhost
      Listen 127.0.0.1:\(port)
      # Nobody: for root it refuses to work.
      User #65534
      Group #65534
      TypesConfig /dev/null
      DocumentRoot \(folder)/www
      KeepAliveTimeout \(setting.idleSeconds)
      MaxKeepAliveRequests 1000
      \(identity ?? "")
      ScriptAlias /chunked \(folder)/pieces
      ScriptAlias /end \(folder)/pieces
      ScriptAlias /echo \(folder)/echo
      SetEnvIf Request_URI ^/end downgrade-1.0
      Redirect 204 /empty
      Redirect 500 /error
      ErrorDocument 500 broken
      <Location /text>
        SetOutputFilter DEFLATE
      </Location>
      <Location /headers>
        Header set X-Long \(String(repeating: "x", count: 8192))
        \(many.joined(separator: "\n  "))
      </Location>
      <Location /stall>
        SetOutputFilter RATE_LIMIT
        SetEnv rate-limit 1
      </Location>
      """
  }
}
