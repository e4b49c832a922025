@testable import LoadEngine

/// What a reader made of the bytes of one connection, comparable between ours and a foreign one.
enum PeerReading: Equatable {
  case message(Message)
  /// The connection ended too early.
  case truncated
  /// The connection ended too early, and what had come would have been refused at its end.
  case refusedEarly
  case refused

  /// A response as text: what `h11` prints of it.
  struct Message: Equatable {
    var status: String
    var keepsAlive: Bool
    /// Bytes after the response.
    var surplus: String
    var bodyByteCount: String
    /// In hexadecimal digits.
    var body: String
    /// `name=value` in order of arrival, names in lower case, values in hexadecimal digits.
    var headers: [String]
  }

  /// The kind of verdict in a word.
  var verdict: String {
    switch self {
    case .message: "message"
    case .truncated: "truncated"
    case .refusedEarly: "refused early"
    case .refused: "refused"
    }
  }

  init(line: [UInt8]) {
    let words = line.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
    switch words.first {
    case "message":
      self = .message(
        Message(
          status: words[1], keepsAlive: words[2] == "1", surplus: words[3], bodyByteCount: words[4],
          body: String(words[5].dropFirst()), headers: Array(words[6...])))
    case "truncated": self = .truncated
    case "refused": self = .refusedEarly
    default: self = .refused
    }
  }

  init(_ outcome: Outcome<HTTPResponse>) {
    switch outcome {
    case .failure(_, let error) where error.code == .truncated || error.code == .closedBeforeMessage:
      self = .truncated
    case .failure:
      self = .refused
    case .messages(let responses, let surplus):
      let response = responses[0]
      self = .message(
        Message(
          status: "\(response.status)", keepsAlive: response.keepAlive, surplus: "\(surplus)",
          bodyByteCount: "\(response.bodyByteCount)", body: Hex.text(response.body),
          headers: response.headers.map { "\($0.name.lowercased())=\(Hex.text($0.value.utf8))" }))
    }
  }
}
