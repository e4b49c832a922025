import LoadEngine
import TestSupport

/// Requests, and a server's answers to them.
enum Samples {
  static let megabytes5 = [UInt8]((0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
  static let roomy = HTTPLimits(maxBodyBytes: 6_000_000)

  static let handler: HTTPServer.Handler = { request in
    switch request.path {
    case "/echo":
      HTTPServerReply(status: 200, headers: [("X-Method", request.method)], body: request.body)
    case "/empty": HTTPServerReply(status: 204)
    default: HTTPServerReply(status: 404, body: Array(request.target.utf8))
    }
  }

  static func request(
    _ method: String = "GET", _ target: String = "/echo", headers: [(String, String)] = [], body: [UInt8]? = nil
  ) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try RequestWriter.write(
      method: method, target: target, host: "localhost", headers: headers, body: body, into: &bytes)
    return bytes
  }
}

extension MonotonicTime {
  /// A deadline that no healthy call comes near.
  static var soon: MonotonicTime { .now + .seconds(10) }
}

extension CallOutcome {
  var error: CallError? {
    if case .failure(let error) = result { error } else { nil }
  }

  /// Why no secure connection came about, or why it broke.
  var tlsFailure: TLSFailure? {
    if case .tls(let failure) = error { failure } else { nil }
  }

  /// What kind of malformed answer it was.
  var code: HTTPReadError.Code? {
    if case .malformed(let error) = error { error.code } else { nil }
  }

  var text: String? {
    if case .success(let response) = result { String(decoding: response.body, as: UTF8.self) } else { nil }
  }
}
