import Foundation

@testable import LoadEngine

/// A server of another maker, as it comes, with a small program or configuration that answers these paths:
///
/// - `/hello.txt`: `hello`, with a validator; `/none`: 404; `/empty`: 204; `/error`: 500 and `broken`;
/// - `/text`: ``text`` with its length, packed where gzip is accepted; `/chunked`: the same in chunks;
///   `/trailers`: the same with a trailer; `/end`: the same up to the end of the connection;
/// - `/large`: zeros; `/stall`: begins and does not come to an end;
/// - `/headers`: `hello` with `X-Long` of 8,192 bytes and `X-0` to `X-99`;
/// - `/echo`: answers a POST with its body; `/stored`: keeps what is PUT.
struct PeerServer: Sendable {
  /// What not every server offers.
  enum Feature: Sendable {
    /// Keeps the connection, or announces that it will not, when it refuses a body before it came.
    case orderlyRefusal
    case tls, keepAlive, chunked, trailers, endOfConnection, post, put, interim, gzip
  }

  /// What a test sets.
  struct Setting: Sendable {
    var identity: TLSServerConfiguration?
    /// How long a connection may idle.
    var idleSeconds = 60
    /// Size of `/large`; a multiple of 1 MiB.
    var largeBytes = 1 << 20
  }

  let name: String
  /// What it does not offer, with the reason.
  let lacks: [Feature: String]
  /// What must be installed.
  let program: String
  let isInstalled: @Sendable () -> Bool
  /// Makes its files in a folder, and the process that is to run there and listen at a port.
  let launch: @Sendable (Setting, URL, Int) async throws -> Process

  func offers(_ feature: Feature) -> Bool { lacks[feature] == nil }

  static let all = [nginx, apache, python10, python11, uvicorn, hypercorn, node, go]

  static let text = Array((0..<20_000).map { "line \($0)\n" }.joined().utf8)
}

extension URL {
  /// Writes a file in this folder.
  func write(_ name: String, _ content: some Sequence<UInt8>, isExecutable: Bool = false) throws {
    let file = appendingPathComponent(name)
    try Data(content).write(to: file)
    if isExecutable { try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path) }
  }

  /// Makes a file of zeros in this folder, of which the disk keeps no more than the size.
  func writeZeros(_ name: String, count: Int) throws {
    try write(name, [])
    let file = try FileHandle(forWritingTo: appendingPathComponent(name))
    try file.truncate(atOffset: UInt64(count))
    try file.close()
  }
}
