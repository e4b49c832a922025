@testable import LoadEngine

/// What a reader made of some bytes, comparable between ways of splitting them.
enum Outcome<Message: Equatable>: Equatable {
  /// The messages and the number of bytes that were left after the last one.
  case messages([Message], surplus: Int)
  /// The messages before the error.
  case failure([Message], HTTPReadError)

  var error: HTTPReadError? {
    if case .failure(_, let error) = self { error } else { nil }
  }

  var messages: [Message] {
    switch self {
    case .messages(let messages, _), .failure(let messages, _): messages
    }
  }
}

/// Feeds readers with pieces of bytes as a connection would.
enum HTTPDriver {
  /// Reads one response from `bytes`, cut at `cuts`; the connection ends after them.
  static func response(
    _ bytes: [UInt8], cuts: [Int] = [], isHEAD: Bool = false, limits: HTTPLimits = HTTPLimits()
  ) -> Outcome<HTTPResponse> {
    var reader = ResponseReader(limits: limits)
    reader.expect(headOf: isHEAD)
    do throws(HTTPReadError) {
      for (start, end) in pieces(bytes.count, cuts) {
        let progress = try reader.read(bytes.span.extracting(start..<end))
        guard isSound(progress.consumed, of: end - start, isComplete: progress.response != nil) else {
          return unsound(progress.consumed, end - start)
        }
        if let response = progress.response {
          return .messages([response], surplus: bytes.count - start - progress.consumed)
        }
      }
      return .messages([try reader.endOfStream()], surplus: 0)
    } catch {
      return .failure([], error)
    }
  }

  /// Reads all requests from `bytes`, cut at `cuts`; the connection ends after them.
  static func requests(
    _ bytes: [UInt8], cuts: [Int] = [], limits: HTTPLimits = HTTPLimits()
  ) -> Outcome<HTTPRequest> {
    var reader = RequestReader(limits: limits)
    var requests: [HTTPRequest] = []
    do throws(HTTPReadError) {
      for (start, end) in pieces(bytes.count, cuts) {
        var offset = start
        while offset < end {
          let progress = try reader.read(bytes.span.extracting(offset..<end))
          guard isSound(progress.consumed, of: end - offset, isComplete: progress.request != nil) else {
            return unsound(progress.consumed, end - offset)
          }
          offset += progress.consumed
          if let request = progress.request { requests.append(request) }
        }
      }
      try reader.endOfStream()
      return .messages(requests, surplus: 0)
    } catch {
      return .failure(requests, error)
    }
  }

  /// A reader uses all that it is given, or up to the end of a message; one that uses nothing would spin for ever.
  private static func isSound(_ consumed: Int, of count: Int, isComplete: Bool) -> Bool {
    isComplete ? consumed > 0 && consumed <= count : consumed == count
  }

  private static func unsound<Message>(_ consumed: Int, _ count: Int) -> Outcome<Message> {
    .failure([], HTTPReadError(.unexpectedBytes, "\(consumed) of \(count) bytes were used"))
  }

  private static func pieces(_ count: Int, _ cuts: [Int]) -> [(Int, Int)] {
    let bounds = [0] + cuts.filter { (0...count).contains($0) }.sorted() + [count]
    return Array(zip(bounds, bounds.dropFirst()))
  }

  /// Every cut in two, and all cuts at once (byte by byte).
  static func everySplit(of bytes: [UInt8]) -> [[Int]] {
    (0...bytes.count).map { [$0] } + [Array(0...bytes.count)]
  }
}
