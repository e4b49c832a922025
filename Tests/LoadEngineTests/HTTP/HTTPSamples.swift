import LoadEngine
import Testing

/// A response on the wire and what must come of it.
struct ResponseSample: Sendable, CustomTestStringConvertible {
  let name: String
  let wire: String
  var isHEAD = false
  var status = 200
  var body = ""
  var keepAlive = true
  var surplus = 0
  var testDescription: String { name }
}

/// Bytes that are no message, and the code that must say so.
struct BadSample: Sendable, CustomTestStringConvertible {
  let name: String
  let wire: String
  let code: HTTPReadError.Code
  /// Whether a response answers a HEAD.
  let isHEAD: Bool
  var testDescription: String { name }

  init(_ name: String, _ wire: String, _ code: HTTPReadError.Code, isHEAD: Bool = false) {
    self.name = name
    self.wire = wire
    self.code = code
    self.isHEAD = isHEAD
  }
}

/// Requests on the wire and what must come of them.
struct RequestSample: Sendable, CustomTestStringConvertible {
  let name: String
  let wire: String
  /// `method path body keepAlive` of each request.
  let expected: [String]
  var testDescription: String { name }
}

/// Messages and near misses, each read in every split. The classes of cases follow the lists of nodejs/llhttp
/// (`test/response`) and swift-nio (`HTTPDecoderTest`).
enum HTTPSamples {}
