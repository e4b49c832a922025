import Foundation
import LoadEngine
import LoadFixtures

/// Where a document is: a file, or a URL that is asked once.
enum ImportSource: Equatable {
  case file(String)
  /// The path has the query with it.
  case url(TargetURL, path: String)

  /// Seconds for the whole answer.
  private static let timeLimit = 30
  /// Bytes.
  private static let sizeLimit = 32 << 20

  /// - Throws: ``ConfigurationError`` for a URL that is not of http or https, or has what may be a password in it.
  init(_ text: String) throws(ConfigurationError) {
    guard let scheme = text.firstRange(of: "://") else {
      guard !text.hasPrefix("~") else {
        throw ConfigurationError(variable: "FILE", value: text, allowed: "a path; $HOME instead of ~")
      }
      self = .file(text)
      return
    }
    let rest = text[scheme.upperBound...]
    let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
    let target = try TargetURL(String(text[..<end]), named: "URL")
    let path = rest[end...].prefix { $0 != "#" }
    self = .url(target, path: path.hasPrefix("/") ? String(path) : "/" + path)
  }

  /// As it may be shown: a query may hold a key.
  var description: String {
    switch self {
    case .file(let path): path.neutralised
    case .url(let target, let path): "\(target)\(path.prefix { $0 != "?" })".neutralised
    }
  }

  private func refused(_ reason: String) -> ConfigurationError {
    ConfigurationError(
      variable: "document", value: description, reason: reason,
      allowed: "a file that can be read, or a URL that answers 200 with the document")
  }

  /// The document's bytes.
  ///
  /// - Throws: ``ConfigurationError`` with the reason why there are none.
  func read() async throws(ConfigurationError) -> [UInt8] {
    switch self {
    case .file(let path):
      do {
        return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
      } catch {
        throw refused("it cannot be read: \(error.localizedDescription.trimmingCharacters(in: ["."]))")
      }
    case .url(let target, let path): return try await fetch(target, path)
    }
  }

  private func fetch(_ target: TargetURL, _ path: String) async throws(ConfigurationError) -> [UInt8] {
    let outcome: CallOutcome
    do {
      let head = try RequestHead(
        method: "GET", target: path, host: target.authority,
        headers: [("Accept", "application/json"), ("Accept-Encoding", "identity")])
      let loop = try EventLoop(name: "import")
      let isHere = ["localhost", "127.0.0.1", "::1"].contains(target.host)
      let transport = URLSessionTransport(to: "\(target)", direct: isHere, on: loop)
      outcome = await transport.send(
        OutgoingRequest(head: head, bodyLimit: Self.sizeLimit), timeout: .seconds(Self.timeLimit))
      transport.close()
      await loop.shutDown()
    } catch {
      throw refused("it cannot be asked for: \(error)")
    }
    switch outcome.result {
    case .success(let response): return try body(of: response)
    case .failure(.unknownHost): throw refused("the host name has no address")
    case .failure(.refused): throw refused("nothing listens there")
    case .failure(.timeout), .failure(.connectTimeout):
      throw refused("no whole answer within \(Self.timeLimit) s")
    case .failure(.tls(let failure)): throw refused("no secure connection: \(failure.detail)")
    case .failure(.malformed(let error)): throw refused("no HTTP answer: \(error.detail)")
    case .failure(let error): throw refused("no whole answer: \(error)")
    }
  }

  private func body(of response: HTTPResponse) throws(ConfigurationError) -> [UInt8] {
    guard response.status == 200 else {
      let hint = (300...399).contains(response.status) ? "; give the address that it leads to" : ""
      throw refused("the answer has status \(response.status)\(hint)")
    }
    guard response.bodyByteCount <= Self.sizeLimit else {
      throw refused("it is larger than \(Self.sizeLimit >> 20) MiB")
    }
    return response.body
  }
}
