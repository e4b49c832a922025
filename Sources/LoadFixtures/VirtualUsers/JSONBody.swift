import Foundation
import LoadEngine

/// Bodies of requests and answers as JSON, by Foundation.
enum JSONBody {
  /// Encodes a request's body. Keys are sorted, so that the same choices give the same bytes.
  static func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value))
  }

  /// The answer's JSON object; `nil` when it is none.
  static func object(_ response: HTTPResponse) -> [String: Any]? {
    do {
      return try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any]
    } catch {
      // What the parser has to say of the answer does not matter: it is counted as "answer is not JSON".
      return nil
    }
  }
}

extension [String: Any]? {
  /// Takes a value out of an answer's object, or says which check it fails.
  func read<Value>(_ check: Check, _ take: ([String: Any]) -> Value?) -> Reading<Value> {
    guard let self else { return .lacks(.json) }
    return take(self).map { .answer($0) } ?? .lacks(check)
  }
}
